"""Headings that OCR misread: found by their place, and only there."""

from __future__ import annotations

import pytest

from ingest.structure import structure
from ingest.structure.paragraphs import Paragraph
from kb.model import DocumentKind, ParsedSection, SectionKind


def read(*lines: str, recognised: bool = True) -> tuple[tuple[ParsedSection, ...], str]:
    paragraphs = [Paragraph(line, recognised=recognised) for line in lines]
    sections, doubts = structure(paragraphs, DocumentKind.LAW, "km")
    return sections, " ".join(doubts)


def around(*lines: str, recognised: bool = True) -> list[str | None]:
    """The numbers of the articles of a law with these lines between its articles 44 and 46."""
    before = [line for digit in "០១២៣៤" for line in (f"មាត្រា ៤{digit}.-", "អត្ថបទ")]
    sections, _ = read(*before, *lines, "មាត្រា ៤៦.-", "អត្ថបទ ។", recognised=recognised)
    return [section.number for section in sections if section.kind is SectionKind.ARTICLE]


ALL = ["40", "41", "42", "43", "44", "45", "46"]


@pytest.mark.parametrize(
    "heading",
    [
        "មាត្រា ៥៥.-",
        "បាត្រា ៤៥.-",
        "មាត្រា ៤៥,",
        "មាត្រា . ៤៥. -",
        ". មាត្រា ៤៥៥..",
        "មាត្រា៩.",
        "មាត្រា >...",
        "រ “ មាត្រា ៤៥ ៖ ចំណងជើង",
    ],
)
def test_a_misread_heading_is_told_by_its_place(heading: str) -> None:
    assert around(heading, "អត្ថបទ") == ALL


@pytest.mark.parametrize(
    "line",
    [
        "ដែលមានចែងក្នុងមាត្រា ៤៥",
        "មាត្រា ៥៥ នៃច្បាប់នេះ ត្រូវបានអនុវត្ត",
        "មាត់ ៤៥.-",
        "៤៥.-",
        "មាត្រា ៤៥ និងមាត្រា ៥៥ ។",
    ],
)
def test_what_only_speaks_of_an_article_is_text(line: str) -> None:
    assert around(line, "អត្ថបទ") == [*ALL[:5], ALL[6]]


def test_text_that_was_not_recognised_says_what_it_means() -> None:
    assert around("បាត្រា ៤៥.-", "អត្ថបទ", recognised=False) == [*ALL[:5], ALL[6]]


def test_of_two_headings_in_a_gap_of_one_the_more_alike_is_taken() -> None:
    assert around("មាត្រា ១០៧.-", "អត្ថបទ", "មាត្រា ៤៥៥.-", "អត្ថបទ") == ALL


def test_the_title_and_the_text_are_kept_and_the_editor_is_told() -> None:
    lines = ("មាត្រា ១ ៖ គោលបំណង", "ក ។", "មាគ្រា ៧ ៖ វិសាលភាព", "ខ ។", "មាត្រា ៣ ៖ និយមន័យ", "គ ។")
    sections, doubts = read(*lines)
    assert [(s.number, s.heading, s.text) for s in sections] == [
        ("1", "គោលបំណង", "ក ។"),
        ("2", "វិសាលភាព", "ខ ។"),
        ("3", "និយមន័យ", "គ ។"),
    ]
    assert "told by their place: 2." in doubts
    assert "No article" not in doubts
