"""Documents in the store: kept whole in one transaction, read for an audience."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from kb.access import Audience, default_visibility, part_of
from kb.duplicates import signature
from kb.errors import NotFound
from kb.model import (
    Citation,
    Description,
    Document,
    DocumentKind,
    Meeting,
    ParsedDocument,
    ParsedSection,
    Section,
    SectionKind,
    Source,
    Task,
    Visibility,
    Work,
)
from kb.store.blobs import Blob
from kb.store.changelog import log_move
from kb.store.citations import keep_citations
from kb.store.database import Database
from kb.store.descriptions import from_columns, plain_description, to_columns
from kb.store.duplicates import find_original, keep_signature, release
from kb.store.edits import with_edits
from kb.store.pages import replace_pages
from kb.store.readable import readable
from kb.store.tables import (
    documents,
    files,
    new_id,
    now,
    organisations,
    recognitions,
    sections,
    works,
)
from kb.store.works import keep_work

_MEETING: TypeAdapter[Meeting | None] = TypeAdapter(Meeting | None)
_TASK: TypeAdapter[Task | None] = TypeAdapter(Task | None)
"""Between the values and their JSON, where days are ISO 8601."""

_LISTED = documents.c.duplicate_of.is_(None)
"""The condition on documents that no other one stands for."""


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


class DocumentStore:
    """Works, documents and sections in the database."""

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
        described = description or plain_description(parsed)
        mine = signature(section.text for section in parsed.sections)
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
            _keep_file(connection, file.blob, parsed.media_type)
            document_id = old.id if old else new_id()
            if old:
                described = with_edits(connection, old.id, described)
            chosen = visibility is not None
            if visibility is None and old is not None and old.visibility_chosen:
                visibility, chosen = Visibility(old.visibility), True
            visibility = visibility or default_visibility(described.kind)
            part = part_of(visibility, organisation_id)
            original = find_original(connection, document_id, described, part, mine)
            row = _described(parsed, described) | {
                "id": document_id,
                "work_id": keep_work(connection, described, register_key, old, original),
                "duplicate_of": original,
                "organisation_id": organisation_id,
                "file_sha256": file.blob.sha256,
                "origin": file.origin,
                "filename": file.filename,
                "visibility": visibility,
                "visibility_chosen": chosen,
                "revision": new_id(),
                "added_at": old.added_at if old else now(),
            }
            if old:
                release(connection, document_id)
                connection.execute(sa.update(documents).where(documents.c.id == old.id), row)
            else:
                connection.execute(sa.insert(documents), row)
            keep_signature(connection, document_id, mine)
            _keep_text(connection, document_id, parsed, citations)
            left = part_of(Visibility(old.visibility), organisation_id) if old else None
            log_move(connection, document_id, left, part_of(visibility, organisation_id))
            if old and old.file_sha256 != file.blob.sha256:
                _keep_recognitions(connection, old.file_sha256, file.blob.sha256)
                _forget_file(connection, old.file_sha256)
        return Saved(
            document_id, updated=old is not None, visibility=visibility, duplicate_of=original
        )

    def save_text(
        self,
        document_id: str,
        parsed: ParsedDocument,
        revision: str,
        *,
        register_key: str | None,
        description: Description,
        citations: Sequence[tuple[int, Citation]],
    ) -> bool:
        """Keep what was read from the pages of a document anew, all or nothing.

        Unless a person chose who may see it, that follows the kind, which may be known only now.

        Args:
            revision: Of the document that was read.
            register_key, description, citations: As for `save`.

        Returns:
            False if the document was changed or removed since; nothing is kept then.
        """
        with self._database.write() as connection:
            old = connection.execute(
                sa.select(documents)
                .where(documents.c.id == document_id)
                .where(documents.c.revision == revision)
            ).first()
            if old is None:
                return False
            described = with_edits(connection, document_id, description)
            visibility = Visibility(old.visibility)
            if not old.visibility_chosen:
                visibility = default_visibility(described.kind)
            part = part_of(visibility, old.organisation_id)
            mine = signature(section.text for section in parsed.sections)
            release(connection, document_id)
            original = find_original(connection, document_id, described, part, mine)
            connection.execute(
                sa.update(documents).where(documents.c.id == document_id),
                _described(parsed, described)
                | {
                    "work_id": keep_work(connection, described, register_key, old, original),
                    "duplicate_of": original,
                    "visibility": visibility,
                    "revision": new_id(),
                },
            )
            keep_signature(connection, document_id, mine)
            _keep_text(connection, document_id, parsed, citations)
            log_move(
                connection,
                document_id,
                part_of(Visibility(old.visibility), old.organisation_id),
                part_of(visibility, old.organisation_id),
            )
            return True

    def set_visibility(self, document_id: str, visibility: Visibility) -> None:
        """Share a document wider or narrower; the change log moves it between index parts.

        Raises:
            NotFound: There is no such document.
        """
        with self._database.write("documents") as connection:
            row = _document_row(connection, document_id)
            release(connection, document_id)
            connection.execute(
                sa.update(documents)
                .where(documents.c.id == document_id)
                .values(visibility=visibility, visibility_chosen=True, revision=new_id())
            )
            log_move(
                connection,
                document_id,
                part_of(Visibility(row.visibility), row.organisation_id),
                part_of(visibility, row.organisation_id),
            )

    def remove(self, document_id: str) -> str | None:
        """Forget a document.

        Returns:
            The address of its original if no other document needs it, for the caller to remove.

        Raises:
            NotFound: There is no such document.
        """
        with self._database.write("documents") as connection:
            row = _document_row(connection, document_id)
            release(connection, document_id)
            connection.execute(sa.delete(documents).where(documents.c.id == document_id))
            others = connection.scalar(
                sa.select(sa.func.count())
                .select_from(documents)
                .where(documents.c.work_id == row.work_id)
            )
            if not others:
                connection.execute(sa.delete(works).where(works.c.id == row.work_id))
            log_move(
                connection,
                document_id,
                part_of(Visibility(row.visibility), row.organisation_id),
                None,
            )
            return _forget_file(connection, row.file_sha256)

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

    def documents(
        self,
        audience: Audience,
        *,
        ids: Collection[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Document]:
        """Give what the audience may read, newest first.

        Args:
            ids: Only these documents; else all but those that another one stands for.
            limit: At most so many; None for all.
        """
        query = (
            _document_query()
            .where(readable(audience), _LISTED if ids is None else documents.c.id.in_(ids))
            .order_by(documents.c.added_at.desc(), documents.c.id)
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as connection:
            return [_to_document(row) for row in connection.execute(query)]

    def document(self, document_id: str, audience: Audience) -> Document:
        """Give one document.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        found = self.documents(audience, ids=[document_id])
        if not found:
            raise NotFound("There is no such document.", "Search for its title.")
        return found[0]

    def every_document(self, ids: Collection[str]) -> dict[str, Document]:
        """Give documents by their ids whoever may read them; for the indexer alone."""
        with self._database.read() as connection:
            rows = connection.execute(_document_query().where(documents.c.id.in_(ids)))
            return {row.id: _to_document(row) for row in rows}

    def sections(self, document_id: str) -> list[Section]:
        """Give the sections of a document in reading order; the caller has checked the rights."""
        with self._database.read() as connection:
            return [
                _to_section(row)
                for row in connection.execute(
                    sa.select(sections)
                    .where(sections.c.document_id == document_id)
                    .order_by(sections.c.position)
                )
            ]

    def sections_by_id(self, ids: Collection[str]) -> dict[str, Section]:
        """Give sections by their ids; unknown ids are left out. The caller checks the rights."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(sections).where(sections.c.id.in_(ids)))
            return {row.id: _to_section(row) for row in rows}

    def works(self, ids: Collection[str]) -> dict[str, Work]:
        """Give works by their ids; unknown ids are left out."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(works).where(works.c.id.in_(ids)))
            return {row.id: _to_work(row) for row in rows}

    def works_in_register(self, register_keys: Collection[str]) -> dict[str, str]:
        """Give the ids of those works that stand in these lines of the register of acts."""
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(works.c.register_key, works.c.id).where(
                    works.c.register_key.in_(register_keys)
                )
            )
            return {row.register_key: row.id for row in rows}

    def counts(self, audience: Audience) -> dict[DocumentKind, int]:
        """Count by kind what `documents` lists."""
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(documents.c.kind, sa.func.count())
                .where(readable(audience), _LISTED)
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

    def section_count(self) -> int:
        """The number of all sections."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(sections)) or 0

    def section_ids(self) -> Iterator[tuple[str, str]]:
        """The sections that belong into the index, as (part of the index, section id)."""
        with self._database.read() as connection:
            for visibility, organisation, section_id in connection.execute(
                sa.select(documents.c.visibility, documents.c.organisation_id, sections.c.id)
                .join_from(sections, documents)
                .where(documents.c.duplicate_of.is_(None))
            ):
                yield part_of(Visibility(visibility), organisation), section_id


def _document_query() -> sa.Select[Any]:
    return sa.select(documents, files.c.size, files.c.media_type).join_from(documents, files)


def _document_row(connection: sa.Connection, document_id: str) -> sa.Row[Any]:
    row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise NotFound("There is no such document.", "List the documents with: kb status")
    return row


def _described(parsed: ParsedDocument, description: Description) -> dict[str, Any]:
    """The columns that come from the text of a document."""
    return {
        **to_columns(description),
        "doubts": list(parsed.doubts),
        "declared_title": parsed.declared_title,
        "meeting": _MEETING.dump_python(parsed.meeting, mode="json"),
    }


def _keep_text(
    connection: sa.Connection,
    document_id: str,
    parsed: ParsedDocument,
    citations: Sequence[tuple[int, Citation]],
) -> None:
    """Put sections, citations and pages in the place of those that a document has."""
    section_ids = _section_ids(connection, document_id)
    connection.execute(sa.delete(sections).where(sections.c.document_id == document_id))
    rows = _section_rows(document_id, parsed.sections, section_ids)
    if rows:
        connection.execute(sa.insert(sections), rows)
    keep_citations(connection, [(rows[at]["id"], one) for at, one in citations])
    replace_pages(connection, document_id, parsed.pages)


def _keep_file(connection: sa.Connection, blob: Blob, media_type: str) -> None:
    known = connection.scalar(sa.select(files.c.sha256).where(files.c.sha256 == blob.sha256))
    if known is None:
        connection.execute(
            sa.insert(files).values(sha256=blob.sha256, size=blob.size, media_type=media_type)
        )


def _keep_recognitions(connection: sa.Connection, old_sha256: str, new_sha256: str) -> None:
    """Let what was recognised in a file serve the file that takes its place."""
    connection.execute(
        sa.update(recognitions)
        .where(recognitions.c.file_sha256 == old_sha256)
        .values(file_sha256=new_sha256)
    )


def _forget_file(connection: sa.Connection, sha256: str) -> str | None:
    needed = connection.scalar(
        sa.select(sa.func.count()).select_from(documents).where(documents.c.file_sha256 == sha256)
    )
    if needed:
        return None
    connection.execute(sa.delete(files).where(files.c.sha256 == sha256))
    return sha256


_Place = tuple[str, str | None, int]
"""What keeps a section's id: its kind, its number, and the how-manieth of these it is."""


def _section_ids(connection: sa.Connection, document_id: str) -> dict[_Place, str]:
    seen: Counter[tuple[str, str | None]] = Counter()
    ids: dict[_Place, str] = {}
    for section_id, kind, number in connection.execute(
        sa.select(sections.c.id, sections.c.kind, sections.c.number)
        .where(sections.c.document_id == document_id)
        .order_by(sections.c.position)
    ):
        ids[kind, number, seen[kind, number]] = section_id
        seen[kind, number] += 1
    return ids


def _section_rows(
    document_id: str, parsed: Sequence[ParsedSection], known_ids: Mapping[_Place, str]
) -> list[dict[str, Any]]:
    seen: Counter[tuple[str, str | None]] = Counter()
    rows = []
    for position, section in enumerate(parsed):
        place = (str(section.kind), section.number, seen[section.kind, section.number])
        seen[section.kind, section.number] += 1
        rows.append(
            dataclasses.asdict(section)
            | {
                "task": _TASK.dump_python(section.task, mode="json"),
                "id": known_ids.get(place) or new_id(),
                "document_id": document_id,
                "position": position,
            }
        )
    return rows


def _to_document(row: sa.Row[Any]) -> Document:
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
        meeting=_MEETING.validate_python(row.meeting),
        declared_title=row.declared_title,
    )


def _to_work(row: sa.Row[Any]) -> Work:
    return Work(
        id=row.id,
        kind=DocumentKind(row.kind),
        title=row.title,
        number=row.number,
        year=row.year,
        register_key=row.register_key,
    )


def _to_section(row: sa.Row[Any]) -> Section:
    return Section(
        **{
            **row._mapping,
            "kind": SectionKind(row.kind),
            "task": _TASK.validate_python(row.task),
        }
    )
