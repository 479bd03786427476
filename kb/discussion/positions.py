"""Positions: what an organisation holds on an act or an article, and who in it decided so.

The last one stated is the current one. It is the organisation's, not the delegate's: any delegate
may change it, and it stays when the one who stated it leaves.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.closing import readable_decisions, require_decision
from kb.discussion.model import Mandate, Position, Stance
from kb.discussion.rules import delegate, places_of, require_audience
from kb.discussion.targets import Target
from kb.errors import InvalidInput
from kb.members.audit import Action, Audit
from kb.model import Visibility
from kb.store.database import Database
from kb.store.discussion_tables import CURRENT_POSITION, positions
from kb.store.member_tables import members
from kb.store.readable import readable
from kb.store.tables import documents, organisations, sections
from kb.store.targets import (
    Place,
    TargetStore,
    counts_of_work,
    effective,
    from_target,
    on_target,
    shown,
    to_target,
    widest,
)
from kb.store.text_versions import digest
from kb.typed import LONGEST_REASON, LONGEST_TITLE, clean_line, clean_text

REPLACED_WITHIN = dt.timedelta(minutes=15)
"""A position that is changed so soon was a slip: the old one is forgotten."""


class Positions:
    """States and reads positions."""

    def __init__(self, database: Database, audit: Audit, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._targets = TargetStore(database)

    def state(
        self,
        by: Audience,
        target: Target,
        stance: Stance,
        reason: str,
        visibility: Visibility,
        mandate: Mandate,
    ) -> Position:
        """Say what the delegate's organisation holds from now on.

        Args:
            visibility: Who reads it: the network, or the organisation alone.

        Raises:
            NotFound: There is no such target or decision for the delegate.
            Forbidden: Who asks is no delegate.
            InvalidInput: The reason is missing or too long, the day is to come, there is nothing
                to withdraw, or it would be wider than what it hangs on.
        """
        own = delegate(by)
        reason = _checked_reason(stance, reason)
        decided_by = clean_line(mandate.decided_by, LONGEST_TITLE, required=False)
        at = self._clock()
        if mandate.decided_on is not None and mandate.decided_on > at.date():
            raise InvalidInput(
                "The day of the decision is to come.", "Give the day it was made.", code="to-come"
            )
        require_decision(self._targets, by, mandate.decision)
        places = places_of(self._targets, target, by)
        with self._database.write("documents") as connection:
            require_audience(widest(connection, target, own), visibility)
            mine = sa.and_(on_target(positions, target), positions.c.organisation_id == own)
            last = connection.execute(
                sa.select(positions.c.id, positions.c.at, positions.c.stance)
                .where(mine)
                .order_by(positions.c.id.desc())
                .limit(1)
            ).first()
            if stance is Stance.WITHDRAWN and (last is None or last.stance == stance):
                raise InvalidInput(
                    "There is no position to withdraw.",
                    "State one first.",
                    code="nothing-to-withdraw",
                )
            if last is not None and at - last.at <= REPLACED_WITHIN:
                connection.execute(sa.delete(positions).where(positions.c.id == last.id))
            connection.execute(
                sa.insert(positions).values(
                    **from_target(target),
                    organisation_id=own,
                    stance=stance,
                    reason=reason,
                    visibility=visibility,
                    decided_by=decided_by,
                    decided_on=mandate.decided_on,
                    decision=str(mandate.decision or ""),
                    texts=_fingerprints(connection, places),
                    member_id=by.member_id,
                    at=at,
                )
            )
            self._audit.record(connection, by, Action.POSITION_STATED, str(target), own)
        return self.history(by, target, own)[0]

    def on(self, audience: Audience, target_ids: Collection[str]) -> list[Position]:
        """Give the current positions on works, documents and dossiers and on their sections.

        Args:
            target_ids: Ids of works, documents or dossiers.

        Returns:
            By name of the organisation; those that are withdrawn are left out.
        """
        found = self._read(audience, positions.c.target_id.in_(target_ids), current=True)
        return [one for one in found if one.stance is not Stance.WITHDRAWN]

    def about(self, audience: Audience, target: Target) -> list[Position]:
        """Give the current positions on one target, as `on` does."""
        found = self._read(audience, on_target(positions, target), current=True)
        return [one for one in found if one.stance is not Stance.WITHDRAWN]

    def counts(self, audience: Audience, work_id: str) -> Counter[Target]:
        """Count the current positions on a work and on each of its sections."""
        with self._database.read() as connection:
            return counts_of_work(connection, positions, work_id, audience, _held)

    def history(self, audience: Audience, target: Target, organisation_id: str) -> list[Position]:
        """Give what an organisation held on a target, the newest first.

        Returns:
            None where the current one may not be read: what was before would tell that it changed.
        """
        mine = sa.and_(on_target(positions, target), positions.c.organisation_id == organisation_id)
        if not self._read(audience, mine, current=True):
            return []
        found = self._read(audience, mine, current=False)
        return sorted(found, key=lambda one: one.id, reverse=True)

    def _read(
        self, audience: Audience, wanted: sa.ColumnElement[bool], *, current: bool
    ) -> list[Position]:
        query = (
            sa.select(
                positions,
                effective(positions).label("narrowed"),
                organisations.c.name.label("organisation"),
                members.c.name,
            )
            .join_from(positions, organisations)
            .join(members, members.c.id == positions.c.member_id)
            .where(wanted, shown(positions, audience))
            .order_by(organisations.c.name, positions.c.id)
        )
        if current:
            query = query.where(CURRENT_POSITION)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            now = _fingerprints_of(connection, rows, audience)
        decisions = readable_decisions(self._targets, audience, {row.decision for row in rows})
        return [_to_position(row, audience, now, decisions.get(row.decision)) for row in rows]


def _to_position(
    row: sa.Row[Any], audience: Audience, now: dict[str, str], decision: Target | None
) -> Position:
    own = row.organisation_id in audience.organisations
    return Position(
        id=row.id,
        target=to_target(row),
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        stance=Stance(row.stance),
        reason=row.reason,
        visibility=Visibility(row.narrowed),
        mandate=Mandate(row.decided_by, row.decided_on, decision),
        stated_on=row.at.date(),
        stated_by=row.name if own else "",
        changed=any(now.get(section, held) != held for section, held in row.texts.items()),
    )


def _held(_reader: Audience) -> sa.ColumnElement[bool]:
    return sa.and_(positions.c.stance != Stance.WITHDRAWN, CURRENT_POSITION)


def _checked_reason(stance: Stance, reason: str) -> str:
    if stance.needs_reason and not reason.strip():
        raise InvalidInput(
            "A concern or an opposition needs a reason.",
            "Write why, in a sentence or two.",
            code="reason-needed",
        )
    return clean_text(reason, LONGEST_REASON, required=False)


def _fingerprints(connection: sa.Connection, places: Collection[Place]) -> dict[str, str]:
    """Section -> SHA-256 of its text: so that it is seen when the text is no longer the same."""
    return _digests(connection, {place.section_id for place in places if place.section_id})


def _fingerprints_of(
    connection: sa.Connection, rows: Collection[sa.Row[Any]], audience: Audience
) -> dict[str, str]:
    """The same for texts that were held to, as far as an audience may read them."""
    ids = {section for row in rows for section in row.texts}
    mine = connection.scalars(
        sa.select(sections.c.id)
        .join_from(sections, documents)
        .where(sections.c.id.in_(ids), readable(audience))
    )
    return _digests(connection, mine.all())


def _digests(connection: sa.Connection, section_ids: Collection[str]) -> dict[str, str]:
    rows = connection.execute(
        sa.select(sections.c.id, sections.c.text).where(sections.c.id.in_(section_ids))
    )
    return {row.id: digest(row.text) for row in rows}
