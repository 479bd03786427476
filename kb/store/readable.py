"""The condition under which an audience may read a document, for every query of the store."""

from __future__ import annotations

import sqlalchemy as sa

from kb.access import Audience
from kb.model import Visibility
from kb.store.tables import documents


def readable(audience: Audience) -> sa.ColumnElement[bool]:
    """Give the condition on the table of documents."""
    allowed = [documents.c.visibility == Visibility.PUBLIC]
    if audience.member:
        allowed.append(documents.c.visibility == Visibility.NETWORK)
    if audience.organisations:
        allowed.append(documents.c.organisation_id.in_(audience.organisations))
    return sa.or_(*allowed)
