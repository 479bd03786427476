"""All that can be searched: documents with their sections, discussions with what was said in them.

A discussion is found as a document of a kind of its own, each contribution that can be read as a
section of it, and so is the summary that closed it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from kb.discussion.model import State
from kb.model import Document, DocumentKind, Section, SectionKind, Source, Visibility, Work
from kb.store.database import Database
from kb.store.discussion_tables import (
    LAST_CLOSING,
    LATEST_VERSION,
    closings,
    contribution_versions,
    contributions,
    threads,
)
from kb.store.documents import DocumentStore
from kb.store.sections import SectionStore
from kb.store.targets import effective
from kb.store.works import WorkStore

_CLOSING = ".closing"
"""Ends the id of the section that is a summary; begins with the id of the discussion."""
_SOURCE = Source("", "", "text/markdown", 0)


class Searchable:
    """What the index is a projection of; whoever reads it has to check the rights."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._documents = DocumentStore(database)
        self._sections = SectionStore(database)
        self._works = WorkStore(database)

    def documents(self, ids: Collection[str]) -> dict[str, Document]:
        """Give documents and discussions by their ids; unknown ids are left out."""
        found = self._documents.every_document(ids)
        missing = [one for one in ids if one not in found]
        return found | self._discussions(missing) if missing else found

    def works(self, documents: Collection[Document]) -> dict[str, Work]:
        """Give the works of documents by the ids of the documents.

        A discussion is a work of its own here: it is not found by the names of its act.
        """
        known = self._works.by_id({one.work_id for one in documents})
        return {
            one.id: Work(one.work_id, one.kind, one.title)
            if one.kind is DocumentKind.DISCUSSION
            else known[one.work_id]
            for one in documents
        }

    def sections(self, ids: Collection[str]) -> dict[str, Section]:
        """Give sections and contributions by their ids; unknown ids are left out."""
        found = self._sections.by_id(ids)
        missing = [one for one in ids if one not in found]
        if not missing:
            return found
        closed = [one.removesuffix(_CLOSING) for one in missing if one.endswith(_CLOSING)]
        said = self._said(contributions.c.id.in_(missing), threads.c.id.in_(closed))
        return found | {one.id: one for one in said}

    def sections_of(self, document: Document) -> Sequence[Section]:
        """Give the sections of a document or a discussion in reading order."""
        if document.kind is not DocumentKind.DISCUSSION:
            return self._sections.of_document(document.id)
        this = threads.c.id == document.id
        return self._said(this, this)

    def count(self) -> int:
        """The number of sections that belong into the index."""
        with self._database.read() as connection:
            said = connection.scalar(
                sa.select(sa.func.count())
                .select_from(contributions.join(threads))
                .where(contributions.c.state == State.VISIBLE, threads.c.part.is_not(None))
            )
            closed = connection.scalar(
                sa.select(sa.func.count())
                .select_from(threads)
                .where(threads.c.closed, threads.c.part.is_not(None))
            )
        return self._sections.count_indexed() + (said or 0) + (closed or 0)

    def indexed(self) -> Iterator[tuple[str, str]]:
        """Give the sections that belong into the index, as (part of the index, section id)."""
        yield from self._sections.indexed()
        known = threads.c.part.is_not(None)
        with self._database.read() as connection:
            for row in connection.execute(
                sa.select(threads.c.part, contributions.c.id)
                .join_from(contributions, threads)
                .where(contributions.c.state == State.VISIBLE, known)
            ):
                yield row.part, row.id
            for row in connection.execute(
                sa.select(threads.c.part, threads.c.id).where(threads.c.closed, known)
            ):
                yield row.part, row.id + _CLOSING

    def _discussions(self, ids: Collection[str]) -> dict[str, Document]:
        narrowed = effective(threads)
        with self._database.read() as connection:
            rows = connection.execute(
                sa.select(threads, narrowed.label("narrowed")).where(
                    threads.c.id.in_(ids), narrowed.is_not(None)
                )
            )
            return {row.id: _to_document(row) for row in rows}

    def _said(
        self, contributed: sa.ColumnElement[bool], closed: sa.ColumnElement[bool]
    ) -> list[Section]:
        """Give contributions that can be read, then summaries of closed discussions."""
        version = contribution_versions.c
        with self._database.read() as connection:
            said = connection.execute(
                sa.select(
                    contributions.c.id,
                    contributions.c.thread_id,
                    contributions.c.lang,
                    version.text,
                )
                .join_from(contributions, threads)
                .join(contribution_versions, version.contribution_id == contributions.c.id)
                .where(contributed, contributions.c.state == State.VISIBLE)
                .where(version.number == LATEST_VERSION)
                .order_by(contributions.c.at, contributions.c.id)
            ).all()
            summaries = connection.execute(
                sa.select(
                    (threads.c.id + _CLOSING).label("id"),
                    threads.c.id.label("thread_id"),
                    threads.c.lang,
                    closings.c.summary.label("text"),
                )
                .join_from(threads, closings, closings.c.id == LAST_CLOSING)
                .where(closed, threads.c.closed)
            ).all()
        rows: list[Any] = [*said, *summaries]
        return [_to_section(row, at) for at, row in enumerate(rows)]


def _to_document(row: sa.Row[Any]) -> Document:
    return Document(
        id=row.id,
        work_id=row.id,
        title=row.title,
        lang=row.lang,
        kind=DocumentKind.DISCUSSION,
        date=row.opened_at.date(),
        year=row.opened_at.year,
        visibility=Visibility(row.narrowed),
        organisation_id=row.organisation_id,
        source=_SOURCE,
        revision=row.last_at.isoformat(),
        added_at=row.opened_at,
    )


def _to_section(row: Any, position: int) -> Section:
    return Section(
        id=row.id,
        document_id=row.thread_id,
        position=position,
        kind=SectionKind.CONTRIBUTION,
        text=row.text,
        lang=row.lang,
    )
