"""Provinces and districts, found where a text names them and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

import analyzers
from kb.errors import ConfigurationError
from kb.places import gazetteer, parse_gazetteer

PROVINCES = 25


def named(text: str) -> list[str]:
    return [mention.place.code for mention in gazetteer().find(analyzers.clusters(text))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ស្រុកព្រៃនប់ ខេត្តព្រះសីហនុ", ["1802", "18"]),
        ("អភិបាលរងខេត្តស្ទឹងត្រែង", ["19"]),
        ("រាជធានីភ្នំពេញ និងខេត្តកំពង់ឆ្នាំង", ["12", "04"]),
        ("villagers in Ratanakkiri and Mondul Kiri", ["16", "11"]),
        ("Kompong Thom Province", ["06"]),
        # words, temples and persons that are called like provinces
        ("ផ្នែកកណ្ដាលនៃខេត្តកំពត", ["07"]),
        ("មហាវិថីព្រះសីហនុ", []),
        ("the Preah Vihear temple", []),
        ("ប្រាសាទព្រះវិហារ ខេត្តព្រះវិហារ", ["13"]),
        # one word for several names
        ("ខេត្តកំពត តាកែវ និងកណ្ដាល", ["07", "21", "08"]),
        ("Kep, Preah Sihanouk and Koh Kong provinces", ["23", "18", "09"]),
        # two districts of one name
        ("Samraong District in Takeo", ["2107", "21"]),
        ("ក្រុងសំរោង ខេត្តឧត្តរមានជ័យ", ["2204", "22"]),
        ("ស្រុកសំរោង", []),
        # a district needs its word
        ("ស្រុកសន្ទុក", ["0607"]),
        ("ផ្កាឈូក", []),
        ("Prey Nob and Stueng Hav districts", ["1802", "1803"]),
        ("ឃុំព្រះវិហារ", []),
    ],
)
def test_places_of_a_text(text: str, codes: list[str]) -> None:
    assert named(text) == codes


@pytest.mark.parametrize("name", ["08", "កណ្តាល", "ខេត្តកណ្ដាល", "Kandal", "kandal province"])
def test_a_province_by_any_of_its_names(name: str) -> None:
    place = gazetteer().province(name)
    assert place is not None
    assert place.code == "08"


def test_no_province_of_another_name() -> None:
    for name in ("", "Atlantis", "0806", "Kandal and Takeo"):
        assert gazetteer().province(name) is None


def test_every_name_finds_its_province() -> None:
    provinces = gazetteer().provinces
    assert len(provinces) == PROVINCES
    for place in provinces:
        for name in place.names:
            text = f"ខេត្ត{name}" if name[0] > "\u1000" else f"{name} Province"
            assert named(text) == [place.code], text


def test_the_gazetteer_agrees_with_the_official_one(shared: Path) -> None:
    path = shared / "corpus" / "gazetteer" / "kh_gazetteer.tsv"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    official = {line[0]: analyzers.fold_text(line[3]).replace(" ", "") for line in lines}
    ours = {
        code: analyzers.fold_text(gazetteer()[code].km) for code in official if code in gazetteer()
    }
    wrong = [code for code, name in ours.items() if name != official[code]]
    assert len(wrong) <= 2  # spelled in two ways


@pytest.mark.parametrize(
    "line", ["1\tក\ta\t", "99\t\ta\t", "9901\tក\ta\t", "99\tក\ta\t\n99\tខ\tb\t"]
)
def test_a_line_that_cannot_be_used_is_named(line: str) -> None:
    with pytest.raises(ConfigurationError, match=r"places\.tsv, line"):
        parse_gazetteer(f"code\tkm\ten\taliases\n{line}\n")
