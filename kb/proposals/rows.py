"""Proposals as rows: what an audience may see of them, decided here and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.model import Author
from kb.errors import NotFound
from kb.model import Visibility
from kb.proposals.model import (
    Endorsement,
    Proposal,
    ProposalState,
    Revision,
    Wording,
)
from kb.store.proposal_tables import (
    endorsements,
    proposals,
    revisions,
    text_versions,
    wordings,
)
from kb.store.tables import organisations
from kb.store.targets import effective, shown, to_target


def proposal_query(audience: Audience) -> sa.Select[Any]:
    """Select the proposals that an audience may see; a draft is its organisation's alone."""
    return (
        sa.select(
            proposals,
            effective(proposals).label("narrowed"),
            organisations.c.name.label("organisation"),
        )
        .join_from(proposals, organisations)
        .where(shown(proposals, audience))
        .where(no_draft_of_others(audience))
    )


def no_draft_of_others(audience: Audience) -> sa.ColumnElement[bool]:
    """Holds for all proposals but the drafts of organisations that are not the audience's."""
    own = proposals.c.organisation_id.in_(audience.organisations)
    return (proposals.c.state != ProposalState.DRAFT) | own


def proposal_row(connection: sa.Connection, proposal_id: str, audience: Audience) -> sa.Row[Any]:
    """Read a proposal.

    Raises:
        NotFound: It is not there, or the audience may not see it.
    """
    query = proposal_query(audience).where(proposals.c.id == proposal_id)
    row = connection.execute(query).first()
    if row is None:
        raise absent()
    return row


def absent() -> NotFound:
    """The answer where there is no proposal for the asker."""
    return NotFound("There is no such proposal.", "Look for it beside the article.")


def to_proposal(
    row: sa.Row[Any],
    known: Sequence[Revision],
    endorsed: Sequence[sa.Row[Any]],
    now: dict[str, str],
) -> Proposal:
    """Make a proposal of a row of `proposal_query`.

    Args:
        known: Its revisions, the first one first.
        endorsed: As `endorsements_of` gives them.
        now: Language -> what the section says now.
    """
    latest = known[-1]
    said = max(one.number for one in known if not one.spelling_only)
    proposed = {wording.lang for wording in latest.wordings}
    return Proposal(
        id=row.id,
        target=to_target(row),
        author=Author(row.organisation_id, row.organisation),
        visibility=Visibility(row.narrowed),
        state=ProposalState(row.state),
        version=row.version,
        revision=latest,
        behind=[one.lang for one in latest.wordings if now.get(one.lang) != one.base],
        unchanged=[lang for lang in now if lang not in proposed],
        endorsements=[
            Endorsement(
                Author(one.organisation_id, one.organisation),
                one.number,
                one.number >= said,
                one.at.date(),
            )
            for one in endorsed
        ],
        on=row.at.date(),
    )


def revisions_of(
    connection: sa.Connection, proposal_ids: Collection[str]
) -> dict[str, list[Revision]]:
    """Read the revisions of proposals, by proposal, the first one first."""
    texts: defaultdict[tuple[str, int], list[Wording]] = defaultdict(list)
    for row in connection.execute(
        sa.select(wordings, text_versions.c.text.label("base"))
        .join_from(wordings, text_versions)
        .where(wordings.c.proposal_id.in_(proposal_ids))
        .order_by(wordings.c.lang != "km", wordings.c.lang)
    ):
        texts[row.proposal_id, row.number].append(Wording(row.lang, row.base, row.text))
    found: defaultdict[str, list[Revision]] = defaultdict(list)
    for row in connection.execute(
        sa.select(revisions)
        .where(revisions.c.proposal_id.in_(proposal_ids))
        .order_by(revisions.c.number)
    ):
        found[row.proposal_id].append(
            Revision(
                row.number,
                row.explanation,
                row.spelling_only,
                row.member_id is None,
                texts[row.proposal_id, row.number],
                row.at.date(),
            )
        )
    return dict(found)


def endorsements_of(
    connection: sa.Connection, proposal_ids: Collection[str]
) -> dict[str, list[sa.Row[Any]]]:
    """Read who endorses proposals, by proposal, in the order of the organisations' names."""
    found: defaultdict[str, list[sa.Row[Any]]] = defaultdict(list)
    for row in connection.execute(
        sa.select(endorsements, organisations.c.name.label("organisation"))
        .join_from(endorsements, organisations)
        .where(endorsements.c.proposal_id.in_(proposal_ids))
        .order_by(organisations.c.name)
    ):
        found[row.proposal_id].append(row)
    return found
