"""Targets in the store: which texts they name, and who may see what hangs on them.

What hangs on a target is shown to whom its organisation chose, and never to anybody who may not
read what it hangs on. Both are asked each time it is read, as texts are withdrawn and shared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.targets import SectionKey, Target, TargetKind
from kb.model import SectionKind, Visibility
from kb.store.database import Database
from kb.store.readable import READERS, readable
from kb.store.tables import documents, one_of, sections

_OPEN = {
    Visibility.PUBLIC: (Visibility.PUBLIC,),
    Visibility.NETWORK: (Visibility.PUBLIC, Visibility.NETWORK),
}
"""The visibilities of what everybody, and what every member, may read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A text of a target.

    Attributes:
        section_id: None for a target that is no section, and where no text has the section.
    """

    document_id: str
    lang: str
    section_id: str | None = None


def to_target(row: Any) -> Target:
    """The target of a row of a table that has `target_columns`."""
    if not row.section_kind:
        return Target(TargetKind(row.target_kind), row.target_id)
    key = SectionKey(SectionKind(row.section_kind), row.section_number, row.section_nth)
    return Target(TargetKind(row.target_kind), row.target_id, key)


_COLUMNS = ("target_kind", "target_id", "section_kind", "section_number", "section_nth")


def from_target(target: Target) -> dict[str, Any]:
    """The columns of a target."""
    key = target.section
    return {
        "target_kind": target.kind,
        "target_id": target.id,
        "section_kind": key.kind if key else "",
        "section_number": key.number if key else "",
        "section_nth": key.nth if key else 0,
    }


def on_target(table: sa.Table, target: Target) -> sa.ColumnElement[bool]:
    """Whether a row of a table that has `target_columns` hangs on this target."""
    return sa.and_(*(table.c[name] == value for name, value in from_target(target).items()))


def counts_of_work(
    connection: sa.Connection,
    table: sa.Table,
    work_id: str,
    audience: Audience,
    counted: Callable[[Audience], sa.ColumnElement[bool]] = lambda reader: sa.true(),
) -> Counter[Target]:
    """Count the rows on a work and on its sections that an audience may see, by target.

    Args:
        table: Of the rows, as for `shown`.
        counted: Gives the condition of the rows that count, for an `Audience.reader`.
    """
    counts: Counter[Target] = Counter()
    counting = _counting(table, counted, audience.reader)
    for row in connection.execute(counting, {"work_id": work_id}):
        counts[to_target(row)] += row.n
    return counts


@lru_cache(maxsize=READERS)
def _counting(
    table: sa.Table, counted: Callable[[Audience], sa.ColumnElement[bool]], reader: Audience
) -> sa.Select[Any]:
    # It is asked once for all alike: whose a row is matters for the audience's own alone.
    own = table.c.organisation_id.in_(reader.organisations)
    owner = sa.case((own, table.c.organisation_id), else_="").label("organisation_id")
    alike = [*(table.c[name] for name in (*_COLUMNS, "visibility")), owner]
    groups = (
        sa.select(*alike, sa.func.count().label("n"))
        .where(table.c.target_id == sa.bindparam("work_id"), counted(reader))
        .group_by(*alike)
        .subquery()
    )
    return sa.select(groups).where(_shown(groups, reader))


def shown(table: sa.Table, audience: Audience) -> sa.ColumnElement[bool]:
    """Whether an audience may see a row that hangs on a target.

    Args:
        table: It has `target_columns`, and `visibility` and `organisation_id` as documents have.
    """
    return _kept_shown(table, audience.reader)


def _shown(rows: sa.FromClause, reader: Audience) -> sa.ColumnElement[bool]:
    of = _columns(rows)
    ways = [_open_to(of, Visibility.NETWORK if reader.member else Visibility.PUBLIC)]
    if reader.organisations:
        ways.append(sa.and_(of["organisation_id"].in_(reader.organisations), _open_to_own(of)))
    return sa.or_(*ways)


_kept_shown = lru_cache(maxsize=READERS)(_shown)


@cache
def effective(table: sa.Table) -> sa.ColumnElement[str | None]:
    """The visibility of a row that hangs on a target: the narrower of its own and the target's.

    Args:
        table: As for `shown`.

    Returns:
        A value of `Visibility`; NULL: nobody may see it, as its organisation may not read the
        target.
    """
    return _narrowed(_columns(table))


def widest(connection: sa.Connection, target: Target, organisation_id: str) -> Visibility | None:
    """Give the widest visibility that something of this organisation on a target may have now.

    Returns:
        None if the organisation may not read the target, or nothing is there.
    """
    values = {
        **from_target(target),
        "visibility": Visibility.PUBLIC,
        "organisation_id": organisation_id,
    }
    found = connection.scalar(
        sa.select(_narrowed({name: sa.literal(value) for name, value in values.items()}))
    )
    return Visibility(found) if found else None


_KEY = (sections.c.kind, sa.func.coalesce(sections.c.number, "").label("plain_number"))
"""What names a section of a text, but for its place among those of the same name."""

_Of = Mapping[str, sa.ColumnElement[Any]]
"""The columns of a target, `visibility` and `organisation_id`: of a table, or their values."""


def _columns(table: sa.FromClause) -> _Of:
    return {column.name: column for column in table.c}


def _narrowed(of: _Of) -> sa.ColumnElement[str | None]:
    return sa.case(
        *((_open_to(of, visibility), visibility.value) for visibility in _OPEN),
        (_open_to_own(of), Visibility.ORGANISATION.value),
        else_=None,
    )


def _open_to(of: _Of, visibility: Visibility) -> sa.ColumnElement[bool]:
    """Whether both the thing and a text of its target have this visibility or a wider one."""
    has_section = sa.exists().where(
        sections.c.document_id == documents.c.id,
        sections.c.kind == of["section_kind"],
        sections.c.number.is_not_distinct_from(sa.func.nullif(of["section_number"], "")),
    )
    has_text = sa.exists().where(
        _is_text(of),
        documents.c.visibility.in_(_OPEN[visibility]),
        (of["section_kind"] == "") | has_section.correlate_except(sections),
    )
    return sa.and_(of["visibility"].in_(_OPEN[visibility]), has_text.correlate_except(documents))


def _open_to_own(of: _Of) -> sa.ColumnElement[bool]:
    """Whether the organisation of a thing may read what it hangs on.

    The section need not be there: where no text has it any more, what hung on it is left to its
    organisation, as nobody knows how widely it might be read.
    """
    has_text = sa.exists().where(
        _is_text(of),
        documents.c.visibility.in_(_OPEN[Visibility.NETWORK])
        | (documents.c.organisation_id == of["organisation_id"]),
    )
    return has_text.correlate_except(documents)


def _is_text(of: _Of) -> sa.ColumnElement[bool]:
    kind, of_id = of["target_kind"], of["target_id"]
    of_work = kind.in_((TargetKind.WORK, TargetKind.SECTION)) & (documents.c.work_id == of_id)
    return of_work | ((kind == TargetKind.DOCUMENT) & (documents.c.id == of_id))


@lru_cache(maxsize=READERS)
def _texts(reader: Audience) -> sa.Select[Any]:
    """The documents that a reader may read with one of some `ids`, or of works with one."""
    return (
        sa.select(documents.c.id, documents.c.work_id, documents.c.lang)
        .where(one_of(documents.c.id, "ids") | one_of(documents.c.work_id, "ids"))
        .where(readable(reader))
        .order_by(documents.c.lang, documents.c.year.desc(), documents.c.id)
    )


_KEYED = (
    sa.select(sections.c.document_id, sections.c.lang, sections.c.id, *_KEY)
    .where(one_of(sections.c.document_id, "ids"))
    .where(one_of(sections.c.kind, "kinds"))
    .where(one_of(_KEY[1], "numbers"))
    .order_by(sections.c.document_id, sections.c.position)
)


class TargetStore:
    """Finds the texts of targets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def places(self, target: Target, audience: Audience) -> list[Place]:
        """Give the texts of a target that an audience may read, by language and date.

        Returns:
            None if there is no such target for the audience. Where no text that it may read has
            the section, they are those of the work, without a section.
        """
        return self.places_of_all([target], audience)[target]

    def places_of_all(
        self, targets: Collection[Target], audience: Audience
    ) -> dict[Target, list[Place]]:
        """Give the texts of each of some targets, as `places` does."""
        keys = {target.section for target in targets if target.section}
        named = {(one.id, one.section.kind, one.section.number) for one in targets if one.section}
        with self._database.read() as connection:
            ids = list({target.id for target in targets})
            rows = connection.execute(_texts(audience.reader), {"ids": ids}).all()
            work_ids = {row.id: row.work_id for row in rows}
            keyed = {
                "ids": list(work_ids) if keys else [],
                "kinds": list({key.kind for key in keys}),
                "numbers": list({key.number for key in keys}),
            }
            found = connection.execute(_KEYED, keyed).all()
        seen: Counter[tuple[str, str, str, str]] = Counter()
        with_section: defaultdict[tuple[str, SectionKey], list[Place]] = defaultdict(list)
        for document_id, lang, id_, kind, number in found:
            if (work_ids[document_id], kind, number) in named:
                one = (document_id, lang, kind, number)
                key = SectionKey(SectionKind(kind), number, seen[one])
                with_section[document_id, key].append(Place(document_id, lang, id_))
                seen[one] += 1
        places: dict[Target, list[Place]] = {}
        for target in targets:
            by_id = target.kind is TargetKind.DOCUMENT
            own = [row for row in rows if (row.id if by_id else row.work_id) == target.id]
            wanted = target.section
            narrow = [one for row in own for one in with_section[row.id, wanted]] if wanted else []
            places[target] = narrow or [Place(row.id, row.lang) for row in own]
        return places

    def widest(self, target: Target, organisation_id: str) -> Visibility | None:
        """Give the widest visibility of something on a target; see `widest`."""
        with self._database.read() as connection:
            return widest(connection, target, organisation_id)
