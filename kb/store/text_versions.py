"""Texts of sections that something rests on: kept as they were, whatever becomes of the section.

A version is kept when the first proposal rests on it; most sections have none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from kb.model import Visibility
from kb.store.proposal_tables import text_versions
from kb.store.tables import new_id


class TextReason(StrEnum):
    """Why a section has the text that it has."""

    TAKEN_IN = "taken-in"
    """It was read from a file, for the first time or from new bytes."""
    OCR = "ocr"
    CORRECTION = "correction"
    READ_AGAIN = "read-again"


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keep_version(
    connection: sa.Connection,
    document_id: str,
    section_id: str,
    text: str,
    reason: TextReason,
    at: dt.datetime,
) -> str:
    """Keep the text of a section for what rests on it.

    Returns:
        The id of the version; the one that is there if the section had this text before.
    """
    known = connection.scalar(
        sa.select(text_versions.c.id)
        .where(text_versions.c.section_id == section_id)
        .where(text_versions.c.sha256 == digest(text))
    )
    if known is not None:
        return str(known)
    version_id = new_id()
    connection.execute(
        sa.insert(text_versions).values(
            id=version_id,
            document_id=document_id,
            section_id=section_id,
            text=text,
            sha256=digest(text),
            reason=reason,
            at=at,
        )
    )
    return version_id


def forget_versions(connection: sa.Connection, document: sa.Row[Any]) -> None:
    """Erase the texts of a document that goes, and the wordings proposed for them.

    Args:
        document: Its row. What everybody could read is kept: a better scan of a law may come.
    """
    if document.visibility != Visibility.PUBLIC:
        connection.execute(
            sa.delete(text_versions).where(text_versions.c.document_id == document.id)
        )
