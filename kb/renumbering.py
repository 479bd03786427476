"""What hangs on sections of a work, when a new text gives these other numbers.

Discussions and positions hang on a section by its number, in all texts of the work. From 1999 to
2015 the articles 150 to 157 of the Constitution became 152 to 159: what was said of article 150 is
about article 152 now. Where the new text has nothing that is surely the section, a discussion
quotes the old one from then on, so that editors are asked, and nobody takes it to be about what has
its number now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from kb.discussion.anchoring import keep_anchor
from kb.discussion.anchors import anchored
from kb.discussion.new_text import NewText
from kb.discussion.targets import SectionKey, Target, TargetKind, section_keys
from kb.model import Section, SectionKind, Visibility
from kb.proposals.model import ALIVE
from kb.store.anchor_tables import anchors
from kb.store.discussion_tables import positions, threads
from kb.store.proposal_tables import proposals
from kb.store.tables import documents
from kb.store.targets import from_target, on_target

_ENDED = proposals.c.state.not_in(ALIVE)
"""Proposals that are alive follow the text that they were written for."""
_HANGING = ((threads, sa.true()), (positions, sa.true()), (proposals, _ENDED))
_WIDER = {
    Visibility.PUBLIC: (),
    Visibility.NETWORK: (Visibility.PUBLIC,),
    Visibility.ORGANISATION: (Visibility.PUBLIC, Visibility.NETWORK),
}


def hanging_on(connection: sa.Connection, document_id: str) -> set[SectionKey]:
    """Give the sections of a work that something hangs on, if this text gives them their numbers.

    That is the newest text, if no other one is open to more readers: the numbers of what an
    organisation keeps to itself say nothing about what the network reads.

    Returns:
        None for all other texts.
    """
    text = connection.execute(sa.select(documents).where(documents.c.id == document_id)).one()
    others = (documents.c.work_id == text.work_id) & (documents.c.id != document_id)
    visibility = Visibility(text.visibility)
    ahead = (sa.func.coalesce(documents.c.year, 0) >= (text.year or 0)) | (
        documents.c.visibility.in_(_WIDER[visibility])
    )
    if visibility is Visibility.ORGANISATION:
        ahead |= documents.c.organisation_id != text.organisation_id
    if connection.scalar(sa.select(sa.exists().where(others, ahead))):
        return set()
    keys: set[SectionKey] = set()
    for table, condition in _HANGING:
        rows = connection.execute(
            sa.select(table.c.section_kind, table.c.section_number, table.c.section_nth)
            .where(table.c.target_kind == TargetKind.SECTION, condition)
            .where(table.c.target_id == text.work_id)
            .distinct()
        )
        keys |= {SectionKey(SectionKind(kind), number, nth) for kind, number, nth in rows}
    return keys


def follow_numbers(
    connection: sa.Connection, keys: Collection[SectionKey], new: NewText
) -> set[SectionKey]:
    """Let what hangs on sections follow to where the new text has them.

    Args:
        keys: As `hanging_on` gave them.

    Returns:
        Those of the sections that the text before has.
    """
    before, after = section_keys(new.before), section_keys(new.after)
    sections = {before[section.id]: section for section in reversed(new.before)}
    found = {key: sections[key] for key in keys if key in sections}
    if not found:
        return set()
    work_id = connection.execute(
        sa.select(documents.c.work_id).where(documents.c.id == new.document_id)
    ).scalar_one()
    moves: dict[Target, Target] = {}
    for key, section in found.items():
        target, became = Target.of_work(work_id, key), new.became.get(section.id)
        if became is None:
            _quote(connection, target, section)
        elif after[became.id] != key:
            moves[target] = Target.of_work(work_id, after[became.id])
    _move(connection, moves)
    return set(found)


def _move(connection: sa.Connection, moves: dict[Target, Target]) -> None:
    """Move all at once: where 150 became 152, 152 became another one."""
    for table, condition in _HANGING:
        hanging: dict[Target, Sequence[object]] = {
            target: connection.scalars(
                sa.select(table.c.id).where(on_target(table, target), condition)
            ).all()
            for target in moves
        }
        for target, ids in hanging.items():
            connection.execute(
                sa.update(table).where(table.c.id.in_(ids)).values(from_target(moves[target]))
            )


def _quote(connection: sa.Connection, target: Target, section: Section) -> None:
    """Let the discussions on a section that quote nothing quote all of it."""
    if not section.text.strip():
        return
    quoting = sa.select(anchors.c.thread_id)
    for thread_id in connection.scalars(
        sa.select(threads.c.id).where(on_target(threads, target), threads.c.id.not_in(quoting))
    ).all():
        whole = anchored(section.text, 0, len(section.text))
        keep_anchor(connection, thread_id, section.document_id, section, whole)
