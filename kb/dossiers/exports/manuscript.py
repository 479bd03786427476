"""A dossier as a run of headings, paragraphs and columns: what all formats write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyzers import detect_language, displayed
from kb.citing import citations
from kb.dossiers.model import Dossier, Item, ItemKind, KeptText, TextState
from kb.labels import heading_of
from kb.model import Document

CONTENTS = "មាតិកា / Contents"
_KEPT = "អត្ថបទដូចនៅថ្ងៃ / Text as of {}"
_STATES = {
    TextState.CHANGED: "មានអត្ថបទថ្មីជាងនេះ / There is a newer text",
    TextState.GONE: "លែងមានក្នុងឯកសារ / No longer in the document",
}
_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph, without line breaks, in one language."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part (level 1) or an item (level 2); stands in the table of contents.

    Attributes:
        anchor: Names it within the file: ASCII letters and digits.
    """

    words: Words
    level: int
    anchor: str


class Role(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    NOTE = "note"
    """What the organisation says."""
    SOURCE = "source"
    """How to cite it, its address, its date."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words over the whole width.

    Attributes:
        address: Where they lead to, "" if nowhere.
    """

    words: Words
    role: Role
    address: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One of the texts that stand side by side."""

    heading: Words
    paragraphs: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The same in one language or in two, side by side."""

    columns: tuple[Column, ...]


Block = Heading | Paragraph | Columns


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A dossier, ready to be written.

    Attributes:
        blocks: All of it, in the order of the dossier.
        on: The day it was made.
    """

    title: Words
    organisation: str
    on: dt.date
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The entries of the table of contents."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))


def manuscript(dossier: Dossier, items: Sequence[Item], address: str, on: dt.date) -> Manuscript:
    """Lay a dossier out.

    Args:
        items: As its reader sees them.
        address: Of the site, without a slash at its end; permanent addresses begin with it.
    """
    blocks: list[Block] = [*_paragraphs(dossier.about, Role.NOTE)]
    source = f"{address}/dossiers/{dossier.id}"
    blocks.append(Paragraph(Words(f"{source} · {on.isoformat()}", "en"), Role.SOURCE, source))
    for number, item in enumerate(items, 1):
        blocks += _blocks(item, f"item{number}", address)
    return Manuscript(_words(dossier.title), dossier.organisation, on, tuple(blocks))


def permalink(text: KeptText, address: str) -> str:
    """The permanent address of a text, or of its document where the section is there no more."""
    document = f"{address}/documents/{text.document.id}"
    if text.section is None or text.state is TextState.GONE:
        return document
    return f"{document}/sections/{text.section.id}"


def _blocks(item: Item, anchor: str, address: str) -> Iterator[Block]:
    if item.kind is ItemKind.HEADING:
        yield Heading(_words(item.note), 1, anchor)
        return
    if not item.texts:
        yield from _paragraphs(item.note, Role.NOTE)
        return
    first = item.texts[0]
    lang, cited = citations(first.document, first.section)[0]
    yield Heading(Words(cited, lang), 2, anchor)
    yield from _paragraphs(item.note, Role.NOTE)
    columns = [_column(text) for text in sorted(item.texts, key=_khmer_first) if text.section]
    for start in range(0, len(columns), 2):
        yield Columns(tuple(columns[start : start + 2]))
    for text in item.texts:
        yield from _sources(text, item.added_on, address)


def _khmer_first(text: KeptText) -> bool:
    return text.section is None or text.section.lang != "km"


def _column(text: KeptText) -> Column:
    assert text.section
    lang = text.section.lang
    lines = displayed(text.section.text).replace("\t", _CELLS).split("\n")
    return Column(
        Words(heading_of(text.section), lang),
        tuple(Words(line.strip(), lang) for line in lines if line.strip()),
    )


def _sources(text: KeptText, kept_on: dt.date, address: str) -> Iterator[Paragraph]:
    """How a text is cited in each language, where it is, and of what day it is."""
    for lang, words in citations(text.document, text.section):
        yield Paragraph(Words(words, lang), Role.SOURCE)
    link = permalink(text, address)
    facts = [link, date_of(text.document), _KEPT.format(kept_on.isoformat())]
    if text.state in _STATES:
        facts.append(_STATES[text.state])
    yield Paragraph(Words(" · ".join(filter(None, facts)), "en"), Role.SOURCE, link)


def date_of(document: Document) -> str:
    """The date of a document in ISO 8601, or its year if no more is known; "" if neither is."""
    return document.date.isoformat() if document.date else str(document.year or "")


def _paragraphs(text: str, role: Role) -> list[Paragraph]:
    lines = displayed(text).replace("\t", _CELLS).split("\n")
    return [Paragraph(_words(line), role) for line in lines if line.strip()]


def _words(text: str) -> Words:
    line = displayed(text).strip()
    return Words(line, detect_language(line) or "en")
