"""What a document consists of: sections, and what minutes tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kb.model.description import DocumentKind, Evidence
from kb.model.pages import Page


class SectionKind(StrEnum):
    """What a section is within its document."""

    PREAMBLE = "preamble"
    BOOK = "book"
    PART = "part"
    TITLE = "title"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    ANNEX = "annex"
    HEADING = "heading"
    """A headed section of a brief, report or guideline."""
    AGENDA_ITEM = "agenda-item"
    DECISION = "decision"
    ACTION = "action"
    TABLE = "table"
    SIGNATURE = "signature"
    CONTRIBUTION = "contribution"
    """What somebody said in a discussion: how it is found by a search."""
    TEXT = "text"
    """Text that fits nowhere else; nothing is dropped."""


@dataclass(frozen=True, slots=True)
class Task:
    """What minutes ask somebody to do.

    Attributes:
        what, who, due_text: As written, "" where the minutes do not say it.
        due: The day by which it is to be done, if they name one.
    """

    what: str
    who: str = ""
    due: dt.date | None = None
    due_text: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody at a meeting: a person, an organisation, or a person for one; "" where unknown."""

    name: str
    organisation: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What minutes tell of their meeting; texts as written, "" where they do not tell.

    Attributes:
        date: When it took place.
        agenda: Titles of the items.
        next_date: When the next one takes place.
        next_text: The same as written, with the place.
    """

    date: dt.date | None = None
    place: str = ""
    chair: str = ""
    participants: tuple[Participant, ...] = ()
    agenda: tuple[str, ...] = ()
    next_date: dt.date | None = None
    next_text: str = ""


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """One section in reading order; nesting is given by `level`.

    Attributes:
        number: As cited, in ASCII digits with a suffix in lower-case Latin: "162", "162 bis",
            "IV"; None where it has none.
        heading: The title alone, without the number ("Purpose"); "" where there is none.
        text: The body in the original characters, paragraphs parted by a newline, without the
            number and heading line. The cells of a table row are parted by a tab.
        level: 0 for the top. A container (chapter) comes before its articles, which stand one
            level below it.
        lang: BCP 47 primary language ("km", "en", "th", "lo", "vi", "fr").
        page_from, page_to: 1-based page numbers; None for formats without pages.
        task: Of an action, and of a decision that says who carries it out.
        counterpart: Position of the section of this document that says the same in another
            language, None where there is none.
    """

    kind: SectionKind
    text: str
    number: str | None = None
    heading: str = ""
    level: int = 0
    lang: str = ""
    page_from: int | None = None
    page_to: int | None = None
    task: Task | None = None
    counterpart: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One file, understood: what `ingest` gives and the store keeps.

    Attributes:
        declared_title: Title that the format itself declares, "" where none.
        pages: With their lines, so that a page can be read again or corrected without the others;
            empty for formats without pages.
        number: Number of the act as cited, in ASCII digits ("19", "146"), None where none.
        date: Date of the act, meeting or publication; None where none was found.
        year: Year (Common Era), also where the full date is unknown.
        doubts: Sentences for an editor, about what the program was not sure of.
        evidence: Where kind, number and date were found.
        meeting: What minutes tell of their meeting; None for all else.
        authors: Names of people, organisations and programs that its file tells beside the text.
    """

    media_type: str
    title: str
    lang: str
    kind: DocumentKind
    sections: tuple[ParsedSection, ...]
    pages: tuple[Page, ...] = ()
    declared_title: str = ""
    number: str | None = None
    date: dt.date | None = None
    year: int | None = None
    doubts: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    meeting: Meeting | None = None
    authors: tuple[str, ...] = ()
