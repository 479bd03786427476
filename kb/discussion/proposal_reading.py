"""Proposals as one reader may see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.closing import readable_decision
from kb.discussion.merging import collisions
from kb.discussion.model import Author
from kb.discussion.proposal_model import (
    Base,
    Endorsement,
    Event,
    Proposal,
    ProposalState,
    Revision,
    Rival,
    Wording,
)
from kb.discussion.targets import Target
from kb.errors import NotFound
from kb.model import Visibility
from kb.store.database import Database
from kb.store.proposal_tables import (
    LAST_EVENT,
    endorsements,
    proposal_events,
    proposals,
    revisions,
    text_versions,
    wordings,
)
from kb.store.tables import organisations, sections
from kb.store.targets import TargetStore, counts_of_work, effective, on_target, shown, to_target
from kb.store.text_versions import digest


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
        .where(_no_draft_of_others(audience))
    )


def _no_draft_of_others(audience: Audience) -> sa.ColumnElement[bool]:
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
        raise NotFound("There is no such proposal.", "Look for it beside the article.")
    return row


class ProposalReader:
    """Reads proposals for an audience."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._targets = TargetStore(database)

    def bases(self, audience: Audience, target: Target) -> list[Base]:
        """Give the texts of a section that a proposal may replace: the newest of each language.

        Where the network reads the section, its texts are the same for all of its members,
        whatever an organisation keeps of the law beside them.

        Returns:
            By language; none if there is no such section for the audience.
        """
        if audience.member and audience.organisations:
            shared = self.bases(Audience.of_member(frozenset()), target)
            if shared:
                return shared
        newest: dict[str, tuple[str, str]] = {}
        for place in self._targets.places(target, audience):
            if place.section_id is not None:
                newest.setdefault(place.lang, (place.document_id, place.section_id))
        with self._database.read() as connection:
            texts = dict(
                connection.execute(
                    sa.select(sections.c.id, sections.c.text).where(
                        sections.c.id.in_([section for _, section in newest.values()])
                    )
                ).all()
            )
        return [
            Base(lang, document, section, texts[section], digest(texts[section]))
            for lang, (document, section) in sorted(newest.items())
            if section in texts
        ]

    def proposal(self, audience: Audience, proposal_id: str) -> Proposal:
        """Give a proposal.

        Raises:
            NotFound: It is not there, or the audience may not see it.
        """
        with self._database.read() as connection:
            row = proposal_row(connection, proposal_id, audience)
        return self._to_proposals(audience, [row])[0]

    def on(self, audience: Audience, target: Target) -> list[Proposal]:
        """Give the proposals for a section, those that are open first, then the newest."""
        found = self._select(audience, on_target(proposals, target))
        return sorted(found, key=lambda one: one.state is not ProposalState.OPEN)

    def counts(self, audience: Audience, work_id: str) -> Counter[Target]:
        """Count the proposals for each section of a work."""
        with self._database.read() as connection:
            of_work = proposals.c.target_id == work_id
            rows = sa.select(proposals).where(of_work, _no_draft_of_others(audience))
            return counts_of_work(connection, rows, audience)

    def among(self, audience: Audience, proposal_ids: Collection[str]) -> list[Proposal]:
        """Give those of these proposals that the audience may see, the newest first."""
        return self._select(audience, proposals.c.id.in_(proposal_ids))

    def newest(self, audience: Audience, *, limit: int, offset: int = 0) -> list[Proposal]:
        """Give the proposals that changed last."""
        return self._select(audience, sa.true(), limit=limit, offset=offset)

    def revisions(self, audience: Audience, proposal_id: str) -> list[Revision]:
        """Give all revisions of a proposal, the newest first.

        Raises:
            NotFound: It is not there, or the audience may not see it.
        """
        with self._database.read() as connection:
            proposal_row(connection, proposal_id, audience)
            return _revisions(connection, [proposal_id])[proposal_id][::-1]

    def events(self, audience: Audience, proposal_id: str) -> list[Event]:
        """Give the states that a proposal entered, the newest first.

        Raises:
            NotFound: It is not there, or the audience may not see it.
        """
        with self._database.read() as connection:
            proposal_row(connection, proposal_id, audience)
            rows = connection.execute(
                sa.select(proposal_events, organisations.c.name.label("organisation"))
                .join(
                    organisations,
                    organisations.c.id == proposal_events.c.organisation_id,
                    isouter=True,
                )
                .where(proposal_events.c.proposal_id == proposal_id)
                .order_by(proposal_events.c.id.desc())
            ).all()
        return [
            Event(
                ProposalState(row.state),
                row.reason,
                readable_decision(self._targets, audience, row.decision),
                Author(row.organisation_id, row.organisation) if row.organisation_id else None,
                row.at.date(),
            )
            for row in rows
        ]

    def rivals(self, audience: Audience, proposal: Proposal) -> list[Rival]:
        """Give the open proposals for the same section that collide with an open one.

        Only wordings for the same text are compared; one for an older text is behind anyway.
        """
        if proposal.state is not ProposalState.OPEN:
            return []
        mine = {one.lang: one for one in proposal.revision.wordings}
        found: list[Rival] = []
        for other in self.on(audience, proposal.target):
            if other.id == proposal.id or other.state is not ProposalState.OPEN:
                continue
            met = [
                (one.lang, collision)
                for one in other.revision.wordings
                if one.lang in mine and mine[one.lang].base == one.base
                for collision in collisions(one.base, mine[one.lang].text, one.text)
            ]
            if met:
                found.append(Rival(other, met))
        return found

    def by_decision(
        self, audience: Audience, decisions: Collection[Target]
    ) -> dict[str, list[Proposal]]:
        """Give the proposals that decisions of minutes closed, by the written form of each.

        Args:
            decisions: That the audience may read.
        """
        event = proposal_events
        query = (
            proposal_query(audience)
            .join(event, event.c.id == LAST_EVENT)
            .where(event.c.decision.in_([str(one) for one in decisions]))
            .add_columns(event.c.decision)
            .order_by(event.c.id.desc())
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        closed: defaultdict[str, list[Proposal]] = defaultdict(list)
        for row, proposal in zip(rows, self._to_proposals(audience, rows), strict=True):
            closed[row.decision].append(proposal)
        return dict(closed)

    def _select(
        self,
        audience: Audience,
        wanted: sa.ColumnElement[bool],
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Proposal]:
        query = (
            proposal_query(audience)
            .where(wanted)
            .order_by(proposals.c.at.desc(), proposals.c.id)
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return self._to_proposals(audience, rows)

    def _to_proposals(self, audience: Audience, rows: Sequence[sa.Row[Any]]) -> list[Proposal]:
        ids = [row.id for row in rows]
        with self._database.read() as connection:
            known = _revisions(connection, ids)
            endorsed = _endorsements(connection, ids)
        now = {
            target: {base.lang: base.text for base in self.bases(audience, target)}
            for target in {to_target(row) for row in rows}
        }
        return [
            _to_proposal(row, known[row.id], endorsed[row.id], now[to_target(row)]) for row in rows
        ]


def _to_proposal(
    row: sa.Row[Any],
    known: Sequence[Revision],
    endorsed: Sequence[sa.Row[Any]],
    now: dict[str, str],
) -> Proposal:
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


def _revisions(
    connection: sa.Connection, proposal_ids: Collection[str]
) -> dict[str, list[Revision]]:
    texts: defaultdict[tuple[str, int], list[Wording]] = defaultdict(list)
    for row in connection.execute(
        sa.select(wordings, text_versions.c.text.label("base"))
        .join_from(wordings, text_versions)
        .where(wordings.c.proposal_id.in_(proposal_ids))
        .order_by(wordings.c.lang)
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


def _endorsements(
    connection: sa.Connection, proposal_ids: Collection[str]
) -> dict[str, list[sa.Row[Any]]]:
    found: defaultdict[str, list[sa.Row[Any]]] = defaultdict(list)
    for row in connection.execute(
        sa.select(endorsements, organisations.c.name.label("organisation"))
        .join_from(endorsements, organisations)
        .where(endorsements.c.proposal_id.in_(proposal_ids))
        .order_by(organisations.c.name)
    ):
        found[row.proposal_id].append(row)
    return found
