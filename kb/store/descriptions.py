"""Documents and their descriptions as rows of the table of documents, and back."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from kb.errors import NotFound
from kb.model import (
    Description,
    Document,
    DocumentKind,
    Evidence,
    Meeting,
    ParsedDocument,
    Source,
    Status,
    Visibility,
)
from kb.store.tables import documents

_MEETING: TypeAdapter[Meeting | None] = TypeAdapter(Meeting | None)
"""Between the value and its JSON, where days are ISO 8601."""


def document_row(connection: sa.Connection, document_id: str) -> sa.Row[Any]:
    """Read the row of a document.

    Raises:
        NotFound: There is no such document.
    """
    row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise NotFound(f"There is no document {document_id}.", "Search for its title.")
    return row


def plain_description(parsed: ParsedDocument) -> Description:
    """The description that needs nothing but what was read off the page."""
    return Description(
        title=parsed.title,
        lang=parsed.lang,
        kind=parsed.kind,
        number=parsed.number,
        date=parsed.date,
        year=parsed.year,
        evidence=parsed.evidence,
    )


def to_columns(description: Description) -> dict[str, Any]:
    """The columns of a description."""
    columns = {
        field.name: getattr(description, field.name) for field in dataclasses.fields(description)
    }
    return columns | {
        "titles": dict(description.titles),
        "topics": list(description.topics),
        "places": list(description.places),
        "evidence": [dataclasses.asdict(one) for one in description.evidence],
    }


def from_columns(row: sa.Row[Any]) -> dict[str, Any]:
    """The fields of a description, by name, from a row of the table of documents."""
    return {
        "title": row.title,
        "lang": row.lang,
        "kind": DocumentKind(row.kind),
        "number": row.number,
        "date": row.date,
        "year": row.year,
        "titles": row.titles,
        "issuer": row.issuer,
        "organisation": row.organisation,
        "status": Status(row.status) if row.status else None,
        "topics": tuple(row.topics),
        "places": tuple(row.places),
        "evidence": tuple(Evidence(**one) for one in row.evidence),
    }


def to_description(row: sa.Row[Any]) -> Description:
    """The description in a row of the table of documents."""
    return Description(**from_columns(row))


def text_columns(parsed: ParsedDocument) -> dict[str, Any]:
    """The columns of what was read of a document beside its description."""
    return {
        "doubts": list(parsed.doubts),
        "declared_title": parsed.declared_title,
        "meeting": _MEETING.dump_python(parsed.meeting, mode="json"),
    }


def to_document(row: sa.Row[Any]) -> Document:
    """The document of a row that has the size and media type of its file as well."""
    return Document(
        id=row.id,
        work_id=row.work_id,
        duplicate_of=row.duplicate_of,
        visibility=Visibility(row.visibility),
        organisation_id=row.organisation_id,
        source=Source(row.filename, row.file_sha256, row.media_type, row.size),
        revision=row.revision,
        added_at=row.added_at,
        **from_columns(row),
        doubts=tuple(row.doubts),
        meeting=row.meeting and _MEETING.validate_python(row.meeting),
        declared_title=row.declared_title,
        authors=tuple(row.authors),
        hides_authors=row.hides_authors,
    )
