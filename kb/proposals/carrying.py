"""Proposals when the law they are for gets a new text: carried over, overtaken, or left behind.

A wording is carried over where it meets nothing that changed; where it does, it stays as it is and
its authors are asked to look, for a program must not write law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from kb.discussion.new_text import NewText
from kb.discussion.targets import section_keys
from kb.model import Section
from kb.proposals.merging import rebase
from kb.proposals.model import ALIVE, ProposalState
from kb.proposals.revising import differs, says_the_same
from kb.proposals.writing import Words, change, insert_revision, log_state
from kb.store.proposal_tables import (
    LATEST_REVISION,
    proposals,
    revisions,
    text_versions,
    wordings,
)
from kb.store.tables import now
from kb.store.targets import from_target, to_target


def proposed_for(connection: sa.Connection, document_id: str) -> Sequence[sa.Row[Any]]:
    """Read the wordings of drafts and open proposals that were written for a document."""
    query = (
        sa.select(
            proposals,
            revisions.c.number,
            revisions.c.explanation,
            wordings.c.lang,
            wordings.c.text,
            text_versions.c.section_id,
            text_versions.c.text.label("base"),
        )
        .join_from(proposals, revisions, revisions.c.proposal_id == proposals.c.id)
        .join(
            wordings,
            sa.and_(
                wordings.c.proposal_id == revisions.c.proposal_id,
                wordings.c.number == revisions.c.number,
            ),
        )
        .join(text_versions, text_versions.c.id == wordings.c.version_id)
        .where(proposals.c.state.in_(ALIVE), revisions.c.number == LATEST_REVISION)
        .where(text_versions.c.document_id == document_id)
    )
    return connection.execute(query).all()


def carry_proposals(connection: sa.Connection, rows: Sequence[sa.Row[Any]], new: NewText) -> None:
    """Let proposals follow to a new text.

    Args:
        rows: As `proposed_for` gave them for the document of the text before.
    """
    keys = section_keys(new.after)
    for proposal_id in {row.id for row in rows}:
        mine = [row for row in rows if row.id == proposal_id]
        sections = {row.lang: new.became.get(row.section_id) for row in mine}
        found = {lang: section for lang, section in sections.items() if section is not None}
        if not found or all(_says_so(row, found.get(row.lang)) for row in mine):
            _overtake(connection, mine[0])
            continue
        carried = {
            row.lang: text
            for row in mine
            if row.lang in found
            and row.base != found[row.lang].text
            and (text := rebase(row.base, row.text, found[row.lang].text)) is not None
        }
        if carried:
            versions = {lang: new.keep(connection, found[lang]) for lang in carried}
            _carry_over(connection, mine, carried, versions)
        moved = to_target(mine[0]).of_work(mine[0].target_id, keys[next(iter(found.values())).id])
        connection.execute(
            sa.update(proposals).where(proposals.c.id == proposal_id).values(**from_target(moved))
        )


def _says_so(row: sa.Row[Any], section: Section | None) -> bool:
    """Whether the section says by now what was proposed for it."""
    return section is not None and not differs(row.text, section.text)


def _overtake(connection: sa.Connection, row: sa.Row[Any]) -> None:
    """End an open proposal; a draft is its authors' and stays."""
    if row.state != ProposalState.OPEN:
        return
    change(connection, row, now(), ProposalState.OVERTAKEN)
    log_state(connection, row.id, ProposalState.OVERTAKEN, now())


def _carry_over(
    connection: sa.Connection,
    mine: Sequence[sa.Row[Any]],
    carried: Mapping[str, str],
    versions: Mapping[str, str],
) -> None:
    """Add a revision by the program, with the wordings of other texts as they are."""
    first = mine[0]
    number = first.number + 1
    old = connection.execute(
        sa.select(wordings).where(
            wordings.c.proposal_id == first.id, wordings.c.number == first.number
        )
    ).all()
    words = [
        Words(row.lang, versions.get(row.lang, row.version_id), carried.get(row.lang, row.text))
        for row in old
    ]
    same = says_the_same({row.lang: row.text for row in old}, {one.lang: one.text for one in words})
    insert_revision(
        connection, first.id, number, words, first.explanation, now(), spelling_only=same
    )
    change(connection, first, now())
