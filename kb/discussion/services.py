"""The services of discussions, as one object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kb.discussion.closing import Closings
from kb.discussion.contributions import Contributions
from kb.discussion.moderation import Moderation
from kb.discussion.positions import Positions
from kb.discussion.quotations import Quotations
from kb.discussion.threads import Threads
from kb.members.audit import Audit
from kb.store.database import Database
from kb.store.tables import now
from kb.store.targets import TargetStore


class Discussion:
    """All that the network says of its texts.

    Args:
        follow: Brings the index up to date; called after each change of a discussion.
        clock: Gives the present moment.
    """

    def __init__(
        self,
        database: Database,
        audit: Audit,
        follow: Callable[[], object],
        clock: Callable[[], dt.datetime] = now,
    ) -> None:
        self.targets = TargetStore(database)
        self.threads = Threads(database, audit, clock, follow)
        self.quotations = Quotations(database)
        self.contributions = Contributions(database, audit, clock, follow)
        self.moderation = Moderation(database, audit, clock, follow)
        self.closings = Closings(database, audit, clock, follow)
        self.positions = Positions(database, audit, clock)
