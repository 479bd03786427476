"""What a member follows, and what is new about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kb.access import Audience
from kb.discussion.model import Thread
from kb.model import Document
from kb.search.results import SearchRequest


class Mail(StrEnum):
    """How often a member is written to about something."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Channel(StrEnum):
    """Where a member hears of something. What was told in one is still to be told in the other."""

    PAGE = "page"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Query:
    """What is followed.

    Attributes:
        text, filters, date_from, date_to: As in `SearchRequest`. A topic, a province or an
            organisation is followed by a filter alone.
        act: Id of the work, where an act is followed: its new texts, and what cites it.
        discussion: Id of the discussion, where one is followed: what others say there.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: int | None = None
    date_to: int | None = None
    act: str = ""
    discussion: str = ""

    def request(self, **options: Any) -> SearchRequest:
        """The search for it; not for acts and discussions. `options` are further fields."""
        filters = {**self.filters, **options.pop("filters", {})}
        return SearchRequest(
            self.text, filters, date_from=self.date_from, date_to=self.date_to, **options
        )

    def to_json(self) -> dict[str, Any]:
        """The form in which it is kept; what is not asked for is left out."""
        values = {
            "text": self.text,
            "filters": {name: list(values) for name, values in self.filters.items()},
            "date_from": self.date_from,
            "date_to": self.date_to,
            "act": self.act,
            "discussion": self.discussion,
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Query:
        """Read what `to_json` gave."""
        filters = {name: tuple(values) for name, values in kept.get("filters", {}).items()}
        return cls(**{**kept, "filters": filters})


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a member follows, for the member's own eyes.

    Attributes:
        note: Why.
        position: Up to where the change log was looked at for it.
    """

    id: str
    member_id: str
    query: Query
    note: str
    mail: Mail
    position: int
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class News:
    """Something new, as its member may see it now: a document, or what was said in a discussion.

    Attributes:
        id: Names it without saying what it is.
        alert: Because of which the member hears of it.
        at: When the last of it was noticed.
        contribution_id: What was said last, "" if that was how the discussion ended.
        number: How much was said.
    """

    id: str
    alert: Alert
    at: dt.datetime
    document: Document | None = None
    thread: Thread | None = None
    contribution_id: str = ""
    number: int = 1

    @property
    def public(self) -> Document | None:
        """The document, if everybody may read it; no discussion is for everybody."""
        one = self.document
        is_public = one and Audience.visitor().may_read(one.visibility, one.organisation_id)
        return one if is_public else None
