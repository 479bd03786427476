"""Paragraphs become sections: articles of laws, headed sections of everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ingest.structure.counterparts import with_counterparts
from ingest.structure.headed import headed_sections
from ingest.structure.laws import law_sections
from ingest.structure.lengths import cut_long
from ingest.structure.minutes import minutes_sections
from ingest.structure.paragraphs import Paragraph
from kb.model import DocumentKind, ParsedSection

_NEVER_LAWS = frozenset((DocumentKind.BRIEF, DocumentKind.REPORT, DocumentKind.MINUTES))


def structure(
    paragraphs: Sequence[Paragraph], kind: DocumentKind, lang: str, date: dt.date | None = None
) -> tuple[tuple[ParsedSection, ...], tuple[str, ...]]:
    """Parts a document into sections; no text is lost.

    Args:
        paragraphs: Of the whole document, without its title.
        kind: What the document is.
        lang: Its main language.
        date: Of a meeting.

    Returns:
        Sections in reading order, and doubts for an editor.
    """
    if kind not in _NEVER_LAWS and (law := law_sections(paragraphs, lang)) is not None:
        return _finished(law[0]), law[1]
    if kind is DocumentKind.MINUTES:
        return _finished(minutes_sections(paragraphs, lang, date)), ()
    return _finished(headed_sections(paragraphs, lang, is_signed=kind.is_law)), ()


def _finished(sections: Sequence[ParsedSection]) -> tuple[ParsedSection, ...]:
    return with_counterparts(cut_long(sections))
