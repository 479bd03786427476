"""From a member to an audience, looked up anew for each request, and the end of all access."""

from __future__ import annotations

import sqlalchemy as sa

from kb.access import Audience, Role
from kb.store.alert_tables import feeds
from kb.store.member_tables import api_tokens, members, one_time_links, sign_ins
from kb.store.tables import organisations

MAY_COME_IN = sa.and_(
    members.c.password_hash.is_not(None),
    members.c.locked_at.is_(None),
    members.c.closed_at.is_(None),
    organisations.c.locked_at.is_(None),
)
"""Holds, on members joined with organisations, for those who may sign in."""
_MEMBER = (
    sa.select(members.c.role, members.c.organisation_id, organisations.c.name)
    .join_from(members, organisations)
    .where(members.c.id == sa.bindparam("member_id"))
    .where(MAY_COME_IN)
)
"""Every request of a member asks it; to put it together takes as long as to answer it."""


def audience_of(connection: sa.Connection, member_id: str, home: str) -> Audience | None:
    """Give for whom a member's requests are answered; None if the member may not come in.

    Args:
        home: Name of the organisation that runs the installation: its admins are the network's.
    """
    row = connection.execute(_MEMBER, {"member_id": member_id}).first()
    if row is None:
        return None
    return Audience(
        member=True,
        organisations=frozenset({row.organisation_id}),
        rights=Role(row.role).rights,
        member_id=member_id,
        everywhere=row.name == home,
    )


def end_access(connection: sa.Connection, member_ids: sa.Select[tuple[str]]) -> None:
    """End sign-ins, tokens, open links and feeds of members, within the transaction."""
    for table in (sign_ins, api_tokens, one_time_links, feeds):
        connection.execute(sa.delete(table).where(table.c.member_id.in_(member_ids)))
