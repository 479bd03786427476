"""A small collection to serve: a long Khmer code, short texts, and one hostile file."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from kb.description import describe
from kb.knowledge_base import KnowledgeBase
from kb.model import (
    Box,
    DocumentKind,
    Line,
    Meeting,
    Page,
    ParsedDocument,
    ParsedSection,
    Participant,
    SectionKind,
    Task,
    Visibility,
)
from kb.references import references_of
from kb.settings import Settings
from kb.store.documents import NewFile
from tests.ingest.pdf.making import pdf_of, picture_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LIMITATION = (
    "១-ជនដែលបានកាន់កាប់អចលនវត្ថុ ដោយសន្តិវិធី ក្នុងអំឡុងពេល ២០ ឆ្នាំ ត្រូវធ្វើលទ្ធកម្មកម្មសិទ្ធិ "
    "លើអចលនវត្ថុនោះ ។\n"
    "២-អាជ្ញាយុកាលចាប់ផ្តើមគិតពីថ្ងៃដែលជននោះបានកាន់កាប់អចលនវត្ថុ។"
)
FILLER = (
    "ម្ចាស់កម្មសិទ្ធិ មានសិទ្ធិប្រើប្រាស់ និងទទួលផលពីវត្ថុរបស់ខ្លួន ក្នុងដែនកំណត់នៃច្បាប់។ "
    "អ្នកកាន់កាប់ត្រូវថែទាំវត្ថុនោះ ដោយការយកចិត្តទុកដាក់ដូចអ្នកគ្រប់គ្រងដ៏ល្អ។ "
) * 3
SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'

_K = SectionKind


def code() -> ParsedDocument:
    """Four chapters of forty-five articles: long enough to be read in parts."""
    sections: list[ParsedSection] = []
    for number in range(1, 181):
        if number % 45 == 1:
            chapter = str(number // 45 + 1)
            sections.append(ParsedSection(_K.CHAPTER, "", chapter, "សិទ្ធិលើវត្ថុ", level=0, lang="km"))
        limitation = number == 162
        sections.append(
            ParsedSection(
                _K.ARTICLE,
                LIMITATION if limitation else FILLER,
                str(number),
                "អាជ្ញាយុកាលនៃលទ្ធកម្មលើអចលនវត្ថុ" if limitation else "សិទ្ធិរបស់ម្ចាស់កម្មសិទ្ធិ",
                level=1,
                lang="km",
                page_from=number // 4 + 1,
                page_to=number // 4 + (2 if limitation else 1),
            )
        )
    return ParsedDocument(
        media_type="application/pdf",
        title="ក្រមគំរូ",
        lang="km",
        kind=DocumentKind.CODE,
        sections=tuple(sections),
        pages=tuple(Page(n, (), 595.0, 842.0) for n in range(1, 48)),
        date=dt.date(2007, 12, 8),
        year=2007,
    )


def law() -> ParsedDocument:
    """An English act whose numbers do not simply rise."""
    return ParsedDocument(
        media_type="text/plain",
        title="Law on community forestry",
        lang="en",
        kind=DocumentKind.LAW,
        number="19",
        year=2003,
        sections=(
            ParsedSection(_K.PREAMBLE, "Having seen the constitution.", lang="en"),
            ParsedSection(
                _K.ARTICLE,
                "This law governs forests, as Article 12 bis and the Land Law say.",
                "1",
                "Purpose",
                lang="en",
            ),
            ParsedSection(
                _K.ARTICLE, "A community\u200b may sign an agreement.", "12 bis", lang="en"
            ),
            ParsedSection(_K.ARTICLE, "Another law’s first article.", "1", "Quoted", lang="en"),
            ParsedSection(_K.SIGNATURE, "Phnom Penh", lang="en"),
        ),
    )


def khmer_law() -> ParsedDocument:
    """The same act in Khmer, with one article only."""
    return ParsedDocument(
        media_type="text/plain",
        title="ច្បាប់លេខ ១៩",
        lang="km",
        kind=DocumentKind.LAW,
        number="19",
        year=2003,
        sections=(ParsedSection(_K.ARTICLE, "គោលបំណងនៃច្បាប់នេះ។", "1", lang="km"),),
    )


def minutes() -> ParsedDocument:
    """Minutes with an agenda item, a decision and a table."""
    return ParsedDocument(
        media_type=DOCX,
        title="Minutes of the land network",
        lang="en",
        kind=DocumentKind.MINUTES,
        date=dt.date(2025, 5, 14),
        year=2025,
        meeting=Meeting(
            dt.date(2025, 5, 14),
            "Commune hall",
            "Ms B.",
            (Participant("Ms A.", "Land Network"), Participant("", "River Watch")),
            ("Forests",),
            dt.date(2025, 6, 11),
            "11 June 2025",
        ),
        sections=(
            ParsedSection(_K.TEXT, "Present: chair and secretary.", lang="en"),
            ParsedSection(
                _K.AGENDA_ITEM,
                "Progress of agreements in Kratie province.",
                "1",
                "Forests",
                lang="en",
            ),
            ParsedSection(_K.DECISION, "The network asks for a review.", "1", level=1, lang="en"),
            ParsedSection(
                _K.ACTION,
                "Write to the ministry – Ms A. by 30 May",
                level=1,
                lang="en",
                task=Task("Write to the ministry", "Ms A.", dt.date(2025, 5, 30), "30 May"),
            ),
            ParsedSection(_K.TABLE, "Who\tWhat\nSecretary\tDraft the <letter>", level=1, lang="en"),
        ),
    )


def thai() -> ParsedDocument:
    """A Thai act of one article."""
    return ParsedDocument(
        media_type="text/plain",
        title="พระราชบัญญัติป่าชุมชน",
        lang="th",
        kind=DocumentKind.LAW,
        sections=(ParsedSection(_K.ARTICLE, "ป่าชุมชนเป็นของประชาชน", "5", lang="th"),),
    )


def hostile() -> ParsedDocument:
    """Markup in every field that a file can fill."""
    return ParsedDocument(
        media_type="text/html",
        title=f"Report {SCRIPT} {IMAGE}",
        lang="en",
        kind=DocumentKind.REPORT,
        sections=(
            ParsedSection(
                _K.HEADING,
                f"poison {SCRIPT}\nA cell {IMAGE}\tand {SCRIPT}",
                heading=f"Heading {IMAGE}",
                lang="en",
            ),
        ),
    )


def hidden() -> ParsedDocument:
    """What only members may read."""
    return ParsedDocument(
        media_type="text/plain",
        title="Confidential brief of Oxfam on Kampot province",
        lang="en",
        kind=DocumentKind.BRIEF,
        sections=(ParsedSection(_K.TEXT, "zyzzyva forests", lang="en"),),
    )


def scan() -> ParsedDocument:
    """A scanned act of three pages: recognised, corrected, and waiting for OCR."""
    words = "មាត្រា ៩.- ការប្រើប្រាស់ទឹក ត្រូវធ្វើ ឡើងដើម្បីប្រយោជន៍"
    lines = (
        Line(words, Box(60, 100, 500, 120), joins_next=True, confidences=(0.9, 0.9, 0.8, 0.3, 0.9)),
        Line("សាធារណៈ ។", Box(60, 130, 200, 150), confidences=(0.9, 0.9)),
    )
    return ParsedDocument(
        media_type="application/pdf",
        title="ច្បាប់ស្តីពីធនធានទឹក",
        lang="km",
        kind=DocumentKind.LAW,
        year=2010,
        sections=(
            ParsedSection(
                _K.ARTICLE,
                "ការប្រើប្រាស់ទឹកត្រូវធ្វើឡើងដើម្បីប្រយោជន៍សាធារណៈ ។",
                "9",
                lang="km",
                page_from=1,
                page_to=2,
            ),
        ),
        pages=(
            Page(1, lines, 595.0, 842.0, "ocr", 0.62, 0.76),
            Page(2, (Line("ប្រយោជន៍"),), 595.0, 842.0, "corrected"),
            Page(3, (), 595.0, 842.0, "none", 0.0, remark="needs OCR", needs_ocr=True),
        ),
    )


SCAN = pdf_of(*(picture_page(f"Page {number}") for number in (1, 2, 3)))

COLLECTION = {
    "code": (code, "ក្រម.pdf", Visibility.PUBLIC),
    "law": (law, "law.txt", Visibility.PUBLIC),
    "khmer_law": (khmer_law, "law.km.txt", Visibility.PUBLIC),
    "minutes": (minutes, "minutes.docx", Visibility.PUBLIC),
    "thai": (thai, "thai.txt", Visibility.PUBLIC),
    "hostile": (hostile, 'a\r\nSet-Cookie: x=1;"\u202e.html', Visibility.PUBLIC),
    "scan": (scan, "scan.pdf", Visibility.PUBLIC),
    "hidden": (hidden, "hidden.txt", Visibility.NETWORK),
}
"""Name -> document, file name, visibility."""


def keep(knowledge_base: KnowledgeBase) -> dict[str, str]:
    """Store the collection and index it; give the id of each document."""
    ids: dict[str, str] = {}
    for name, (make, filename, visibility) in COLLECTION.items():
        data = SCAN if name == "scan" else name.encode()
        saved = knowledge_base.store.save(
            make(),
            NewFile(knowledge_base.blobs.add(io.BytesIO(data)), filename, f"/{name}"),
            visibility=visibility,
            organisation_id=knowledge_base.home_organisation,
            description=describe(make(), None),
            citations=references_of(make().sections, make().kind, make().year),
        )
        ids[name] = saved.document_id
    knowledge_base.indexer.catch_up()
    return ids


def make_settings(folder: Path) -> Settings:
    """Settings of a fresh knowledge base in a folder."""
    settings = Settings(data=folder / "kb")
    KnowledgeBase.initialise(settings)
    return settings
