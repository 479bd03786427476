"""What one transaction keeps of a document: its row and all that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kb.access import default_visibility, part_of
from kb.model import Citation, Description, ParsedDocument, Visibility
from kb.resting import follow_edition, follow_text, rested_on
from kb.store.changelog import log_move, part_of_row
from kb.store.citations import keep_citations
from kb.store.descriptions import plain_description, text_columns, to_columns
from kb.store.duplicates import find_original, keep_signature, relink
from kb.store.edits import with_edits
from kb.store.pages import replace_pages
from kb.store.sections import replace_sections
from kb.store.tables import documents, new_id, now
from kb.store.text_versions import TextReason
from kb.store.threads import follow_texts
from kb.store.works import keep_work

if TYPE_CHECKING:
    from kb.duplicates import Signature


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did.

    Attributes:
        updated: Whether the document was there before.
        duplicate_of: Id of the document that is nearly the same text, None if there is none.
    """

    document_id: str
    updated: bool
    visibility: Visibility
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of a document beside its file; fields as `DocumentStore.save` explains them."""

    parsed: ParsedDocument
    description: Description
    register_key: str | None
    citations: Sequence[tuple[int, Citation]]
    signature: Signature | None

    @classmethod
    def of(
        cls,
        parsed: ParsedDocument,
        description: Description | None,
        register_key: str | None,
        citations: Sequence[tuple[int, Citation]],
    ) -> Entry:
        """Give the entry of a document that was read."""
        from kb.duplicates import signature  # noqa: PLC0415 -- serving takes no NumPy

        return cls(
            parsed,
            description or plain_description(parsed),
            register_key,
            citations,
            signature(section.text for section in parsed.sections),
        )


def keep_entry(
    connection: sa.Connection,
    entry: Entry,
    organisation_id: str,
    old: sa.Row[Any] | None,
    visibility: Visibility | None = None,
    columns: Mapping[str, Any] = MappingProxyType({}),
    reason: TextReason = TextReason.TAKEN_IN,
) -> Saved:
    """Put a document in the place of what is there of it, or beside all others.

    Args:
        old: Its row, None if it is new.
        visibility: As for `DocumentStore.save`.
        columns: Of its file.
        reason: Why its text is another one.
    """
    document_id = old.id if old else new_id()
    described = with_edits(connection, document_id, entry.description)
    if visibility is None and old is not None and old.visibility_chosen:
        visibility = Visibility(old.visibility)
    chosen = visibility is not None
    visibility = visibility or default_visibility(described.kind)
    part = part_of(visibility, organisation_id)
    original = find_original(connection, document_id, described, part, entry.signature)
    row = {
        **to_columns(described),
        **text_columns(entry.parsed),
        "work_id": keep_work(connection, described, entry.register_key, old, original),
        "duplicate_of": original,
        "organisation_id": organisation_id,
        "visibility": visibility,
        "visibility_chosen": chosen,
        "revision": new_id(),
        **columns,
    }
    if old:
        connection.execute(sa.update(documents).where(documents.c.id == document_id), row)
    else:
        connection.execute(sa.insert(documents), row | {"id": document_id, "added_at": now()})
    keep_signature(connection, document_id, entry.signature)
    before = rested_on(connection, document_id) if old else []
    section_ids = replace_sections(connection, document_id, entry.parsed.sections)
    if old:
        follow_text(connection, document_id, before, reason)
    else:
        follow_edition(connection, document_id)
    keep_citations(connection, [(section_ids[at], one) for at, one in entry.citations])
    replace_pages(connection, document_id, entry.parsed.pages)
    relink(connection, document_id)
    log_move(connection, document_id, part_of_row(old) if old else None, part)
    follow_texts(connection, {document_id, row["work_id"], old.work_id if old else ""})
    return Saved(document_id, old is not None, visibility, original)
