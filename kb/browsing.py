"""What one browses by: a choice of documents, the fields that they are counted by, and actions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from kb.model import Document, DocumentKind, Section

Field = Literal["kind", "lang", "year", "organisation", "topic", "province"]
"""What documents are counted by; the names are those of the facets of search."""

FIELDS: tuple[Field, ...] = get_args(Field)

Order = Literal["date", "added"]
"""Newest first: by the date of the document, or by when it was taken in."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents are meant; a field that is not set leaves them all.

    Attributes:
        organisation: Name of the organisation whose papers they are.
        topic: Code (`kb.vocabularies.topics`).
        province: Code (`kb.places`); its districts count.
        owner: Id of the organisation that shares them; nothing is counted by it.
    """

    kind: DocumentKind | None = None
    lang: str | None = None
    year: int | None = None
    organisation: str | None = None
    topic: str | None = None
    province: str | None = None
    owner: str | None = None

    def given(self) -> dict[str, str]:
        """The fields that are set, by name, as they stand in addresses."""
        values = {field: getattr(self, field) for field in FIELDS}
        return {field: str(value) for field, value in values.items() if value is not None}


ALL = Selection()


class Due(StrEnum):
    """When an action of minutes is due, seen from a day."""

    COMING = "coming"
    """On that day or later."""
    PAST = "past"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that minutes ask somebody to do, with the minutes."""

    section: Section
    minutes: Document
