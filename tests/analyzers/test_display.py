"""Where pages may break and cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from analyzers import cluster_boundaries, word_breaks
from tests.analyzers.strategies import HOSTILE, any_text


def broken(text: str) -> str:
    pieces, start = [], 0
    for at in word_breaks(text):
        pieces.append(text[start:at])
        start = at
    return "|".join([*pieces, text[start:]])


@pytest.mark.parametrize(
    "expected",
    [
        "ច្បាប់|ស្តីពី|ដីធ្លី",
        "ច្បាប់ ស្តីពី Land Law ២០០១",
        "ម្ចាស់|ដី ។ ម្ចាស់|ដី៖",
        "ផ្សេងៗ",
        "กฎหมาย|ที่ดิน",
        "ກົດຫມາຍ|ທີ່ດິນ",
        "land law",
        "",
    ],
)
def test_breaks(expected: str) -> None:
    assert broken(expected.replace("|", "")) == expected


def test_break_stands_after_a_zero_width_space_or_not_at_all() -> None:
    assert all(at not in (6, 7) for at in word_breaks("ច្បាប់\u200bដី"))


@settings(max_examples=500, deadline=None)
@given(any_text)
def test_breaks_are_cluster_boundaries(text: str) -> None:
    boundaries = cluster_boundaries(text)
    assert boundaries == sorted(set(boundaries))
    assert boundaries[0] == 0
    assert boundaries[-1] == len(text)
    breaks = word_breaks(text)
    assert breaks == sorted(set(breaks) & set(boundaries) - {0, len(text)})


@pytest.mark.parametrize(
    ("text", "boundaries"),
    [
        ("ខ្មែរ", [0, 4, 5]),
        ("ខែ្មរ", [0, 4, 5]),  # not canonical
        ("ក\u200b្រម", [0, 4, 5]),  # with an invisible character inside
        ("គណៈក", [0, 1, 3, 4]),
        ("น้ำ", [0, 3]),
        ("เป็น", [0, 3, 4]),
        ("e\u0301a", [0, 2, 3]),
        ("a\r\nb", [0, 1, 3, 4]),
    ],
)
def test_cluster_boundaries(text: str, boundaries: list[int]) -> None:
    assert cluster_boundaries(text) == boundaries


def test_law_is_broken_often_and_never_before_a_closing_sign(shared: Path) -> None:
    law = json.loads((shared / "corpus" / "laws_km" / "constitution_2015.json").read_text())
    text = "\n".join(article["text"] for article in law["articles"])
    breaks = word_breaks(text)
    assert 4 < len(text) / len(breaks) < 12
    assert not {text[at] for at in breaks} & set("។៕៖ៗ ")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_cut_in_linear_time(text: str) -> None:
    assert cluster_boundaries(text)[-1] == len(text)
