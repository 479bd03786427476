"""Long sections are cut at the ends of sentences, as sections are what a search finds.

An article stays whole: it is cited and linked as one, however long it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.model import ParsedSection, SectionKind

LONGEST = 1_500
"""Characters of a section: half a page, of which a snippet shows a fifth."""

_WHOLE = frozenset(
    (SectionKind.ARTICLE, SectionKind.DECISION, SectionKind.ACTION, SectionKind.SIGNATURE)
)
_HOLDERS = frozenset((SectionKind.HEADING, SectionKind.AGENDA_ITEM, SectionKind.ANNEX))
"""Kinds below which their further pieces stand; those of others stand beside them."""

_SENTENCE = re.compile(
    # Paragraphs and rows of tables end in a newline; Thai and Lao part sentences by a space.
    r"(?:[^\n។៕.!?]|[.!?](?!\s+[\"“(]?[A-ZÀ-Ỹ0-9]))+(?:[។៕.!?]+[”»\")]*)?\s?\n?|[\n។៕.!?]+\s*"
)
_WORD = re.compile(r"\S+\s*")


def cut_long(sections: Sequence[ParsedSection]) -> tuple[ParsedSection, ...]:
    """Cuts sections that are longer than `LONGEST`.

    Returns:
        The sections; the further pieces of one follow it as text without number and heading.
    """
    return tuple(piece for section in sections for piece in _cut(section))


def _cut(section: ParsedSection) -> Iterator[ParsedSection]:
    if len(section.text) <= LONGEST or section.kind in _WHOLE:
        yield section
        return
    first, *others = _pieces(section.text)
    yield replace(section, text=first)
    level = section.level + (section.kind in _HOLDERS)
    for text in others:
        yield replace(
            section, kind=SectionKind.TEXT, text=text, number=None, heading="", level=level
        )


def _pieces(text: str) -> Iterator[str]:
    """Runs of whole sentences, or of whole words of a sentence that is too long itself."""
    piece = ""
    for sentence in _SENTENCE.findall(text):
        parts = [sentence] if len(sentence) <= LONGEST else _WORD.findall(sentence)
        for part in parts:
            if piece and len(piece) + len(part) > LONGEST:
                yield piece.strip("\n ")
                piece = ""
            piece += part
    yield piece.strip("\n ")
