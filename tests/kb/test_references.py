"""References in the texts of laws and papers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import DocumentKind
from kb.references import find_references

LAND_LAW = "land-law-2001"


def found(
    text: str, kind: DocumentKind = DocumentKind.LAW, year: int = 2024
) -> list[tuple[str, str | None, str]]:
    """Words, article and act of each reference."""
    return [
        (
            text[one.start : one.end],
            one.article,
            "own" if one.own_act else one.register_key or f"{one.kind} {one.number} {one.year}",
        )
        for one in find_references(text, kind, year)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ដូចមានចែងក្នុងមាត្រា ១២ នៃច្បាប់នេះ", [("មាត្រា ១២", "12", "own")]),
        ("មាត្រា ៣០ នៃច្បាប់ភូមិបាល", [("មាត្រា ៣០", "30", LAND_LAW)]),
        ("ច្បាប់ភូមិបាល មាត្រា ៣០", [("មាត្រា ៣០", "30", LAND_LAW)]),
        ("Article 5 of this sub-decree", [("Article 5", "5", "own")]),
        (
            "Articles 6, 7 and 8 of the Land Law",
            [("Articles 6", "6", LAND_LAW), ("7", "7", LAND_LAW), ("8", "8", LAND_LAW)],
        ),
        (
            "Article 20/21 and 25 of Chapter 5 of the Land Law",
            [("Article 20", "20", LAND_LAW), ("21", "21", LAND_LAW), ("25", "25", LAND_LAW)],
        ),
        ("Article 40 (B) in point 5 of the Land Law", [("Article 40", "40", LAND_LAW)]),
        (
            "ពីមាត្រា ៥៤២ (សិទ្ធិទាមទារ) ដល់មាត្រា ៥៤៤ (សិទ្ធិបន្ថយ) នៃក្រមនេះ",
            [("មាត្រា ៥៤២", "542", "own"), ("មាត្រា ៥៤៤", "544", "own")],
        ),
        ("មាត្រា ១៣ ថ្មី និង ១៤ ។", [("មាត្រា ១៣ ថ្មី", "13 new", "own"), ("១៤", "14", "own")]),
        (
            "Sub-decree No. 146 ANK/BK of 27 December 2005",
            [("Sub-decree No. 146 ANK/BK", None, "sub-decree-on-economic-land-concessions-2005")],
        ),
        (
            "Sub-decree No. 777 ANK.BK dated 3 May 2014",
            [("Sub-decree No. 777 ANK.BK", None, "sub-decree 777 2014")],
        ),
        (
            "មាត្រា ២១ នៃអនុក្រឹត្យលេខ ៩៩៩ អនក្រ.បក",
            [("មាត្រា ២១", "21", "sub-decree 999 None")],
        ),
        ("article 562 of the French Civil Code", [("article 562", "562", "None None None")]),
        # what looks like one
        ("the Constitutional Council constitutes", []),
        ("determined by Sub-Decree. 7. A person", []),
        ("Article 8.- Title\nArticle 9: Another", []),
        ("by law. Article 386 Pending the creation", []),
        ("within 30 days, article by article", []),
    ],
)
def test_references_of_a_law(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert found(text) == expected


def test_in_a_paper_an_article_is_of_the_act_named_before() -> None:
    text = "The Land Law protects. Article 28 forbids sale."
    assert found(text, DocumentKind.BRIEF)[-1] == ("Article 28", "28", LAND_LAW)
    assert found("Article 28 forbids.", DocumentKind.BRIEF) == [
        ("Article 28", "28", "None None None")
    ]


@pytest.mark.parametrize("kind", [DocumentKind.LAW, DocumentKind.OTHER])
@pytest.mark.parametrize("text", ["មាត្រា ៣០ ច្បាប់ភូមិបាល", "see art. 30 land law, please"])
def test_people_put_the_act_behind_its_article(text: str, kind: DocumentKind) -> None:
    (one,) = find_references(text, kind, None, typed=True)
    assert (one.article, one.register_key) == ("30", LAND_LAW)


def test_an_act_is_one_that_was_there() -> None:
    assert found("the Land Law", year=1994) == [("Land Law", None, "None None None")]
    assert found("the Law on Investment", year=2010)[0][2] == "law-on-investment-1994"
    assert found("the Law on Investment", year=2022)[0][2] == "law-on-investment-2021"


def test_an_act_that_names_itself_cites_nothing() -> None:
    text = "The Land Law, by Article 5 of the Land Law"
    (one,) = find_references(text, DocumentKind.LAW, 2001, LAND_LAW)
    assert (one.article, one.own_act) == ("5", True)


@given(st.text(alphabet="មាត្រា ១២នៃច្បាប់Article 5of,()/law.\n", max_size=120))
def test_references_are_disjoint_and_in_order(text: str) -> None:
    spans = [(one.start, one.end) for one in find_references(text, DocumentKind.LAW, 2001)]
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
