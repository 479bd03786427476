"""What the store keeps.

Works and expressions follow FRBR as legal informatics uses it: a law is a work, each of its texts
(a language, an edition) is a document.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kb.model.description import Description, DocumentKind
from kb.model.structure import Meeting, ParsedSection


class Visibility(StrEnum):
    """Who may see a document."""

    PUBLIC = "public"
    NETWORK = "network"
    ORGANISATION = "organisation"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Description):
    """One text of a work, as stored: its description, and where and whose it is.

    Attributes:
        id: Random, URL-safe; never a secret.
        organisation_id: Owner; always set, whatever the visibility.
        revision: Random; changes with every change of the document or its sections.
        duplicate_of: Id of the document that is nearly the same text and stands for this one in
            lists and searches; None for a text of its own.
        doubts, meeting, declared_title, authors: As in `ParsedDocument`.
        hides_authors: Whether others than its owners get a copy of the file without their names.
    """

    id: str
    work_id: str
    visibility: Visibility
    organisation_id: str
    source: Source
    revision: str
    added_at: dt.datetime
    duplicate_of: str | None = None
    doubts: tuple[str, ...] = ()
    meeting: Meeting | None = None
    declared_title: str = ""
    authors: tuple[str, ...] = ()
    hides_authors: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(ParsedSection):
    """One section of a stored document; the unit of search.

    Attributes:
        id: Random; kept over a new ingest of the document where kind and number stay the same.
        position: 0-based place in reading order.
    """

    id: str
    document_id: str
    position: int
