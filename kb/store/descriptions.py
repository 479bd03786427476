"""Descriptions as columns of the table of documents, and back."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa

from kb.model import Description, DocumentKind, Evidence, ParsedDocument, Status


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
