"""The words of discussions: threads, what is contributed to them, how they end; positions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kb.discussion.targets import Target
from kb.model import Visibility


class ContributionKind(StrEnum):
    """How a contribution is meant. A reply is a comment."""

    COMMENT = "comment"
    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"


class State(StrEnum):
    """Whether a contribution can be read."""

    VISIBLE = "visible"
    PENDING = "pending"
    """Edited while it was hidden; a moderator is to look at it."""
    HIDDEN = "hidden"
    REMOVED = "removed"
    """Its text is erased; its place stays because of the replies."""


class Result(StrEnum):
    """What a discussion came to."""

    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    ANSWERED = "answered"
    POSTPONED = "postponed"


class Stance(StrEnum):
    """What an organisation holds."""

    SUPPORT = "support"
    SUPPORT_WITH_CHANGES = "support-with-changes"
    CONCERN = "concern"
    OPPOSE = "oppose"
    WITHDRAWN = "withdrawn"

    @property
    def needs_reason(self) -> bool:
        """Whether it says nothing without a reason."""
        return self in (Stance.CONCERN, Stance.OPPOSE)


@dataclass(frozen=True, slots=True)
class Author:
    """Who said something, as far as the reader may know.

    Attributes:
        name: Of the member, "" where the member, the lock of the organisation or the end of the
            account withholds it.
    """

    organisation_id: str
    organisation: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """One discussion.

    Attributes:
        visibility: Who reads it now: the narrower of what was chosen and what it hangs on.
        opened_on, last_on: Days; times tell who sat at a computer when.
        counts: Of first-level contributions that can be read, by kind.
        replies: That can be read.
    """

    id: str
    target: Target
    title: str
    lang: str
    visibility: Visibility
    author: Author
    opened_on: dt.date
    last_on: dt.date
    closed: bool
    counts: Mapping[ContributionKind, int] = field(default_factory=dict)
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said in a thread.

    Attributes:
        text: Markdown, as typed; "" where the reader may not read it.
        version: Number of its latest version, from 1.
        reason: Why it is hidden, for its author and for moderators.
        at: Day, and for readers of the same organisation the time.
        mine: Whether the reader wrote it.
        readable: Whether the reader is given the text.
    """

    id: str
    thread_id: str
    parent_id: str | None
    kind: ContributionKind
    lang: str
    text: str
    version: int
    state: State
    reason: str
    author: Author
    at: dt.date
    mine: bool
    readable: bool
    replies: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class ContributionPage:
    """A page of what was said in a thread.

    Attributes:
        contributions: Those of the first level, each with the replies to it that stand on this
            page.
        number: Of the page, from 1.
        pages: How many there are.
        continued: Whether the first one stands on the page before, and here again for the replies
            to it that go on.
    """

    contributions: Sequence[Contribution]
    number: int
    pages: int
    continued: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a contribution."""

    number: int
    text: str
    at: dt.date


@dataclass(frozen=True, slots=True)
class Closing:
    """How a discussion was closed, or that it was opened again.

    Attributes:
        result: None if it was opened again.
        summary: Or why it was opened again.
        decision: Of minutes; None if there is none, or the reader may not read it.
        review_on: The day on which to look at it again.
    """

    id: int
    thread_id: str
    result: Result | None
    summary: str
    decision: Target | None
    review_on: dt.date | None
    author: Author
    on: dt.date


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who in an organisation decided what it holds.

    Attributes:
        decided_by: A body, such as a board or a meeting; "" if it is not said.
        decision: The decision of minutes.
    """

    decided_by: str = ""
    decided_on: dt.date | None = None
    decision: Target | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What an organisation holds on a target.

    Attributes:
        visibility: Who reads it now.
        mandate: Without the decision where the reader may not read it.
        stated_by: Name of the delegate, for readers of the same organisation; else "".
        changed: Whether a text of the target is another one than when it was stated.
    """

    id: int
    target: Target
    organisation_id: str
    organisation: str
    stance: Stance
    reason: str
    visibility: Visibility
    mandate: Mandate
    stated_on: dt.date
    stated_by: str = ""
    changed: bool = False
