"""What the services that write discussions share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from kb.members.audit import Audit
from kb.store.database import Database
from kb.store.targets import TargetStore


class Writing:
    """A service that changes discussions.

    Args:
        clock: Gives the present moment.
        follow: Brings the index up to date; called after each change.
    """

    def __init__(
        self,
        database: Database,
        audit: Audit,
        clock: Callable[[], dt.datetime],
        follow: Callable[[], object],
    ) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._follow = follow
        self._targets = TargetStore(database)

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        """Make one change, whole or not at all; no text changes meanwhile. Then the index does."""
        with self._database.write("documents") as connection:
            yield connection
        self._follow()
