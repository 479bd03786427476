"""The sample collection is what its README says, and the pipeline reads it right."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from analyzers.folding import fold_text
from ingest.pipeline import extract_bytes, parse_bytes
from kb.model import ParsedDocument, SectionKind

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SOURCES = SAMPLES / "sources"
DOCUMENTS = SAMPLES / "documents"
NAMES = sorted(path.stem for path in SOURCES.iterdir())
LARGEST_SAMPLE = 200_000

# name: kind, number, date
EXPECTED = {
    "community-forest-boundary-brief.en.pdf": ("brief", None, "2024-11-18"),
    "community-forest-committee-minutes.km.txt": ("minutes", None, "2025-01-23"),
    "community-forestry-sub-decree.en.html": ("sub-decree", "999", "2024-01-15"),
    "community-forestry-sub-decree.km.docx": ("sub-decree", "999", "2024-01-15"),
    "environmental-impact-brief.km.docx": ("brief", None, "2024-08-12"),
    "free-prior-informed-consent-guideline.en.txt": ("guideline", None, "2024-07-10"),
    "indigenous-land-working-group-minutes.en.docx": ("minutes", None, "2024-10-08"),
    "land-concession-decision.km.pdf": ("decision", "998", "2024-06-20"),
    "land-dispute-guideline.km.pdf": ("guideline", None, "2024-03-01"),
    "land-registration-circular.en.html": ("circular", "997", "2024-09-04"),
    "network-quarterly-meeting-minutes.km.docx": ("minutes", None, "2024-05-16"),
    "women-land-title-brief.km-en.docx": ("brief", None, "2025-03-07"),
}


@cache
def parsed(name: str) -> ParsedDocument:
    return parse_bytes((DOCUMENTS / name).read_bytes(), name)


@cache
def read_text(name: str) -> str:
    """The folded text of a sample without white space and page numbers."""
    extraction = extract_bytes((DOCUMENTS / name).read_bytes())
    lines = (
        line.text
        for page in extraction.pages
        for line in page.lines
        if line.text.strip() != str(page.number)
    )
    return bare("".join(lines))


def bare(text: str) -> str:
    return re.sub(r"\s", "", fold_text(text))


def articles(name: str) -> list[str | None]:
    return [
        section.number for section in parsed(name).sections if section.kind is SectionKind.ARTICLE
    ]


def test_every_source_is_rendered_and_every_document_has_a_source() -> None:
    assert sorted(path.name for path in DOCUMENTS.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_readme_names_the_sample(name: str) -> None:
    assert f"`{name}`" in (SAMPLES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_says_in_both_languages_that_it_is_illustrative(name: str) -> None:
    text = read_text(name)
    assert bare("Illustrative sample, not a real legal text") in text
    assert bare("ឯកសារគំរូ សម្រាប់បង្ហាញប៉ុណ្ណោះ មិនមែនជាច្បាប់ពិត") in text


@pytest.mark.parametrize("name", NAMES)
def test_title_shows_that_it_is_a_sample(name: str) -> None:
    assert re.search(r"\(sample\)|\(ឯកសារគំរូ\)", parsed(name).title)


@pytest.mark.parametrize("name", NAMES)
def test_document_holds_every_line_of_its_source(name: str) -> None:
    source = (SOURCES / f"{name}.source").read_text(encoding="utf-8")
    lines = [re.sub(r"^([#^>!-]+ )", "", line) for line in source.splitlines()]
    pieces = [piece for line in lines for piece in line.strip("|").split("|") if piece.strip()]
    assert [piece for piece in pieces if bare(piece) not in read_text(name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_is_small(name: str) -> None:
    assert (DOCUMENTS / name).stat().st_size < LARGEST_SAMPLE


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_is_described_right(name: str, expected: tuple[str, str | None, str]) -> None:
    document = parsed(name)
    assert (document.kind, document.number, str(document.date)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_language_is_one_that_the_name_says(name: str) -> None:
    assert parsed(name).lang in name.split(".")[-2].split("-")


def test_sections_of_the_bilingual_brief_take_turns() -> None:
    headings = {"សេចក្ដីសង្ខេប": "km", "Summary": "en", "របកគំហើញ": "km", "Findings": "en"}
    sections = parsed("women-land-title-brief.km-en.docx").sections
    found = {section.heading: section.lang for section in sections if section.heading in headings}
    assert list(found.items()) == list(headings.items())


def test_every_sample_has_its_description_expected() -> None:
    assert sorted(EXPECTED) == NAMES


@pytest.mark.parametrize("lang", ["km.docx", "en.html"])
def test_sub_decree_has_its_23_articles_in_both_languages(lang: str) -> None:
    expected = [str(number) for number in range(1, 24)]
    assert articles(f"community-forestry-sub-decree.{lang}") == expected


def test_decision_has_its_8_articles() -> None:
    assert articles("land-concession-decision.km.pdf") == [str(number) for number in range(1, 9)]


@pytest.mark.parametrize(
    ("lang", "chapter", "term"),
    [("km.docx", "កិច្ចព្រមព្រៀង", "ដប់ប្រាំ (១៥) ឆ្នាំ"), ("en.html", "Agreement", "fifteen (15) years")],
)
def test_article_12_is_the_term_of_the_agreement(lang: str, chapter: str, term: str) -> None:
    sections = parsed(f"community-forestry-sub-decree.{lang}").sections
    at = next(
        index
        for index, section in enumerate(sections)
        if (section.kind, section.number) == (SectionKind.ARTICLE, "12")
    )
    above = [section for section in sections[:at] if section.kind is SectionKind.CHAPTER]
    assert term in sections[at].text
    assert chapter in above[-1].heading
