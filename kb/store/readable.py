"""Which documents an audience may read, and which are listed: conditions for queries."""

from __future__ import annotations

from functools import lru_cache

import sqlalchemy as sa

from kb.access import Audience
from kb.model import Visibility
from kb.store.tables import documents

READERS = 256
"""For how many readers a condition or a query is kept: to write one takes as long as to ask it."""

LISTED = documents.c.duplicate_of.is_(None)
"""Holds for documents that no other one stands for in lists, counts and searches."""


def readable(audience: Audience, table: sa.Table = documents) -> sa.ColumnElement[bool]:
    """Give the condition under which an audience may read a document.

    Args:
        table: Of documents, or of something else with a visibility and an owner.
    """
    return _readable(audience.reader, table)


@lru_cache(maxsize=READERS)
def _readable(reader: Audience, table: sa.Table) -> sa.ColumnElement[bool]:
    allowed = [table.c.visibility == Visibility.PUBLIC]
    if reader.member:
        allowed.append(table.c.visibility == Visibility.NETWORK)
    if reader.organisations:
        allowed.append(table.c.organisation_id.in_(reader.organisations))
    return sa.or_(*allowed)
