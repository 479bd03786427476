"""What a document is: all that it can be found by beside its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
    DISCUSSION = "discussion"
    """What is said of a document. Not for documents: how discussions are found by a search."""

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


DOCUMENT_KINDS = tuple(kind for kind in DocumentKind if kind is not DocumentKind.DISCUSSION)
"""What a document can be."""


class Status(StrEnum):
    """Whether an official act holds, as far as is known."""

    IN_FORCE = "in-force"
    AMENDED = "amended"
    REPEALED = "repealed"


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
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
