"""The way of a file: sniff, extract, clean, structure, describe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.authorship import authors_of
from ingest.cleaning import clean
from ingest.describe import Description, describe
from ingest.extractor import extractor_for
from ingest.sniff import MediaType, extension_doubt, sniff
from ingest.structure import structure
from ingest.structure.meetings import read_meeting
from ingest.structure.minutes import agenda_of
from ingest.structure.paragraphs import Paragraph, paragraphs_of
from kb.errors import FileRejected
from kb.model import (
    DocumentKind,
    Extraction,
    Line,
    Meeting,
    ParsedDocument,
    ParsedSection,
    SectionKind,
)

MAX_SECTIONS = 20_000
"""Fifteen times the articles of the Civil Code of Cambodia."""

_HAVE_ARTICLES = frozenset((DocumentKind.CONSTITUTION, DocumentKind.CODE, DocumentKind.LAW))
"""Acts are public by default, so a paper about a law must not pass for the law itself."""

_MAY_BE_MINUTES = frozenset((DocumentKind.OTHER, DocumentKind.REPORT, DocumentKind.DECISION))
"""Kinds of the titles that minutes bear: notes, summary or report of a meeting."""


def extract_bytes(data: bytes) -> Extraction:
    """Reads a file as pages of lines, without harmful characters.

    Raises:
        FileRejected: With the reason and a remedy.
    """
    extraction = extractor_for(sniff(data)).extract(data)
    pages = tuple(
        replace(page, lines=tuple(_clean_line(line) for line in page.lines))
        for page in extraction.pages
    )
    return replace(extraction, pages=pages, title=clean(extraction.title).strip())


def parse_bytes(data: bytes, name: str) -> ParsedDocument:
    """Reads a file and understands it, in this process and without a sandbox.

    Args:
        data: The whole file.
        name: Its name without folders; it is evidence for title and date, no more.

    Raises:
        FileRejected: With the reason and a remedy.
    """
    extraction = extract_bytes(data)
    parsed = understand(extraction, name)
    media_type = MediaType(extraction.media_type)
    parsed = replace(parsed, authors=authors_of(data, media_type))
    name_doubt = extension_doubt(name, media_type)
    return replace(parsed, doubts=(name_doubt, *parsed.doubts)) if name_doubt else parsed


def understand(extraction: Extraction, name: str) -> ParsedDocument:
    """Describes and structures what was read from a file.

    Args:
        extraction: Its pages, perhaps with some that were recognised or corrected since.
        name: Name of the file without folders.

    Raises:
        FileRejected: `empty-file`, if there is neither text nor a page that may have some.
    """
    paragraphs = paragraphs_of(extraction)
    if not paragraphs and not any(page.remark for page in extraction.pages):
        raise FileRejected(
            "The file holds no text.", "Check that the right file was saved.", code="empty-file"
        )
    description = describe(extraction, paragraphs, name)
    body = [p for i, p in enumerate(paragraphs) if i not in description.title_lines]
    kind, sections, doubts, meeting = _structure(body or paragraphs, description)
    if len(sections) > MAX_SECTIONS:
        raise FileRejected(
            f"The file falls into {len(sections)} sections; at most {MAX_SECTIONS} are taken.",
            "Split it into its documents and add them one by one.",
            code="too-complex",
        )
    date = (meeting.date if meeting else None) or description.date
    return ParsedDocument(
        media_type=extraction.media_type,
        title=description.title,
        lang=description.lang,
        kind=kind,
        sections=sections,
        pages=tuple(page for page in extraction.pages if page.width),
        declared_title=extraction.title,
        number=description.number,
        date=date,
        year=date.year if date else description.year,
        evidence=description.evidence,
        doubts=tuple(filter(None, (*description.doubts, *doubts))),
        meeting=meeting,
    )


def _structure(
    paragraphs: Sequence[Paragraph], description: Description
) -> tuple[DocumentKind, tuple[ParsedSection, ...], tuple[str, ...], Meeting | None]:
    """Structures a document as what its title says it is, unless its text says otherwise.

    Returns:
        The kind that it was taken for, its sections, doubts, and the meeting that minutes tell of.
    """
    kind = description.kind
    meeting = read_meeting(paragraphs, description.title)
    date = meeting.date or description.date
    sections, doubts = structure(paragraphs, kind, description.lang, date)
    has_articles = any(section.kind is SectionKind.ARTICLE for section in sections)
    if kind in _HAVE_ARTICLES and len(paragraphs) > 1 and not has_articles:
        kind = DocumentKind.OTHER
        doubts += (
            "The title names a law, but there are no articles, so it was not taken for one.",
        )
    if kind in _MAY_BE_MINUTES and meeting.place and meeting.chair and meeting.participants:
        kind = DocumentKind.MINUTES
        doubts += ("It was taken for minutes, as it says where, led by whom and who met.",)
        sections, _ = structure(paragraphs, kind, description.lang, date)
    if kind is not DocumentKind.MINUTES:
        return kind, sections, doubts, None
    return kind, sections, doubts, replace(meeting, agenda=agenda_of(sections))


def _clean_line(line: Line) -> Line:
    return replace(line, text=clean(line.text), cells=tuple(clean(cell) for cell in line.cells))
