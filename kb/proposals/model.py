"""The words of proposals: a wording for a section, its revisions, who endorses it, how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.discussion.model import Author
from kb.discussion.targets import Target
from kb.model import Visibility
from kb.proposals.merging import Collision


class ProposalState(StrEnum):
    """Where a proposal stands. Values are stable: they are in the JSON API."""

    DRAFT = "draft"
    """Read by the proposing organisation only."""
    OPEN = "open"
    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    """The law says so now, or has the section no more."""

    @property
    def may_reopen(self) -> bool:
        """Whether an editor may open it again."""
        return self in (
            ProposalState.NOT_AGREED,
            ProposalState.WITHDRAWN,
            ProposalState.OVERTAKEN,
        )


ALIVE = (ProposalState.DRAFT, ProposalState.OPEN)
"""The states in which a proposal is revised, and follows the law to a new text."""


@dataclass(frozen=True, slots=True)
class Base:
    """The text of a section in one language, as it is to be replaced.

    Attributes:
        sha256: Of the text.
    """

    lang: str
    document_id: str
    section_id: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a revision proposes in one language.

    Attributes:
        base: The text that it was written for.
        text: The text that is to stand there.
    """

    lang: str
    base: str
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A version of a proposal; never changed.

    Attributes:
        number: From 1.
        spelling_only: Whether it says the same as the one before, in another spelling.
        carried_over: Whether a new text of the law brought it, not the authors.
        wordings: By language, the Khmer one first.
    """

    number: int
    explanation: str
    spelling_only: bool
    carried_over: bool
    wordings: Sequence[Wording]
    on: dt.date


@dataclass(frozen=True, slots=True)
class Endorsement:
    """An organisation that stands behind a proposal.

    Attributes:
        number: Of the revision that it endorsed.
        current: Whether no later one says anything else.
    """

    author: Author
    number: int
    current: bool
    on: dt.date


@dataclass(frozen=True, slots=True)
class Event:
    """A state that a proposal entered.

    Attributes:
        author: None: a new text of the law did it.
        decision: Of minutes; None where there is none, or the reader may not see it.
    """

    state: ProposalState
    reason: str
    decision: Target | None
    author: Author | None
    on: dt.date


@dataclass(frozen=True, slots=True)
class Proposal:
    """A wording that an organisation proposes for a section of a work.

    Attributes:
        author: The proposing organisation.
        visibility: Who reads it now: the narrower of what was chosen and what it hangs on.
        version: Grows with each change; says which state a form was made for.
        revision: The latest one.
        behind: Languages whose text changed, or are missing, so that the authors are to look.
        unchanged: Languages of the section that the proposal leaves as they are.
        endorsements: By name of the organisation.
    """

    id: str
    target: Target
    author: Author
    visibility: Visibility
    state: ProposalState
    version: int
    revision: Revision
    behind: Sequence[str]
    unchanged: Sequence[str]
    endorsements: Sequence[Endorsement]
    on: dt.date


@dataclass(frozen=True, slots=True)
class Rival:
    """Another open proposal for the same section that cannot stand together with this one.

    Attributes:
        collisions: By language, the words that both change.
    """

    proposal: Proposal
    collisions: Sequence[tuple[str, Collision]]
