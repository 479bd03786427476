"""Two languages in one file: sections and their counterparts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import parse_bytes
from ingest.structure import structure
from ingest.structure.counterparts import with_counterparts
from ingest.structure.paragraphs import Paragraph
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind

ENGLISH = (
    "The survey of collective land costs more than a village earns in a whole year.",
    "Eight villages have waited for years. The office has one team, and no car when it rains.",
    "A fund of the province would help. It would pay surveyors when a village cannot.",
)
KHMER = (
    "ថ្លៃវាស់វែងដីសមូហភាពច្រើនជាងចំណូលរបស់ភូមិមួយក្នុងរយៈពេលពេញមួយឆ្នាំ។",
    "ភូមិចំនួនប្រាំបីបានរង់ចាំអស់រយៈពេលបួនឆ្នាំ។ ការិយាល័យមានក្រុមតែមួយ ហើយគ្មានរថយន្តពេលភ្លៀង។",
    "មូលនិធិរបស់ខេត្តអាចជួយបាន។ មូលនិធិនោះបង់ថ្លៃអ្នកវាស់វែងនៅពេលភូមិបង់មិនបាន។",
)


def pairs(*lines: str) -> list[tuple[str, str]]:
    paragraphs = [Paragraph(line) for line in lines]
    sections, _ = structure(paragraphs, DocumentKind.BRIEF, "en")
    return [
        (section.text, sections[section.counterpart].text)
        for section in sections
        if section.counterpart is not None and section.lang == "en"
    ]


def test_one_language_after_the_other() -> None:
    assert pairs(*ENGLISH, *KHMER) == list(zip(ENGLISH, KHMER, strict=True))


def test_languages_in_turns() -> None:
    turns = [line for both in zip(KHMER, ENGLISH, strict=True) for line in both]
    assert pairs(*turns) == list(zip(ENGLISH, KHMER, strict=True))


def test_a_long_paragraph_without_translation_stays_alone() -> None:
    more = "Nobody translated this, which is about something else. " * 6
    assert pairs(*ENGLISH[:2], more, *KHMER[:2]) == list(zip(ENGLISH[:2], KHMER[:2], strict=True))


def test_a_quotation_makes_no_second_language() -> None:
    assert pairs(*ENGLISH * 4, KHMER[0]) == []


def test_articles_pair_by_number() -> None:
    article = SectionKind.ARTICLE
    found = with_counterparts(
        [
            ParsedSection(article, KHMER[1], "1", lang="km"),
            ParsedSection(article, ENGLISH[1], "1", lang="en"),
            ParsedSection(article, KHMER[0], "2", lang="km"),
            ParsedSection(article, KHMER[2], "3", lang="km"),
            ParsedSection(article, ENGLISH[2], "3", lang="en"),
        ]
    )
    assert [section.counterpart for section in found] == [1, 0, None, 4, 3]


def test_the_brief_of_the_corpus_in_two_languages(shared: Path) -> None:
    (path,) = (shared / "corpus" / "briefs_km_en").iterdir()
    document: ParsedDocument = parse_bytes(path.read_bytes(), path.name)
    assert document.kind is DocumentKind.BRIEF
    blocks = [s for s in document.sections if s.lang == "km" and len(s.text) > 100]
    partners = [document.sections[s.counterpart] for s in blocks if s.counterpart is not None]
    assert [(s.lang, s.text[:24].strip(' "')) for s in partners] == [
        ("en", "This project has facili"),
        ("en", "One of the core aims of"),
        ("en", "Through a series of trai"),
        ("en", "In close partnership wit"),
    ]


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_sample_in_two_languages_is_paired(lang: str) -> None:
    path = Path("samples/documents/women-land-title-brief.km-en.docx")
    sections = parse_bytes(path.read_bytes(), path.name).sections
    found = {s.heading: s.counterpart for s in sections if s.lang == lang and s.counterpart}
    named = {heading: sections[position].heading for heading, position in found.items()}
    expected = {"សេចក្ដីសង្ខេប": "Summary", "របកគំហើញ": "Findings", "អនុសាសន៍": "Recommendations"}
    assert named == (expected if lang == "km" else {en: km for km, en in expected.items()})
