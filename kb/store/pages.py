"""Pages in the store: their lines, what waits for OCR, and what people corrected."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.model import Box, Line, Page, PageQuality
from kb.store.database import Database
from kb.store.readable import readable
from kb.store.tables import corrections, documents, now, pages

_QUALITY = (
    pages.c.number,
    pages.c.method,
    pages.c.score,
    pages.c.confidence,
    pages.c.remark,
    pages.c.needs_ocr,
)


@dataclass(frozen=True, slots=True)
class DoubtfulPage:
    """A page that a person should look at.

    Attributes:
        title, lang: Of its document.
    """

    document_id: str
    title: str
    lang: str
    page: PageQuality


class PageStore:
    """Pages and corrections in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pages(self, document_id: str, numbers: Sequence[int] | None = None) -> list[Page]:
        """Give the pages of a document with their lines; the caller has checked the rights.

        Args:
            numbers: Only these.
        """
        query = sa.select(pages).where(pages.c.document_id == document_id)
        if numbers is not None:
            query = query.where(pages.c.number.in_(numbers))
        with self._database.read() as connection:
            return [_to_page(row) for row in connection.execute(query.order_by(pages.c.number))]

    def qualities(self, document_id: str) -> list[PageQuality]:
        """Give how each page of a document was read; the caller has checked the rights."""
        query = sa.select(*_QUALITY).where(pages.c.document_id == document_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(pages.c.number))
            return [PageQuality(**row._mapping) for row in rows]

    def waiting(self) -> dict[str, int]:
        """Count the pages that wait for OCR, by document, the oldest document first."""
        query = (
            sa.select(pages.c.document_id, sa.func.count())
            .join_from(pages, documents)
            .where(pages.c.needs_ocr)
            .group_by(pages.c.document_id, documents.c.added_at)
            .order_by(documents.c.added_at, pages.c.document_id)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def doubtful(
        self, audience: Audience, below: float, *, limit: int | None = None, offset: int = 0
    ) -> tuple[int, list[DoubtfulPage]]:
        """Give the pages with a score below a threshold, the worst first, and count them all.

        Pages that wait for OCR are not among them.
        """
        where = (
            pages.c.score < below,
            ~pages.c.needs_ocr,
            readable(audience),
        )
        query = (
            sa.select(pages.c.document_id, documents.c.title, documents.c.lang, *_QUALITY)
            .join_from(pages, documents)
            .where(*where)
            .order_by(pages.c.score, pages.c.document_id, pages.c.number)
        )
        count = sa.select(sa.func.count()).select_from(pages.join(documents)).where(*where)
        with self._database.read() as connection:
            total = connection.scalar(count) or 0
            rows = connection.execute(query.limit(limit).offset(offset))
            return total, [
                DoubtfulPage(row[0], row[1], row[2], PageQuality(*row[3:])) for row in rows
            ]

    # -- corrections -------------------------------------------------------------------------

    def correct(self, document_id: str, sha256: str, number: int, text: str) -> None:
        """Keep the text that a person gave a page of a file; it replaces an earlier one."""
        this = (
            corrections.c.document_id == document_id,
            corrections.c.file_sha256 == sha256,
            corrections.c.number == number,
        )
        with self._database.write() as connection:
            connection.execute(sa.delete(corrections).where(*this))
            connection.execute(
                sa.insert(corrections).values(
                    document_id=document_id,
                    file_sha256=sha256,
                    number=number,
                    text=text,
                    at=now(),
                )
            )

    def corrections(self, document_id: str, sha256: str) -> dict[int, str]:
        """Give the corrected texts of a document's pages, by number.

        Args:
            sha256: Of its present file: corrections of another file do not fit it.
        """
        query = sa.select(corrections.c.number, corrections.c.text).where(
            corrections.c.document_id == document_id, corrections.c.file_sha256 == sha256
        )
        with self._database.read() as connection:
            return {row.number: row.text for row in connection.execute(query)}


def replace_pages(connection: sa.Connection, document_id: str, new: Sequence[Page]) -> None:
    """Put pages in the place of those that a document has."""
    connection.execute(sa.delete(pages).where(pages.c.document_id == document_id))
    if new:
        connection.execute(
            sa.insert(pages),
            [
                dataclasses.asdict(page)
                | {"document_id": document_id, "lines": [_line_to_json(x) for x in page.lines]}
                for page in new
            ],
        )


def _line_to_json(line: Line) -> dict[str, Any]:
    """The fields that are not at their defaults: a code has 15,000 lines."""
    return {
        field.name: dataclasses.astuple(value) if isinstance(value, Box) else value
        for field in dataclasses.fields(line)
        if (value := getattr(line, field.name)) != field.default
    }


def _to_line(kept: dict[str, Any]) -> Line:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    if "box" in values:
        values["box"] = Box(*values["box"])
    return Line(**values)


def _to_page(row: sa.Row[Any]) -> Page:
    values = dict(row._mapping)
    del values["document_id"]
    return Page(**values | {"lines": tuple(_to_line(line) for line in row.lines)})
