"""The tables. One definition for SQLite and PostgreSQL; alembic migrates to it."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    ScalarSelect,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment, always UTC: SQLite keeps no time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Give the moment its zone."""
        del dialect
        return value if value is None or value.tzinfo else value.replace(tzinfo=dt.UTC)


def now() -> dt.datetime:
    """The present moment in UTC."""
    return dt.datetime.now(dt.UTC)


def new_id() -> str:
    """A random id of 96 bits, safe in addresses: ids that count leak what was added in between."""
    return secrets.token_hex(12)


def one_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Holds where a column has one of the values that a query is given by this name."""
    return column.in_(bindparam(name, expanding=True))


def last(column: Column[int], foreign_key: Column[str]) -> ScalarSelect[int]:
    """The greatest value of a column among the rows that refer to a row of the outer query.

    Args:
        column: Of a table whose rows are numbered in the order in which they came.
        foreign_key: The column of that table that refers to the table of the outer query.
    """
    (key,) = foreign_key.foreign_keys
    same = select(func.max(column)).where(foreign_key == key.column)
    return same.correlate(key.column.table).scalar_subquery()


def is_last(table: Table, *alike: Column[Any]) -> ColumnElement[bool]:
    """Holds for the last of the rows of a table that have the same values in some columns.

    Args:
        table: Its ids are numbers that grow.
    """
    later = table.alias()
    same = (later.c[column.name] == column for column in alike)
    return ~exists().where(later.c.id > table.c.id, *same).correlate(table)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("locked_at", UtcDateTime, comment="nobody of it can sign in"),
)

works = Table(
    "works",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("number", Text),
    Column("year", Integer),
    Column("register_key", Text, unique=True, comment="its line in the register of acts"),
)

files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("work_id", Text, ForeignKey("works.id"), nullable=False, index=True),
    Column(
        "work_by_hand",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="a person chose the work",
    ),
    Column(
        "duplicate_of",
        Text,
        comment="the document that stands for this one in lists and searches",
    ),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("file_sha256", Text, ForeignKey("files.sha256"), nullable=False, index=True),
    Column("origin", Text, nullable=False, comment="where it was taken from; never shown"),
    Column("filename", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("visibility_chosen", Boolean, nullable=False, comment="by a person, not by the kind"),
    Column("number", Text, index=True),
    Column("date", Date),
    Column("year", Integer),
    Column("titles", JSON, nullable=False, server_default="{}", comment="language -> title"),
    Column("issuer", Text),
    Column("organisation", Text, comment="whose paper it is; its owner is organisation_id"),
    Column("status", Text),
    Column("topics", JSON, nullable=False, server_default="[]"),
    Column("places", JSON, nullable=False, server_default="[]"),
    Column("evidence", JSON, nullable=False, server_default="[]"),
    Column("revision", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False, index=True),
    Column("doubts", JSON, nullable=False),
    Column("meeting", JSON(none_as_null=True), comment="what minutes tell of their meeting"),
    Column("declared_title", Text, nullable=False, comment="by the format of the file"),
    Column("authors", JSON, nullable=False, server_default="[]", comment="that the file names"),
    Column(
        "hides_authors",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="others than the owners get a copy of the file without them",
    ),
    UniqueConstraint("organisation_id", "file_sha256"),
)
Index("ix_documents_organisation_id_origin", documents.c.organisation_id, documents.c.origin)

sections = Table(
    "sections",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("lang", Text, nullable=False),
    Column("page_from", Integer),
    Column("page_to", Integer),
    Column("task", JSON(none_as_null=True), comment="of an action of minutes"),
    Column("counterpart", Integer, comment="position of the same in another language"),
    UniqueConstraint("document_id", "position"),
)
Index(
    "ix_sections_document_id_kind_number",
    sections.c.document_id,
    sections.c.kind,
    sections.c.number,
)
IS_ACTION = or_(sections.c.kind == literal_column("'action'"), sections.c.task.is_not(None))
"""Holds for actions of minutes; as the index of them writes it, so that the index is used."""
Index(
    "ix_sections_actions",
    sections.c.document_id,
    sections.c.position,
    sqlite_where=IS_ACTION,
    postgresql_where=IS_ACTION,
)

signatures = Table(
    "signatures",
    metadata,
    Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

edits = Table(
    "edits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id",
        Text,
        ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("field", Text, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

citations = Table(
    "citations",
    metadata,
    Column("section_id", Text, ForeignKey("sections.id", ondelete="CASCADE"), primary_key=True),
    Column("start", Integer, primary_key=True, comment="code point in its text"),
    Column("end", Integer, nullable=False),
    Column("article", Text),
    Column("own_act", Boolean, nullable=False, comment="of the document it stands in"),
    Column("register_key", Text),
    Column("kind", Text),
    Column("number", Text),
    Column("year", Integer),
)
Index("ix_citations_register_key_article", citations.c.register_key, citations.c.article)
Index("ix_citations_kind_number", citations.c.kind, citations.c.number)

pages = Table(
    "pages",
    metadata,
    Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("method", Text, nullable=False),
    Column("score", Float, nullable=False, index=True),
    Column("confidence", Float),
    Column("remark", Text, nullable=False),
    Column("needs_ocr", Boolean, nullable=False, index=True),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("lines", JSON, nullable=False),
)

recognitions = Table(
    "recognitions",
    metadata,
    Column("key", Text, primary_key=True, comment="hash of the picture and of how it was read"),
    Column("file_sha256", Text, ForeignKey("files.sha256", ondelete="CASCADE"), nullable=False),
    Column("words", JSON, nullable=False),
)
Index("ix_recognitions_file_sha256", recognitions.c.file_sha256)

corrections = Table(
    "corrections",
    metadata,
    Column("document_id", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("file_sha256", Text, primary_key=True, comment="no foreign key: it may come back"),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

learned = Table(
    "learned",
    metadata,
    Column("km", Text, primary_key=True, comment="folded"),
    Column("stem", Text, nullable=False, unique=True, comment="of the English word"),
    Column("en", Text, nullable=False, comment="as texts spell it most often"),
)

learned_from = Table(
    "learned_from",
    metadata,
    Column("document_id", Text, primary_key=True, comment="what changes or goes takes it all away"),
    Column("revision", Text, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("document_id", Text, nullable=False, comment="no foreign key: it may be gone"),
    Column("left_part", Text, comment="part of the index that it leaves"),
    Column("entered_part", Text, comment="part of the index that it enters or stays in"),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,  # a position is never used twice, also after a deletion
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False, comment="what the job is about; one open job a key"),
    Column("payload", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("worker", Text),
    Column("outcome", JSON),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
)
Index("ix_jobs_state_kind_created_at", jobs.c.state, jobs.c.kind, jobs.c.created_at)
