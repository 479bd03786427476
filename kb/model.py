"""The words of the domain: what a file becomes, and what a document, a section and a page are.

Frozen values without behaviour of their own, shared by `ingest` (which makes them), the store
(which keeps them) and the pages (which show them). Works and expressions follow FRBR as legal
informatics uses it: a law is a work, each of its texts (a language, an edition) is a document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Visibility(StrEnum):
    """Who may see a document."""

    PUBLIC = "public"
    NETWORK = "network"
    ORGANISATION = "organisation"


class DocumentKind(StrEnum):
    """What a document is. Values are stable: they are in addresses and in the JSON API."""

    CONSTITUTION = "constitution"
    CODE = "code"
    LAW = "law"
    ROYAL_DECREE = "royal-decree"
    SUB_DECREE = "sub-decree"
    PRAKAS = "prakas"
    CIRCULAR = "circular"
    DECISION = "decision"
    TREATY = "treaty"
    GUIDELINE = "guideline"
    BRIEF = "brief"
    REPORT = "report"
    MINUTES = "minutes"
    OTHER = "other"

    @property
    def is_law(self) -> bool:
        """Whether it is an official act, which is public by its nature."""
        return self in _ACTS


_ACTS = frozenset(
    {
        DocumentKind.CONSTITUTION,
        DocumentKind.CODE,
        DocumentKind.LAW,
        DocumentKind.ROYAL_DECREE,
        DocumentKind.SUB_DECREE,
        DocumentKind.PRAKAS,
        DocumentKind.CIRCULAR,
        DocumentKind.DECISION,
        DocumentKind.TREATY,
    }
)


class Status(StrEnum):
    """Whether an official act holds, as far as is known."""

    IN_FORCE = "in-force"
    AMENDED = "amended"
    REPEALED = "repealed"


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
    TEXT = "text"
    """Text that fits nowhere else; nothing is dropped."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or one paragraph of a format without lines) as it was extracted.

    Attributes:
        text: Logical-order Unicode text, without its line end.
        box: Where it stands on the page; None for formats without pages.
        font_size: Size in points, 0 where unknown.
        bold: Whether most of its characters are bold.
        heading_level: 1–6 if the format says that it is a heading, else 0.
        lang: Language declared by the format (BCP 47), "" where none is.
        cells: The cells, if the line is a row of a table; `text` then joins them by a tab.
        joins_next: Whether the paragraph goes on in the next line (a wrap, not an end).
        confidences: Of its words, which single spaces part, 0–1; empty where no OCR took place.
    """

    text: str
    box: Box | None = None
    font_size: float = 0.0
    bold: bool = False
    heading_level: int = 0
    lang: str = ""
    cells: tuple[str, ...] = ()
    joins_next: bool = False
    confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines in reading order. Formats without pages give one page, number 1.

    Attributes:
        number: 1-based.
        width, height: In points; 0 for formats without pages.
        method: How the text was won: "text", "actualtext", "legacy-font", "glyphs", "ocr",
            "corrected" (by a person), "none".
        score: Quality of the text, 0 (garbage) to 1 (certain).
        confidence: Mean word confidence of OCR, 0–1; None where no OCR took place.
        remark: What a person should know ("the text layer is damaged"), "" if nothing.
        needs_ocr: Whether OCR is to read it; until then it has the best text there is.
    """

    number: int
    lines: tuple[Line, ...]
    width: float = 0.0
    height: float = 0.0
    method: str = "text"
    score: float = 1.0
    confidence: float | None = None
    remark: str = ""
    needs_ocr: bool = False

    @property
    def quality(self) -> PageQuality:
        """The page without its lines."""
        return PageQuality(
            self.number, self.method, self.score, self.confidence, self.remark, self.needs_ocr
        )


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How a page was read and how far to trust it; fields as in `Page`."""

    number: int
    method: str
    score: float
    confidence: float | None = None
    remark: str = ""
    needs_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor read from one file.

    Attributes:
        media_type: As sniffed from the content.
        title: Title that the format itself declares (metadata, <title>), "" where none.
        lang: Language that the format declares, "" where none.
    """

    media_type: str
    pages: tuple[Page, ...]
    title: str = ""
    lang: str = ""


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
class Evidence:
    """Why something is said of a document.

    Attributes:
        field: What is said: "kind", "date", "topics" and so on.
        value: The value as text; one of several for topics and places.
        line: The line of the document, or whatever else it was taken from, shortened.
        confirmed_by: The person or sidecar file that set it; "" for the program alone.
    """

    field: str
    value: str
    line: str
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What a document is: everything that it can be found by beside its words.

    Attributes:
        titles: Language -> title, where the act is known by one in that language.
        issuer: Code of who made the act (`kb.vocabularies.issuers`).
        organisation: Name of the organisation whose paper it is; None for acts.
        status: Whether the act holds; None for what is no act.
        topics: Codes (`kb.vocabularies.topics`), the main one first.
        places: Codes of provinces and districts (`kb.places`), in order.
    """

    title: str
    lang: str
    kind: DocumentKind
    number: str | None = None
    date: dt.date | None = None
    year: int | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    issuer: str | None = None
    organisation: str | None = None
    status: Status | None = None
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the text of a section that refers to an act or to one of its articles.

    The act is its own, or one of the register, or one known by kind and number; if none of these,
    it is not known which one is meant.

    Attributes:
        start, end: Code-point span in the text of the section.
        article: Number as sections carry it; None for the act as a whole.
        own_act: Whether it is an article of the act that the section stands in.
        register_key: The act's line in the register.
        kind, number, year: What is said of an act that is not in the register.
    """

    start: int
    end: int
    article: str | None = None
    own_act: bool = False
    register_key: str | None = None
    kind: DocumentKind | None = None
    number: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """An act or paper as such, whatever its language or edition.

    Attributes:
        register_key: Its line in the register of acts, None if it stands in none.
    """

    id: str
    kind: DocumentKind
    title: str
    number: str | None = None
    year: int | None = None
    register_key: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The original file of a document."""

    filename: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a work, as stored.

    Attributes:
        id: Random, URL-safe; never a secret.
        organisation_id: Owner; always set, whatever the visibility.
        revision: Random; changes with every change of the document or its sections.
        duplicate_of: Id of the document that is nearly the same text and stands for this one in
            lists and searches; None for a text of its own.
        title, lang, kind, number, date, year, titles, issuer, organisation, status, topics,
            places, evidence: As in `Description`.
    """

    id: str
    work_id: str
    title: str
    lang: str
    kind: DocumentKind
    visibility: Visibility
    organisation_id: str
    source: Source
    revision: str
    added_at: dt.datetime
    duplicate_of: str | None = None
    number: str | None = None
    date: dt.date | None = None
    year: int | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    issuer: str | None = None
    organisation: str | None = None
    status: Status | None = None
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    doubts: tuple[str, ...] = ()
    meeting: Meeting | None = None
    declared_title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a stored document; the unit of search. Fields as in `ParsedSection`.

    Attributes:
        id: Random; kept over a new ingest of the document where kind and number stay the same.
        position: 0-based place in reading order.
    """

    id: str
    document_id: str
    position: int
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
class Target:
    """Where a reference leads: a document, and its section if that is there."""

    document_id: str
    title: str
    lang: str
    section_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a section, and where it leads.

    Attributes:
        target: None while the collection does not hold it for this reader.
    """

    section_id: str
    citation: Citation
    target: Target | None


@dataclass(frozen=True, slots=True)
class Citing:
    """A section that refers to another one."""

    document_id: str
    title: str
    lang: str
    section_id: str
    kind: SectionKind
    number: str | None
    heading: str
