"""A process that sends what waits, two days from now, to be killed meanwhile."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from kb.alerts.digests import Digests
from kb.alerts.mailing import SmtpMailer
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings, SmtpSettings
from kb.store import tables


def send(settings: Settings, port: int) -> None:
    """Send once."""

    def now(zone: dt.timezone) -> dt.datetime:
        return dt.datetime.now(zone) + dt.timedelta(days=2)

    moved = SimpleNamespace(datetime=SimpleNamespace(now=now), UTC=dt.UTC)
    vars(tables)["dt"] = moved
    with KnowledgeBase.open(settings) as knowledge_base:
        server = SmtpSettings(host="127.0.0.1", port=port, security="none")
        Digests(knowledge_base, SmtpMailer(server)).run()
