"""Proposals as one reader may see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.closing import readable_decisions
from kb.discussion.model import Author
from kb.discussion.targets import Target
from kb.proposals.merging import collisions
from kb.proposals.model import (
    Base,
    Event,
    Proposal,
    ProposalState,
    Revision,
    Rival,
)
from kb.proposals.rows import (
    absent,
    endorsements_of,
    no_draft_of_others,
    proposal_query,
    proposal_row,
    revisions_of,
    to_proposal,
)
from kb.store.database import Database
from kb.store.proposal_tables import (
    LAST_EVENT,
    proposal_events,
    proposals,
)
from kb.store.tables import organisations, sections
from kb.store.targets import TargetStore, counts_of_work, on_target, to_target
from kb.store.text_versions import digest


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
        return self.bases_of_all(audience, [target])[target]

    def bases_of_all(
        self, audience: Audience, targets: Collection[Target]
    ) -> dict[Target, list[Base]]:
        """Give the texts of each of some sections, as `bases` does."""
        found: dict[Target, list[Base]] = {}
        if audience.member and audience.organisations:
            shared = self.bases_of_all(Audience.of_member(frozenset()), targets)
            found = {target: bases for target, bases in shared.items() if bases}
        rest = [target for target in targets if target not in found]
        if not rest:
            return found
        newest: dict[tuple[Target, str], tuple[str, str]] = {}
        for target, places in self._targets.places_of_all(rest, audience).items():
            for place in places:
                if place.section_id is not None:
                    text = (place.document_id, place.section_id)
                    newest.setdefault((target, place.lang), text)
        with self._database.read() as connection:
            texts = dict(
                connection.execute(
                    sa.select(sections.c.id, sections.c.text).where(
                        sections.c.id.in_([section for _, section in newest.values()])
                    )
                ).all()
            )
        found |= {target: [] for target in rest}
        for (target, lang), (document, section) in newest.items():
            if section in texts:
                text = texts[section]
                found[target].append(Base(lang, document, section, text, digest(text)))
        for bases in found.values():
            bases.sort(key=lambda base: base.lang)
        return found

    def proposal(self, audience: Audience, proposal_id: str) -> Proposal:
        """Give a proposal.

        Raises:
            NotFound: It is not there, or the audience may not see it.
        """
        found = self.among(audience, [proposal_id])
        if not found:
            raise absent()
        return found[0]

    def on(self, audience: Audience, target: Target) -> list[Proposal]:
        """Give the proposals for a section, those that are open first, then the newest."""
        found = self._select(audience, on_target(proposals, target))
        return sorted(found, key=lambda one: one.state is not ProposalState.OPEN)

    def counts(self, audience: Audience, work_id: str) -> Counter[Target]:
        """Count the proposals for each section of a work."""
        with self._database.read() as connection:
            return counts_of_work(connection, proposals, work_id, audience, no_draft_of_others)

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
            return revisions_of(connection, [proposal_id])[proposal_id][::-1]

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
        decisions = readable_decisions(self._targets, audience, {row.decision for row in rows})
        return [
            Event(
                ProposalState(row.state),
                row.reason,
                decisions.get(row.decision),
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
        closed: defaultdict[str, list[Proposal]] = defaultdict(list)
        for row, proposal in self._read(audience, query):
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
        return [proposal for _, proposal in self._read(audience, query)]

    def _read(
        self, audience: Audience, query: sa.Select[Any]
    ) -> list[tuple[sa.Row[Any], Proposal]]:
        """Give the rows of a query that `proposal_query` began, each with its proposal."""
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            known, endorsed = revisions_of(connection, ids), endorsements_of(connection, ids)
        texts = self.bases_of_all(audience, {to_target(row) for row in rows})
        now = {target: {base.lang: base.text for base in bases} for target, bases in texts.items()}
        return [
            (row, to_proposal(row, known[row.id], endorsed[row.id], now[to_target(row)]))
            for row in rows
        ]
