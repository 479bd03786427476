"""Dossiers in the store: read for an audience, written within the transaction of the service."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.reading import thread_query
from kb.dossiers.model import Dossier, ItemKind
from kb.errors import NotFound
from kb.model import Section, SectionKind, Visibility
from kb.proposals.rows import proposal_query
from kb.store.database import Database
from kb.store.discussion_tables import threads
from kb.store.dossier_tables import dossier_items, dossier_texts, dossiers
from kb.store.proposal_tables import proposals
from kb.store.readable import readable
from kb.store.tables import documents, new_id, now, organisations

KEPT = dt.timedelta(days=30)
"""How long an item that was taken out can be put back."""

_DOSSIERS = sa.select(dossiers, organisations.c.name.label("organisation")).join_from(
    dossiers, organisations
)


@dataclass(frozen=True, slots=True)
class StoredText:
    """A kept text as its row has it; fields as in `dossier_texts`.

    Attributes:
        section: None for a whole document.
    """

    document_id: str
    revision: str
    sha256: str
    section: Section | None


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item as its row has it, with those of its texts that the audience may read."""

    id: str
    kind: ItemKind
    target_id: str
    note: str
    organisation: str
    added_at: dt.datetime
    texts: tuple[StoredText, ...]


class DossierStore:
    """Reads dossiers; every answer is made for an audience."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, audience: Audience) -> list[Dossier]:
        """Give the dossiers that an audience may read, by title.

        Nothing of their items decides the order: an outsider could tell from it.
        """
        query = _DOSSIERS.where(readable(audience, dossiers)).order_by(
            dossiers.c.title, dossiers.c.id
        )
        with self._database.read() as connection:
            return [_to_dossier(row) for row in connection.execute(query)]

    def dossier(self, dossier_id: str, audience: Audience) -> Dossier:
        """Give one dossier.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        query = _DOSSIERS.where(dossiers.c.id == dossier_id, readable(audience, dossiers))
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise _absent()
        return _to_dossier(row)

    def items(
        self, dossier_id: str, audience: Audience, *, taken_out: bool = False
    ) -> list[StoredItem]:
        """Give those items of a dossier that the audience may read, in order.

        Args:
            taken_out: Those that were taken out instead, the last one first.
        """
        here = dossier_items.c.position.is_(None) if taken_out else dossier_items.c.position >= 0
        order = dossier_items.c.taken_out_at.desc() if taken_out else dossier_items.c.position.asc()
        query = (
            sa.select(dossier_items, organisations.c.name.label("organisation"))
            .join_from(dossier_items, organisations)
            .where(dossier_items.c.dossier_id == dossier_id, here, _shown(audience))
            .order_by(order, dossier_items.c.id)
        )
        texts = (
            sa.select(dossier_texts)
            .join_from(dossier_texts, dossier_items)
            .join(documents, documents.c.id == dossier_texts.c.document_id)
            .where(dossier_items.c.dossier_id == dossier_id, readable(audience))
            .order_by(dossier_texts.c.place)
        )
        kept: defaultdict[str, list[StoredText]] = defaultdict(list)
        with self._database.read() as connection:
            for row in connection.execute(texts):
                kept[row.item_id].append(_to_text(row))
            return [
                StoredItem(
                    row.id,
                    ItemKind(row.kind),
                    row.target_id,
                    row.note,
                    row.organisation,
                    row.added_at,
                    tuple(kept[row.id]),
                )
                for row in connection.execute(query)
            ]


def find_dossier(connection: sa.Connection, dossier_id: str, audience: Audience) -> sa.Row[Any]:
    """Give the row of a dossier within a transaction that will change it.

    Raises:
        NotFound: It is not there, or the audience may not read it.
    """
    query = sa.select(dossiers).where(dossiers.c.id == dossier_id, readable(audience, dossiers))
    row = connection.execute(query).first()
    if row is None:
        raise _absent()
    return row


def insert_dossier(
    connection: sa.Connection,
    title: str,
    about: str,
    organisation_id: str,
    visibility: Visibility,
) -> str:
    """Make a dossier; give its id."""
    dossier_id = new_id()
    connection.execute(
        sa.insert(dossiers).values(
            id=dossier_id,
            title=title,
            about=about,
            organisation_id=organisation_id,
            visibility=visibility,
            version=1,
            created_at=now(),
        )
    )
    return dossier_id


def change_dossier(connection: sa.Connection, dossier_id: str, **values: object) -> None:
    """Set columns of a dossier, which has another version then; forget what was out too long."""
    connection.execute(
        sa.update(dossiers)
        .where(dossiers.c.id == dossier_id)
        .values(version=dossiers.c.version + 1, **values)
    )
    connection.execute(
        sa.delete(dossier_items).where(
            dossier_items.c.dossier_id == dossier_id,
            dossier_items.c.taken_out_at < now() - KEPT,
        )
    )


def delete_dossier(connection: sa.Connection, dossier_id: str) -> None:
    """Forget a dossier with its items."""
    connection.execute(sa.delete(dossiers).where(dossiers.c.id == dossier_id))


def item_ids(
    connection: sa.Connection, dossier_id: str, audience: Audience | None = None
) -> list[str]:
    """Give the ids of a dossier's items in order, without those that were taken out.

    Args:
        audience: Only those that it may read.
    """
    query = (
        sa.select(dossier_items.c.id)
        .where(dossier_items.c.dossier_id == dossier_id, dossier_items.c.position >= 0)
        .order_by(dossier_items.c.position)
    )
    if audience is not None:
        query = query.where(_shown(audience))
    return list(connection.scalars(query))


def restorable(connection: sa.Connection, dossier_id: str, audience: Audience) -> set[str]:
    """Give the ids of those items that were taken out and that the audience may read."""
    return set(
        connection.scalars(
            sa.select(dossier_items.c.id).where(
                dossier_items.c.dossier_id == dossier_id,
                dossier_items.c.position.is_(None),
                _shown(audience),
            )
        )
    )


def insert_item(
    connection: sa.Connection,
    dossier_id: str,
    kind: ItemKind,
    note: str,
    organisation_id: str,
    texts: Sequence[StoredText],
    target_id: str = "",
) -> str:
    """Put an item at the end of a dossier; give its id."""
    last = connection.scalar(
        sa.select(sa.func.max(dossier_items.c.position)).where(
            dossier_items.c.dossier_id == dossier_id
        )
    )
    item_id = new_id()
    connection.execute(
        sa.insert(dossier_items).values(
            id=item_id,
            dossier_id=dossier_id,
            position=0 if last is None else last + 1,
            kind=kind,
            target_id=target_id,
            document_id=texts[0].document_id if texts else None,
            note=note,
            organisation_id=organisation_id,
            added_at=now(),
        )
    )
    replace_texts(connection, item_id, texts)
    return item_id


def replace_texts(connection: sa.Connection, item_id: str, texts: Sequence[StoredText]) -> None:
    """Keep these texts of an item in the place of those before."""
    connection.execute(sa.delete(dossier_texts).where(dossier_texts.c.item_id == item_id))
    rows = [_text_row(item_id, place, text) for place, text in enumerate(texts)]
    if rows:
        connection.execute(sa.insert(dossier_texts), rows)


def order_items(
    connection: sa.Connection, dossier_id: str, order: Sequence[str], notes: Mapping[str, str]
) -> None:
    """Put the items of a dossier into an order; those that are not named are taken out.

    Args:
        order: Ids of its items.
        notes: Id of an item -> what is said of it from now on.
    """
    connection.execute(
        sa.update(dossier_items)
        .where(dossier_items.c.dossier_id == dossier_id, dossier_items.c.position >= 0)
        .where(dossier_items.c.id.not_in(order))
        .values(position=None, taken_out_at=now())
    )
    for position, item_id in enumerate(order):
        values: dict[str, object] = {"position": position, "taken_out_at": None}
        if item_id in notes:
            values["note"] = notes[item_id]
        connection.execute(
            sa.update(dossier_items).where(dossier_items.c.id == item_id).values(values)
        )


def _shown(audience: Audience) -> sa.ColumnElement[bool]:
    """The condition of items that an audience may read: what they are about, or own words."""
    kind, target = dossier_items.c.kind, dossier_items.c.target_id
    document = sa.select(documents.c.id).where(
        documents.c.id == dossier_items.c.document_id, readable(audience)
    )
    thread = thread_query(audience).with_only_columns(threads.c.id).where(threads.c.id == target)
    proposal = (
        proposal_query(audience).with_only_columns(proposals.c.id).where(proposals.c.id == target)
    )
    return sa.or_(
        kind.in_([one for one in ItemKind if one.is_own]),
        document.exists(),
        (kind == ItemKind.DISCUSSION) & thread.correlate(dossier_items).exists(),
        (kind == ItemKind.PROPOSAL) & proposal.correlate(dossier_items).exists(),
    )


def _absent() -> NotFound:
    return NotFound("There is no such dossier.", "List them with: kb dossier list")


def _to_dossier(row: sa.Row[Any]) -> Dossier:
    return Dossier(
        row.id,
        row.title,
        row.about,
        row.organisation_id,
        row.organisation,
        Visibility(row.visibility),
        row.version,
        row.created_at.date(),
    )


def _to_text(row: sa.Row[Any]) -> StoredText:
    section = None
    if row.section_id is not None:
        section = Section(
            id=row.section_id,
            document_id=row.document_id,
            position=0,
            kind=SectionKind(row.kind),
            number=row.number,
            heading=row.heading,
            text=row.text,
            lang=row.lang,
        )
    return StoredText(row.document_id, row.revision, row.sha256, section)


def _text_row(item_id: str, place: int, text: StoredText) -> dict[str, object]:
    section = text.section
    return {
        "item_id": item_id,
        "place": place,
        "document_id": text.document_id,
        "revision": text.revision,
        "sha256": text.sha256,
        "section_id": section.id if section else None,
        "kind": section.kind if section else None,
        "number": section.number if section else None,
        "heading": section.heading if section else None,
        "text": section.text if section else None,
        "lang": section.lang if section else None,
    }
