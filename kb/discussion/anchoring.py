"""What discussions quote when its text gets a new version: placed again, once, and stored.

Placements are added, never changed; what a person said of a text is repeated when it comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from kb.discussion.anchors import Anchor, Clusters, Span
from kb.discussion.new_text import NewText
from kb.discussion.placement import Method, Placement, Placing, State
from kb.model import Section
from kb.store.anchor_tables import CURRENT_PLACEMENT, anchors, placements
from kb.store.proposal_tables import text_versions
from kb.store.tables import now
from kb.store.text_versions import TextReason, keep_version


def keep_anchor(
    connection: sa.Connection,
    thread_id: str,
    document_id: str,
    section: Section | sa.Row[Any],
    one: Anchor,
) -> None:
    """Keep what a discussion quotes, and that it stands there.

    Args:
        section: With its id, lang and text.
    """
    at = now()
    version_id = keep_version(
        connection, document_id, section.id, section.text, TextReason.TAKEN_IN, at
    )
    connection.execute(
        sa.insert(anchors).values(
            thread_id=thread_id,
            version_id=version_id,
            lang=section.lang,
            start=one.start,
            end=one.end,
            exact=one.exact,
            prefix=one.prefix,
            suffix=one.suffix,
        )
    )
    standing = Placement(None, Span(one.start, one.end), State.SURE, Method.EXACT, 1.0)
    keep_placement(connection, thread_id, document_id, version_id, standing)


def keep_placement(
    connection: sa.Connection,
    thread_id: str,
    document_id: str,
    version_id: str | None,
    one: Placement,
    member_id: str | None = None,
) -> None:
    """Add where an anchor stands in a text, as what counts from now on."""
    connection.execute(
        sa.insert(placements).values(
            thread_id=thread_id,
            document_id=document_id,
            version_id=version_id,
            start=one.span.start if one.span else None,
            end=one.span.end if one.span else None,
            state=one.state,
            method=one.method,
            score=one.score,
            member_id=member_id,
            at=now(),
        )
    )


def quoted_of(connection: sa.Connection, document_id: str) -> Sequence[sa.Row[Any]]:
    """Read where quotations stand in a document, as `place_quotations` takes them."""
    return connection.execute(
        sa.select(placements, anchors.c.exact, text_versions.c.section_id)
        .join_from(placements, anchors)
        .join(text_versions, text_versions.c.id == placements.c.version_id, isouter=True)
        .where(placements.c.document_id == document_id, CURRENT_PLACEMENT)
    ).all()


def place_quotations(connection: sa.Connection, rows: Sequence[sa.Row[Any]], new: NewText) -> None:
    """Place quotations in a new text, once, and for good unless a person says otherwise."""
    if not rows:
        return
    positions = {section.id: at for at, section in enumerate(new.before)}
    texts = [Clusters(section.text) for section in new.after]
    for row in rows:
        found = _placed(new.placing, positions.get(row.section_id), row, texts)
        version_id = None
        if found.section is not None:
            version_id = new.keep(connection, new.after[found.section])
        if (new.document_id, version_id) == (row.document_id, row.version_id):
            continue  # its section has the text that it had
        member_id = None
        if said := _said(connection, row.thread_id, version_id):
            span = Span(said.start, said.end) if said.start is not None else None
            found = Placement(None, span, State(said.state), Method.PERSON, said.score)
            member_id = said.member_id
        keep_placement(connection, row.thread_id, new.document_id, version_id, found, member_id)


def _placed(
    placing: Placing, position: int | None, row: sa.Row[Any], texts: Sequence[Clusters]
) -> Placement:
    if position is not None and row.start is not None:
        found = placing.place(position, Span(row.start, row.end))
        doubtful = State.DOUBTFUL in (found.state, row.state) and found.span is not None
        return replace(found, state=State.DOUBTFUL) if doubtful else found
    kept = placing.matches.get(position) if position is not None else None
    where = kept.new if kept else None
    quotation = Clusters(row.exact)
    stands = [
        (at, span)
        for at in (range(len(texts)) if where is None else (where,))
        for span in texts[at].occurrences(quotation)
    ]
    if len(stands) != 1:
        return Placement(where, None, State.ORPHAN, Method.SECTION, 0.0)
    return Placement(*stands[0], State.DOUBTFUL, Method.QUOTED, 1.0)


def _said(connection: sa.Connection, thread_id: str, version_id: str | None) -> sa.Row[Any] | None:
    """What a person said last of an anchor in this version of a text."""
    return connection.execute(
        sa.select(placements)
        .where(placements.c.thread_id == thread_id, placements.c.version_id == version_id)
        .where(placements.c.version_id.is_not(None), placements.c.method == Method.PERSON)
        .order_by(placements.c.id.desc())
        .limit(1)
    ).first()
