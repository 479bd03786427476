"""What a change of a proposal writes, whether its authors made it or a new text of the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from kb.proposals.model import ProposalState
from kb.store.proposal_tables import proposal_events, proposals, revisions, wordings


class Words(NamedTuple):
    """A wording of a revision.

    Attributes:
        version_id: Of the text that it is to replace.
    """

    lang: str
    version_id: str
    text: str


def insert_revision(
    connection: sa.Connection,
    proposal_id: str,
    number: int,
    words: Sequence[Words],
    explanation: str,
    at: dt.datetime,
    *,
    spelling_only: bool,
    member_id: str | None = None,
) -> None:
    """Add a revision.

    Args:
        spelling_only: Whether it says the same as the one before.
        member_id: Who wrote it; None: a new text of the law brought it.
    """
    connection.execute(
        sa.insert(revisions).values(
            proposal_id=proposal_id,
            number=number,
            explanation=explanation,
            spelling_only=spelling_only,
            member_id=member_id,
            at=at,
        )
    )
    connection.execute(
        sa.insert(wordings),
        [{"proposal_id": proposal_id, "number": number, **one._asdict()} for one in words],
    )


def change(
    connection: sa.Connection, row: sa.Row[Any], at: dt.datetime, state: ProposalState | None = None
) -> None:
    """Give a proposal its next version.

    Args:
        row: As it is, of the table of proposals.
        state: That it enters; None: it stays in its own.
    """
    connection.execute(
        sa.update(proposals)
        .where(proposals.c.id == row.id)
        .values(state=state or row.state, version=row.version + 1, at=at)
    )


def log_state(
    connection: sa.Connection,
    proposal_id: str,
    state: ProposalState,
    at: dt.datetime,
    *,
    reason: str = "",
    decision: str = "",
    organisation_id: str | None = None,
    member_id: str | None = None,
) -> None:
    """Keep that a proposal entered a state.

    Args:
        decision: Of minutes, in its written form.
        organisation_id, member_id: Who made it so; None: a new text of the law.
    """
    connection.execute(
        sa.insert(proposal_events).values(
            proposal_id=proposal_id,
            state=state,
            reason=reason,
            decision=decision,
            organisation_id=organisation_id,
            member_id=member_id,
            at=at,
        )
    )
