"""The catalogue: documents listed and counted by what they are, for those who may read them.

A document that nearly repeats another one is neither listed nor counted, as in the search.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.browsing import ALL, FIELDS, Action, Due, Field, Order, Selection
from kb.model import Document, DocumentKind
from kb.places import PROVINCE_CODE
from kb.store.database import Database
from kb.store.documents import DocumentStore
from kb.store.readable import LISTED, readable
from kb.store.sections import SectionStore
from kb.store.tables import IS_ACTION, documents, sections

_LISTS: dict[Field, sa.Column[Any]] = {
    "topic": documents.c.topics,
    "province": documents.c.places,
}
"""Fields that have several values, with the column that holds them as a list in JSON."""
_ORDERS: dict[Order, tuple[sa.ColumnElement[Any], ...]] = {
    "date": (documents.c.year.desc().nulls_last(), documents.c.date.desc().nulls_last()),
    "added": (documents.c.added_at.desc(),),
}
_DUE = sections.c.task["due"].as_string()
"""The day by which an action is to be done, as ISO 8601 writes it, so that it sorts."""
_NEAREST: dict[Due, sa.ColumnElement[Any]] = {
    Due.COMING: _DUE.asc(),
    Due.PAST: _DUE.desc(),
    Due.UNDATED: documents.c.date.desc().nulls_last(),
}
_TEXTS = (
    sa.select(documents.c.id)
    .where(documents.c.work_id == sa.bindparam("work_id"))
    .order_by(documents.c.lang, documents.c.year, documents.c.id)
)
_MINUTES = documents.join(sections, sections.c.document_id == documents.c.id)


class Catalogue:
    """Lists and counts documents; every answer is made for an audience.

    Args:
        store: Gives the documents.
    """

    def __init__(self, database: Database, store: DocumentStore) -> None:
        self._database = database
        self._store = store

    def count(self, selection: Selection, audience: Audience) -> int:
        """Count the documents of a selection."""
        with self._database.read() as connection:
            meant = _meant(connection, selection, audience)
            return connection.scalar(sa.select(sa.func.count()).where(*meant)) or 0

    def documents(
        self,
        selection: Selection,
        audience: Audience,
        *,
        order: Order = "date",
        limit: int,
        offset: int = 0,
    ) -> list[Document]:
        """Give documents of a selection, the newest first."""
        with self._database.read() as connection:
            ids = connection.scalars(
                sa.select(documents.c.id)
                .where(*_meant(connection, selection, audience))
                .order_by(*_ORDERS[order], documents.c.id)
                .limit(limit)
                .offset(offset)
            ).all()
        return self._store.in_order(ids, audience)

    def counts(
        self, fields: Sequence[Field], audience: Audience, selection: Selection = ALL
    ) -> dict[Field, Counter[str]]:
        """Count the documents of a selection by the values of some fields, in one reading.

        A document of several topics or provinces counts for each of them.

        Returns:
            Field -> value -> number; the values in their order.
        """
        columns = [sa.cast(_LISTS.get(field, documents.c.get(field)), sa.Text) for field in fields]
        with self._database.read() as connection:
            query = sa.select(*columns).where(*_meant(connection, selection, audience))
            rows = connection.execute(query).all()
        stored = zip(*rows, strict=True) if rows else [()] * len(fields)
        return {
            field: _counted(field, Counter(column))
            for field, column in zip(fields, stored, strict=True)
        }

    def texts(self, work_id: str, audience: Audience) -> list[Document]:
        """Give the texts of an act by language and date; none if it is not there."""
        with self._database.read() as connection:
            ids = connection.scalars(_TEXTS, {"work_id": work_id}).all()
        return self._store.in_order(ids, audience)

    def count_actions(self, due: Due, today: dt.date, audience: Audience) -> int:
        """Count the actions of minutes that are due at a time; arguments as for `actions`."""
        with self._database.read() as connection:
            query = sa.select(sa.func.count()).select_from(_MINUTES)
            return connection.scalar(query.where(*_due(due, today, audience))) or 0

    def actions(
        self,
        due: Due,
        today: dt.date,
        audience: Audience,
        *,
        limit: int,
        offset: int = 0,
    ) -> list[Action]:
        """Give actions of minutes that are due at a time, the nearest first.

        Args:
            today: The day from which the time is seen.
        """
        with self._database.read() as connection:
            ids = connection.scalars(
                sa.select(sections.c.id)
                .select_from(_MINUTES)
                .where(*_due(due, today, audience))
                .order_by(_NEAREST[due], documents.c.id, sections.c.position)
                .limit(limit)
                .offset(offset)
            ).all()
        found = SectionStore(self._database).by_id(ids)
        minutes = self._store.by_id({one.document_id for one in found.values()}, audience)
        return [
            Action(section, minutes[section.document_id])
            for section in map(found.get, ids)
            if section is not None and section.document_id in minutes
        ]


def _meant(
    connection: sa.Connection, selection: Selection, audience: Audience
) -> list[sa.ColumnElement[bool]]:
    """The conditions under which a document is of the selection, for this audience."""
    conditions = [readable(audience), LISTED]
    if selection.owner is not None:
        conditions.append(documents.c.organisation_id == selection.owner)
    for field in FIELDS:
        wanted = getattr(selection, field)
        if wanted is None:
            continue
        if field in _LISTS:
            codes = _codes(connection, field)
            having = sa.select(1).select_from(codes).where(_value(codes, field) == wanted)
            conditions.append(sa.exists(having))
        else:
            conditions.append(documents.c[field] == wanted)
    return conditions


def _due(due: Due, today: dt.date, audience: Audience) -> list[sa.ColumnElement[bool]]:
    """The conditions under which a section of minutes is an action due at a time."""
    day = today.isoformat()
    when = {Due.COMING: day <= _DUE, Due.PAST: day > _DUE, Due.UNDATED: _DUE.is_(None)}[due]
    return [
        documents.c.kind == DocumentKind.MINUTES,
        LISTED,
        readable(audience),
        IS_ACTION,
        when,
    ]


def _codes(connection: sa.Connection, field: Field) -> sa.TableValuedAlias:
    """The elements of a list as rows of one column."""
    if connection.dialect.name == "postgresql":
        return sa.func.json_array_elements_text(_LISTS[field]).table_valued("value")
    return sa.func.json_each(_LISTS[field]).table_valued("value")


def _counted(field: Field, stored: Counter[str | None]) -> Counter[str]:
    """The numbers of values, from those of what the column of a field holds."""
    counts: dict[str, int] = {}
    for text, number in stored.items():
        for value in _values(field, text):
            counts[value] = counts.get(value, 0) + number
    return Counter(dict(sorted(counts.items())))


def _values(field: Field, text: str | None) -> Collection[str]:
    if text is None:
        return ()
    if field not in _LISTS:
        return (text,)
    return _listed(text, PROVINCE_CODE if field == "province" else None)


@lru_cache(maxsize=8192)
def _listed(text: str, length: int | None) -> tuple[str, ...]:
    """The different codes of a list in JSON, each cut to a length."""
    return tuple({code[:length] for code in json.loads(text)})


def _value(codes: sa.TableValuedAlias, field: Field) -> sa.ColumnElement[str]:
    """What a code counts for: a topic for itself, a district for its province."""
    value = sa.cast(codes.c.value, sa.Text)
    return sa.func.substr(value, 1, PROVINCE_CODE) if field == "province" else value
