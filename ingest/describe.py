"""What a document is: title, language, kind, number and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers import detect_language
from ingest.structure.paragraphs import Paragraph
from kb.model import DocumentKind, Extraction


@dataclass(frozen=True, slots=True)
class Description:
    """Fields as in `kb.model.ParsedDocument`."""

    title: str
    lang: str
    kind: DocumentKind
    number: str | None = None
    date: dt.date | None = None
    year: int | None = None
    doubts: tuple[str, ...] = ()


def describe(extraction: Extraction, paragraphs: Sequence[Paragraph], name: str) -> Description:
    """Describes a document by its title, its first lines and its file name."""
    title = next((p.text for p in paragraphs if p.heading_level == 1), "")
    title = title or extraction.title or (paragraphs[0].text if paragraphs else "") or name
    text = "\n".join(p.text for p in paragraphs[:200])
    return Description(title[:300], detect_language(text) or extraction.lang, DocumentKind.LAW)
