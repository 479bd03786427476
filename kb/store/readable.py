"""Which documents an audience may read, and which are listed: conditions for queries."""

from __future__ import annotations

import sqlalchemy as sa

from kb.access import Audience
from kb.model import Visibility
from kb.store.tables import documents

LISTED = documents.c.duplicate_of.is_(None)
"""Holds for documents that no other one stands for in lists, counts and searches."""


def readable(audience: Audience, table: sa.Table = documents) -> sa.ColumnElement[bool]:
    """Give the condition under which an audience may read a document.

    Args:
        table: Of documents, or of something else with a visibility and an owner.
    """
    allowed = [table.c.visibility == Visibility.PUBLIC]
    if audience.member:
        allowed.append(table.c.visibility == Visibility.NETWORK)
    if audience.organisations:
        allowed.append(table.c.organisation_id.in_(audience.organisations))
    return sa.or_(*allowed)
