"""Proposals: who writes, revises, endorses and closes them. Agreement never edits the law.

A proposal is the organisation's, as an endorsement is: any of its delegates may change it, also
when the one who wrote it has left. Each action is one transaction, for the version of the proposal
that its form showed; what somebody else changed meanwhile is told, and nothing is overwritten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from kb.access import Audience, Right, require
from kb.discussion.closing import require_decision
from kb.discussion.rules import delegate, require_audience, writer
from kb.discussion.targets import Target
from kb.errors import Conflict, InvalidInput
from kb.members.audit import Action, Audit
from kb.model import Visibility
from kb.proposals.model import ALIVE, Proposal, ProposalState
from kb.proposals.reading import ProposalReader
from kb.proposals.revising import Typed, changes, keep_revision, says_the_same
from kb.proposals.rows import proposal_row
from kb.proposals.writing import change, log_state
from kb.store.database import Database
from kb.store.proposal_tables import (
    LATEST_REVISION,
    endorsements,
    proposals,
    revisions,
)
from kb.store.tables import new_id, now
from kb.store.targets import TargetStore, from_target, on_target, to_target, widest
from kb.typed import LONGEST_SUMMARY, clean_text


class Proposals(ProposalReader):
    """Writes proposals, and reads them as `ProposalReader` does."""

    def __init__(
        self, database: Database, audit: Audit, clock: Callable[[], dt.datetime] = now
    ) -> None:
        super().__init__(database)
        self._audit = audit
        self._clock = clock
        self._places = TargetStore(database)

    def draft(self, by: Audience, target: Target, typed: Typed, visibility: Visibility) -> Proposal:
        """Begin a proposal, which the own organisation alone reads until it is opened.

        Raises:
            NotFound: There is no such section for the member.
            Forbidden: The member may only read.
            InvalidInput: Nothing is changed, a text is too long, or it would be wider than what it
                hangs on.
            Conflict: The law was changed since the form was shown.
        """
        own = writer(by)
        changed = changes(self.bases(by, target), typed)
        proposal_id, at = new_id(), self._clock()
        with self._database.write("documents") as connection:
            require_audience(widest(connection, target, own), visibility)
            connection.execute(
                sa.insert(proposals).values(
                    id=proposal_id,
                    **from_target(target),
                    organisation_id=own,
                    visibility=visibility,
                    state=ProposalState.DRAFT,
                    version=1,
                    at=at,
                )
            )
            keep_revision(connection, proposal_id, 1, changed, typed.explanation, by.member_id, at)
            self._enter(connection, by, proposal_id, ProposalState.DRAFT)
        return self.proposal(by, proposal_id)

    def open(self, by: Audience, proposal_id: str, version: int) -> Proposal:
        """Show a draft to those for whom it is meant; a delegate does, for the organisation.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: The member is no delegate of the proposing organisation.
            Conflict: It is no draft, was changed meanwhile, or the organisation has an open
                proposal for this section.
        """
        with self._changing(by, proposal_id, version, ProposalState.DRAFT) as (connection, row):
            _require_delegate(by, row)
            _require_only_one(connection, row)
            change(connection, row, self._clock(), ProposalState.OPEN)
            self._enter(connection, by, proposal_id, ProposalState.OPEN)
        return self.proposal(by, proposal_id)

    def revise(self, by: Audience, proposal_id: str, version: int, typed: Typed) -> Proposal:
        """Change the wording. A draft is written anew; what is open gets a new revision.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: The member is not of the proposing organisation, or no delegate of it while
                the proposal is open.
            InvalidInput: Nothing is changed, or a text is too long.
            Conflict: It is closed, or it or the law was changed meanwhile.
        """
        before = self.proposal(by, proposal_id)
        changed = changes(self.bases(by, before.target), typed)
        old = {one.lang: one.text for one in before.revision.wordings}
        new = {base.lang: text for base, text in changed.items()}
        with self._changing(by, proposal_id, version, *ALIVE) as (connection, row):
            is_draft = row.state == ProposalState.DRAFT
            if not is_draft:
                _require_delegate(by, row)
            require(writer(by) == row.organisation_id)
            number = before.revision.number + (not is_draft)
            if is_draft:
                connection.execute(
                    sa.delete(revisions).where(revisions.c.proposal_id == proposal_id)
                )
            keep_revision(
                connection,
                proposal_id,
                number,
                changed,
                typed.explanation,
                by.member_id,
                self._clock(),
                spelling_only=not is_draft and says_the_same(old, new),
            )
            change(connection, row, self._clock())
            if not is_draft:
                self._audit.record(
                    connection, by, Action.PROPOSAL_REVISED, proposal_id, row.organisation_id
                )
        return self.proposal(by, proposal_id)

    def endorse(self, by: Audience, proposal_id: str, number: int) -> Proposal:
        """Stand behind a revision, for the delegate's organisation.

        Args:
            number: Of the revision that the delegate has read.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: The member is no delegate, or of the organisation that proposes it.
            Conflict: The proposal is not open, or was revised meanwhile.
        """
        own = delegate(by)
        with self._changing(by, proposal_id, None, ProposalState.OPEN) as (connection, row):
            require(own != row.organisation_id)
            latest = sa.select(LATEST_REVISION).where(proposals.c.id == proposal_id)
            if number != connection.scalar(latest):
                raise Conflict(
                    "The proposal was revised meanwhile.",
                    "Read the new wording, then endorse it.",
                    code="revised-meanwhile",
                )
            _forget_endorsement(connection, proposal_id, own)
            connection.execute(
                sa.insert(endorsements).values(
                    proposal_id=proposal_id,
                    organisation_id=own,
                    number=number,
                    member_id=by.member_id,
                    at=self._clock(),
                )
            )
            self._audit.record(connection, by, Action.PROPOSAL_ENDORSED, proposal_id, own)
        return self.proposal(by, proposal_id)

    def take_back(self, by: Audience, proposal_id: str) -> Proposal:
        """Stand behind a proposal no longer; any delegate of the organisation may say so.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: The member is no delegate.
            Conflict: The proposal is not open, or the organisation does not endorse it.
        """
        own = delegate(by)
        with self._changing(by, proposal_id, None, ProposalState.OPEN) as (connection, _):
            if not _forget_endorsement(connection, proposal_id, own):
                raise Conflict(
                    "Your organisation does not endorse this proposal.",
                    "There is nothing to take back.",
                    code="not-endorsed",
                )
            self._audit.record(connection, by, Action.ENDORSEMENT_TAKEN_BACK, proposal_id, own)
        return self.proposal(by, proposal_id)

    def withdraw(self, by: Audience, proposal_id: str, version: int, reason: str) -> Proposal:
        """End a proposal for the organisation that made it; a draft is erased.

        Returns:
            The proposal as it ended.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: The member is no delegate of the proposing organisation; a draft any of its
                members who may write can withdraw.
            InvalidInput: The reason is too long.
            Conflict: It is closed, or was changed meanwhile.
        """
        reason = clean_text(reason, LONGEST_SUMMARY, required=False)
        before = self.proposal(by, proposal_id)
        with self._changing(by, proposal_id, version, *ALIVE) as (connection, row):
            if row.state == ProposalState.DRAFT:
                require(writer(by) == row.organisation_id)
                connection.execute(sa.delete(proposals).where(proposals.c.id == proposal_id))
                return before
            _require_delegate(by, row)
            change(connection, row, self._clock(), ProposalState.WITHDRAWN)
            self._enter(connection, by, proposal_id, ProposalState.WITHDRAWN, reason)
        return self.proposal(by, proposal_id)

    def close(
        self,
        by: Audience,
        proposal_id: str,
        version: int,
        result: ProposalState,
        reason: str,
        decision: Target,
    ) -> Proposal:
        """Say what a meeting decided on a proposal. The law stays as it is.

        Args:
            result: `AGREED` or `NOT_AGREED`.
            decision: Of minutes, that the editor may read.

        Raises:
            NotFound: The proposal or the decision is not there for the member.
            Forbidden: The member is no editor.
            InvalidInput: The reason is too long, or the decision or the result is none.
            Conflict: It is not open, or was changed meanwhile.
        """
        if result not in (ProposalState.AGREED, ProposalState.NOT_AGREED):
            raise InvalidInput("This is no result.", "Give agreed or not-agreed.", code="no-result")
        reason = clean_text(reason, LONGEST_SUMMARY, required=False)
        require(Right.MODERATE in by.rights)
        require_decision(self._places, by, decision)
        with self._changing(by, proposal_id, version, ProposalState.OPEN) as (connection, row):
            change(connection, row, self._clock(), result)
            self._enter(connection, by, proposal_id, result, reason, str(decision))
        return self.proposal(by, proposal_id)

    def reopen(self, by: Audience, proposal_id: str, version: int, reason: str) -> Proposal:
        """Open a proposal again that was not agreed, withdrawn or overtaken.

        Raises:
            NotFound: It is not there for the member.
            Forbidden: The member is no editor.
            InvalidInput: The reason is empty or too long.
            Conflict: It is open or agreed, was changed meanwhile, or its organisation has another
                open proposal for the section.
        """
        reason = clean_text(reason, LONGEST_SUMMARY)
        require(Right.MODERATE in by.rights)
        ended = [state for state in ProposalState if state.may_reopen]
        with self._changing(by, proposal_id, version, *ended) as (connection, row):
            _require_only_one(connection, row)
            change(connection, row, self._clock(), ProposalState.OPEN)
            self._enter(connection, by, proposal_id, ProposalState.OPEN, reason)
        return self.proposal(by, proposal_id)

    @contextmanager
    def _changing(
        self, by: Audience, proposal_id: str, version: int | None, *states: ProposalState
    ) -> Iterator[tuple[sa.Connection, sa.Row[Any]]]:
        """Change a proposal in one transaction; no text of the law changes meanwhile.

        Args:
            version: That the member has seen; None: any.
            states: In which it may be changed so.

        Raises:
            NotFound: It is not there for the member.
            Conflict: It is in another state, or of another version.
        """
        with self._database.write("documents") as connection:
            yield connection, _current_row(connection, by, proposal_id, version, states)

    def _enter(
        self,
        connection: sa.Connection,
        by: Audience,
        proposal_id: str,
        state: ProposalState,
        reason: str = "",
        decision: str = "",
    ) -> None:
        log_state(
            connection,
            proposal_id,
            state,
            self._clock(),
            reason=reason,
            decision=decision,
            organisation_id=by.own_organisation,
            member_id=by.member_id,
        )
        self._audit.record(
            connection, by, Action.PROPOSAL, proposal_id, by.own_organisation, state=state
        )


def _require_delegate(by: Audience, row: sa.Row[Any]) -> None:
    require(delegate(by) == row.organisation_id)


def _require_only_one(connection: sa.Connection, row: sa.Row[Any]) -> None:
    """Refuse a second open proposal of an organisation for one section."""
    open_one = sa.select(proposals.c.id).where(
        on_target(proposals, to_target(row)),
        proposals.c.organisation_id == row.organisation_id,
        proposals.c.state == ProposalState.OPEN,
    )
    if connection.scalar(open_one) is not None:
        raise Conflict(
            "The organisation has an open proposal for this section.",
            "Revise that one, or withdraw it first.",
            code="proposal-there",
        )


def _forget_endorsement(connection: sa.Connection, proposal_id: str, organisation_id: str) -> bool:
    result = connection.execute(
        sa.delete(endorsements)
        .where(endorsements.c.proposal_id == proposal_id)
        .where(endorsements.c.organisation_id == organisation_id)
    )
    return result.rowcount == 1


def _current_row(
    connection: sa.Connection,
    by: Audience,
    proposal_id: str,
    version: int | None,
    states: Collection[str],
) -> sa.Row[Any]:
    row = proposal_row(connection, proposal_id, by)
    if row.state not in states:
        raise Conflict(
            f"The proposal is {row.state}.",
            "Open its page again: what can be done with it stands there.",
            code=f"proposal-{row.state}",
        )
    if version is not None and version != row.version:
        raise Conflict(
            "Somebody changed this proposal meanwhile.",
            "Look at it as it is now, then send yours again.",
            code="changed-meanwhile",
        )
    return row
