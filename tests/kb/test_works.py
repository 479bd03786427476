from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import fold_text
from kb.errors import KbError
from kb.model import DocumentKind
from kb.register import load_register, parse_register
from kb.works import find_works, match_work, registered_names

HEADING = "kind\tnumber\tdate\ttitle_km\ttitle_en\taliases"

LAND_LAW = "land-law-2001"
CIVIL_CODE = "civil-code-2007"
FORESTRY = "law-on-forestry-2002"
ELC = "sub-decree-on-economic-land-concessions-2005"
SLC = "sub-decree-on-social-land-concessions-2003"
EIA = "sub-decree-on-environmental-impact-assessment-process-1999"
MINING = (
    "sub-decree-on-the-management-of-mineral-exploration-licences-"
    "and-industrial-mining-licences-2016"
)
UDHR = "universal-declaration-of-human-rights-1948"


def named(text: str) -> list[tuple[str, list[str]]]:
    return [
        (text[match.start : match.end], [work.key for work in match.works])
        for match in find_works(text)
    ]


# -- the table ---------------------------------------------------------------------------------


def test_the_register_is_large_and_its_keys_are_unique() -> None:
    works = load_register()
    assert len(works) >= 150
    assert len({work.key for work in works}) == len(works)


def test_khmer_names_are_in_canonical_order_and_without_invisible_characters() -> None:
    for work in load_register():
        for name in work.names:
            khmer = "".join(re.findall("[\u1780-\u17d2]", name))
            folded = "".join(re.findall("[\u1780-\u17d2]", fold_text(name)))
            if sorted(folded) == sorted(khmer):  # else an older spelling, which folding knows
                assert folded == khmer, name
            assert name == name.strip()
            assert not re.search("[\u200b-\u200d\u2060\ufeff]", name), name


def test_numbers_are_ascii_and_royal_numbers_agree_with_the_date() -> None:
    for work in load_register():
        assert (work.number or "").isascii(), work.key
        royal = re.fullmatch(r"(?:NS|CS)/RK[MT]/(\d\d)(\d\d)/\d+", work.number or "")
        if royal and work.year:
            assert work.year % 100 == int(royal[2]), work.key
        if royal and work.date:
            assert work.date.month == int(royal[1]), work.key


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("edict\t\t\t\tA\t", "no kind"),
        ("law\t\t2001-02-30\t\tA\t", "no date"),
        ("law\t\t01\t\tA\t", "no date"),
        ("law\t\t\tច្បាប់ភូមិបាល\t\t", "English title"),
        ("law\t\t\t\tLand Law\tច្បាប់", "names no act"),
        ("law\t\t\t\tLand Law\tLaw", "names no act"),
        ("law\t\t\t\tLand Law\tA||B", "names no act"),
        ("law\t\t\t\tLand Law\tA|A", "twice"),
        ("law\t\t\t\tLand Law", "5 cells"),
    ],
)
def test_a_bad_line_is_named(line: str, complaint: str) -> None:
    with pytest.raises(KbError, match=rf"works\.tsv, line 3: .*{complaint}"):
        parse_register(f"{HEADING}\nlaw\t\t2001\t\tForest Law\t\n{line}\n")


def test_the_same_act_twice_is_a_bad_line() -> None:
    row = "law\t\t2001\t\tForest Law\t"
    with pytest.raises(KbError, match="line 2 is about the same act"):
        parse_register(f"{HEADING}\n{row}\n{row}\n")


def test_a_wrong_heading_is_a_bad_line() -> None:
    with pytest.raises(KbError, match=r"line 1: the heading must be kind"):
        parse_register("a\tb\n")


def test_names_of_a_stored_key() -> None:
    assert {"ច្បាប់ភូមិបាល", "Land Law"} <= set(registered_names(LAND_LAW))
    assert registered_names(None) == registered_names("no-such-act") == ()


# -- acts named in a query ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "keys"),
    [
        # citations around it, in any order, with and without spaces
        ("មាត្រា ១៦២ ក្រមរដ្ឋប្បវេណី", "ក្រមរដ្ឋប្បវេណី", [CIVIL_CODE]),
        ("មាត្រា៣០ច្បាប់ភូមិបាល", "ច្បាប់ភូមិបាល", [LAND_LAW]),
        ("art. 30 land law", "land law", [LAND_LAW]),
        ("civil code 162", "civil code", [CIVIL_CODE]),
        ("UDHR article 3", "UDHR", [UDHR]),
        # short names by rule
        ("forestry law", "forestry law", [FORESTRY]),
        ("LAW ON THE FORESTRY", "LAW ON THE FORESTRY", [FORESTRY]),
        ("ច្បាប់ព្រៃឈើ", "ច្បាប់ព្រៃឈើ", [FORESTRY]),
        ("ច្បាប់ស្ដីពីព្រៃឈើ", "ច្បាប់ស្ដីពីព្រៃឈើ", [FORESTRY]),
        ("ច្បាប់អំពីព្រៃឈើ", "ច្បាប់អំពីព្រៃឈើ", [FORESTRY]),
        ("social land concession subdecree", "social land concession subdecree", [SLC]),
        ("អនុក្រឹត្យសម្បទានដីសង្គមកិច្ច", "អនុក្រឹត្យសម្បទានដីសង្គមកិច្ច", [SLC]),
        (
            "ច្បាប់គ្រប់គ្រងធនធានទឹក",
            "ច្បាប់គ្រប់គ្រងធនធានទឹក",
            ["law-on-water-resources-management-2007"],
        ),
        ("พ.ร.บ. ป่าชุมชน", "พ.ร.บ. ป่าชุมชน", ["community-forest-act-of-thailand-2019"]),
        # kind and number
        ("អនុក្រឹត្យលេខ ១៩", "អនុក្រឹត្យលេខ ១៩", [SLC]),
        ("អនុក្រឹត្យ១៤៦មាត្រា៥", "អនុក្រឹត្យ១៤៦", [ELC]),
        ("sub-decree 146 article 5", "sub-decree 146", [ELC]),
        ("sub decree no. 146", "sub decree no. 146", [ELC]),
        ("circular 3", "circular 3", None),
        ("នស/រកម/០៨០១/១៤", "នស/រកម/០៨០១/១៤", [LAND_LAW]),
        ("sub-decree 72", "sub-decree 72", [EIA, MINING]),
        # number, rest of the title and year belong to the name and narrow it
        ("EIA sub-decree 72", "EIA sub-decree 72", [EIA]),
        ("sub-decree 72 of 1999", "sub-decree 72 of 1999", [EIA]),
        ("អនុក្រឹត្យលេខ ៧២ ឆ្នាំ ២០១៦", "អនុក្រឹត្យលេខ ៧២ ឆ្នាំ ២០១៦", [MINING]),
        (
            "អនុក្រឹត្យលេខ១៤៦ អនក្រ.បក ស្តីពីសម្បទានដីសេដ្ឋកិច្ច មាត្រា ៥",
            "អនុក្រឹត្យលេខ១៤៦ អនក្រ.បក ស្តីពីសម្បទានដីសេដ្ឋកិច្ច",
            [ELC],
        ),
        ("ក្រមរដ្ឋប្បវេណី ឆ្នាំ២០០៧", "ក្រមរដ្ឋប្បវេណី ឆ្នាំ២០០៧", [CIVIL_CODE]),
        ("2001 land law", "2001 land law", [LAND_LAW]),
        ("land law 1992", "land law 1992", ["land-law-of-1992-1992"]),
        (
            "พระราชบัญญัติป่าไม้ พ.ศ. 2484",
            "พระราชบัญญัติป่าไม้ พ.ศ. 2484",
            ["forest-act-of-thailand-1941"],
        ),
        # several acts of one name are all given
        ("fisheries law", "fisheries law", ["law-on-fisheries-2006", "law-on-fisheries-2025"]),
        # other languages
        ("Tuyên ngôn quốc tế nhân quyền", "Tuyên ngôn quốc tế nhân quyền", [UDHR]),
        ("ปฏิญญาสากลว่าด้วยสิทธิมนุษยชน", "ปฏิญญาสากลว่าด้วยสิทธิมนุษยชน", [UDHR]),
    ],
)
def test_an_act_is_found_by_its_name(text: str, name: str, keys: list[str] | None) -> None:
    [(found, works)] = named(text)
    assert found == name
    assert keys is None or works == keys


@pytest.mark.parametrize(
    "text",
    [
        "",
        "law",
        "ច្បាប់",
        "sub-decree",
        "អនុក្រឹត្យលេខ",
        "sub-decree 99999",
        "sub-decree 19 of 2005",  # another act of that number
        "ច្បាប់ទឹកភ្លៀង",  # rain: ច្បាប់ទឹក is only its beginning
        "economic land concession",
        "land lawyer",
        "162",
    ],
)
def test_what_names_no_act_finds_none(text: str) -> None:
    assert named(text) == []


def test_two_acts_in_one_query() -> None:
    text = "protected areas law and community forestry sub-decree"
    assert [name for name, _ in named(text)] == [
        "protected areas law",
        "community forestry sub-decree",
    ]


@settings(deadline=None)  # the first text loads the segmenter
@given(st.text(max_size=60), st.sampled_from(["land law", "ច្បាប់ភូមិបាល", "sub-decree 146 of 2005"]))
def test_matches_are_disjoint_and_in_order(noise: str, name: str) -> None:
    text = f"{noise} {name} {noise}"
    at = 0
    for match in find_works(text):
        assert at <= match.start < match.end <= len(text)
        at = match.end


# -- the act of a document ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "number", "year", "kind", "key"),
    [
        ("ច្បាប់ភូមិបាល", None, None, DocumentKind.LAW, LAND_LAW),
        ("Land Law_010430", None, 2001, DocumentKind.LAW, LAND_LAW),
        ("LAND LAW OF CAMBODIA (full text)", None, 2001, DocumentKind.OTHER, LAND_LAW),
        ("Sub-Decree #146 on Economic Land Concessions", "146", 2005, DocumentKind.SUB_DECREE, ELC),
        ("Law on Forestry (Forestry Law)", None, 2002, DocumentKind.LAW, FORESTRY),
        ("Forestry", None, 2002, DocumentKind.LAW, FORESTRY),
        ("Scan 12 of the gazette", "146", 2005, DocumentKind.SUB_DECREE, ELC),
        ("Scan", "NS/RKM/0801/14", None, DocumentKind.LAW, LAND_LAW),
        ("Law on Fisheries", None, 2025, DocumentKind.LAW, "law-on-fisheries-2025"),
        # adopted in one year, promulgated in the next
        ("Civil Code", None, 2008, DocumentKind.CODE, CIVIL_CODE),
    ],
)
def test_a_document_is_matched_to_its_act(
    title: str, number: str | None, year: int | None, kind: DocumentKind, key: str
) -> None:
    work = match_work(title, number, year, kind)
    assert work is not None
    assert work.key == key


@pytest.mark.parametrize(
    ("title", "number", "year", "kind"),
    [
        ("ក្រមរដ្ឋប្បវេណី ឆ្នាំ១៩៦៧", None, None, DocumentKind.CODE),  # an older code
        ("Civil Code", None, 1967, DocumentKind.CODE),
        ("Law on Fisheries", None, None, DocumentKind.LAW),  # of 2006 or 2025
        ("Land Law", None, 2001, DocumentKind.BRIEF),
        ("Land Law; Forestry Law", None, None, DocumentKind.LAW),  # two acts in one file
        ("What the Land Law says", None, 2001, DocumentKind.LAW),
        ("Law on the Amendment of the Land Law", None, 2005, DocumentKind.LAW),
        ("Sub-Decree on Construction Permit", "224", 2020, DocumentKind.SUB_DECREE),
        ("Forestry", None, None, DocumentKind.LAW),  # a subject alone needs its year
        ("Scan", "146", None, DocumentKind.SUB_DECREE),
        ("Scan", "14", 2001, DocumentKind.LAW),
        ("Scan", "112", 2002, DocumentKind.PRAKAS),  # of which ministry?
        ("", None, None, DocumentKind.OTHER),
    ],
)
def test_a_document_that_may_be_another_act_is_not_matched(
    title: str, number: str | None, year: int | None, kind: DocumentKind
) -> None:
    assert match_work(title, number, year, kind) is None


def test_the_acts_of_the_corpus_are_matched(shared: Path) -> None:
    """Titles as their publishers wrote them; one names two acts."""
    unmatched = []
    for path in sorted((shared / "corpus").glob("laws_[ekv]*/*.json")):
        title = json.loads(path.read_text(encoding="utf-8"))["title"]
        if not any(match_work(title, None, None, kind) for kind in DocumentKind):
            unmatched.append(path.stem)
    assert unmatched == [
        "law-on-investment-august-05-1994-and-law-on-the-amendment-to-the-law-on-investment-030324"
    ]
