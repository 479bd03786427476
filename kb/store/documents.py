"""Documents in the store: kept whole in one transaction, read for an audience."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kb.access import Audience
from kb.errors import NotFound
from kb.model import (
    Citation,
    Description,
    Document,
    DocumentKind,
    ParsedDocument,
    Visibility,
)
from kb.store.blobs import Blob
from kb.store.changelog import log_move, part_of_row
from kb.store.database import Database
from kb.store.descriptions import document_row, to_document
from kb.store.duplicates import relink
from kb.store.entries import Entry, Saved, keep_entry
from kb.store.files import forget_file, keep_file, replace_file
from kb.store.readable import LISTED, readable
from kb.store.tables import (
    documents,
    files,
    new_id,
    one_of,
    organisations,
)
from kb.store.text_versions import TextReason, forget_versions
from kb.store.threads import follow_texts
from kb.store.works import forget_work

_DOCUMENTS = sa.select(documents, files.c.size, files.c.media_type).join_from(documents, files)
_BY_ID = _DOCUMENTS.where(one_of(documents.c.id, "ids"))
"""Every search asks it; to put it together takes as long as to answer it."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to keep a document from.

    Attributes:
        origin: Address where it came from (file:///…); the same origin with new bytes is the same
            document, changed. Never shown.
        filename: Its own name, shown to people.
    """

    blob: Blob
    filename: str
    origin: str


class DocumentStore:
    """Documents in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- writing -----------------------------------------------------------------------------

    def organisation(self, name: str) -> str:
        """Give the id of the organisation of this name; it is made if it is not there."""
        with self._database.write("documents") as connection:
            found = connection.scalar(
                sa.select(organisations.c.id).where(organisations.c.name == name)
            )
            if found is None:
                found = new_id()
                connection.execute(sa.insert(organisations).values(id=found, name=name))
        return str(found)

    def save(
        self,
        parsed: ParsedDocument,
        file: NewFile,
        *,
        visibility: Visibility | None = None,
        organisation_id: str,
        register_key: str | None = None,
        description: Description | None = None,
        citations: Sequence[tuple[int, Citation]] = (),
    ) -> Saved:
        """Keep a document, its sections and its entry in the change log, all or nothing.

        Bytes that the organisation has already, or a new file of a known origin, replace the
        document that is there: it keeps its id, and its sections keep theirs where kind and
        number are the same, so that permanent addresses hold.

        Args:
            visibility: Who may see it; None: whoever was chosen before, else by its kind.
            register_key: Line of the register of acts that the document belongs to, if known:
                all documents of one line are expressions of one work.
            description: What the document is; None: what was read off the page.
            citations: Position of a section, and what its text refers to there.
        """
        entry = Entry.of(parsed, description, register_key, citations)
        with self._database.write("documents") as connection:
            old = connection.execute(
                sa.select(documents)
                .where(documents.c.organisation_id == organisation_id)
                .where(
                    (documents.c.file_sha256 == file.blob.sha256)
                    | (documents.c.origin == file.origin)
                )
                .order_by(documents.c.file_sha256 != file.blob.sha256)
            ).first()
            keep_file(connection, file.blob, parsed.media_type)
            columns = {
                "file_sha256": file.blob.sha256,
                "origin": file.origin,
                "filename": file.filename,
                "authors": list(parsed.authors),
            }
            saved = keep_entry(connection, entry, organisation_id, old, visibility, columns)
            if old and old.file_sha256 != file.blob.sha256:
                replace_file(connection, old.file_sha256, file.blob.sha256)
        return saved

    def save_text(
        self,
        document_id: str,
        parsed: ParsedDocument,
        revision: str,
        *,
        register_key: str | None,
        description: Description,
        citations: Sequence[tuple[int, Citation]],
        reason: TextReason = TextReason.READ_AGAIN,
    ) -> bool:
        """Keep what was read from the pages of a document anew, all or nothing.

        Unless a person chose who may see it, that follows the kind, which may be known only now.

        Args:
            revision: Of the document that was read.
            register_key, description, citations: As for `save`.
            reason: Why the text is another one.

        Returns:
            False if the document was changed or removed since; nothing is kept then.
        """
        entry = Entry.of(parsed, description, register_key, citations)
        with self._database.write("documents") as connection:
            old = connection.execute(
                sa.select(documents)
                .where(documents.c.id == document_id)
                .where(documents.c.revision == revision)
            ).first()
            if old is not None:
                keep_entry(connection, entry, old.organisation_id, old, reason=reason)
        return old is not None

    def remove(self, document_id: str) -> str | None:
        """Forget a document; see `forget_document`."""
        with self._database.write("documents") as connection:
            return forget_document(connection, document_id)

    # -- reading -----------------------------------------------------------------------------

    def find_file(self, organisation_id: str, sha256: str) -> str | None:
        """Give the id of the organisation's document with these bytes, None if there is none.

        Only within one organisation: to any other the same bytes are a new file.
        """
        with self._database.read() as connection:
            return connection.scalar(
                sa.select(documents.c.id)
                .where(documents.c.organisation_id == organisation_id)
                .where(documents.c.file_sha256 == sha256)
            )

    def has_file(self, sha256: str) -> bool:
        """Whether any document has these bytes."""
        with self._database.read() as connection:
            query = sa.select(files.c.sha256).where(files.c.sha256 == sha256)
            return connection.scalar(query) is not None

    def documents(
        self, audience: Audience, *, limit: int | None = None, offset: int = 0
    ) -> list[Document]:
        """Give what the audience may read but for what another document stands for, newest first.

        Args:
            limit: At most so many; None for all.
        """
        query = (
            _DOCUMENTS.where(readable(audience), LISTED)
            .order_by(documents.c.added_at.desc(), documents.c.id)
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as connection:
            return [to_document(row) for row in connection.execute(query)]

    def by_id(self, ids: Collection[str], audience: Audience) -> dict[str, Document]:
        """Give documents by their ids; those that the audience may not read are left out."""
        return {
            id: one
            for id, one in self.every_document(ids).items()
            if audience.may_read(one.visibility, one.organisation_id)
        }

    def in_order(self, ids: Collection[str], audience: Audience) -> list[Document]:
        """Give those of these documents that the audience may read, in the order of the ids."""
        found = self.by_id(ids, audience)
        return [found[one] for one in ids if one in found]

    def document(self, document_id: str, audience: Audience) -> Document:
        """Give one document.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        found = self.by_id([document_id], audience).get(document_id)
        if found is None:
            raise NotFound("There is no such document.", "Search for its title.")
        return found

    def every_document(self, ids: Collection[str]) -> dict[str, Document]:
        """Give documents by their ids, whoever may read them: the caller checks that."""
        with self._database.read() as connection:
            rows = connection.execute(_BY_ID, {"ids": list(ids)})
            return {row.id: to_document(row) for row in rows}

    def counts(self, audience: Audience) -> dict[DocumentKind, int]:
        """Count by kind what `documents` lists."""
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(documents.c.kind, sa.func.count())
                .where(readable(audience), LISTED)
                .group_by(documents.c.kind)
            )
            return {DocumentKind(kind): count for kind, count in rows}

    def organisation_ids(self) -> frozenset[str]:
        """All organisations."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(sa.select(organisations.c.id)))

    def file_addresses(self) -> frozenset[str]:
        """The addresses of all originals that documents need."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(sa.select(files.c.sha256)))


def forget_document(connection: sa.Connection, document_id: str) -> str | None:
    """Forget a document.

    Args:
        connection: Of the only writer of documents.

    Returns:
        The address of its original if no other document needs it, for the caller to remove.

    Raises:
        NotFound: There is no such document.
    """
    row = document_row(connection, document_id)
    forget_versions(connection, row)
    connection.execute(sa.delete(documents).where(documents.c.id == document_id))
    relink(connection, document_id)
    forget_work(connection, row.work_id)
    log_move(connection, document_id, part_of_row(row), None)
    follow_texts(connection, [document_id, row.work_id])
    return forget_file(connection, row.file_sha256)
