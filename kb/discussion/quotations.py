"""What discussions quote: found as typed, read with where it stands, settled by editors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from kb.access import Audience, Right, require
from kb.discussion.anchoring import keep_placement
from kb.discussion.anchors import Anchor, Clusters, Span, anchored, quoted
from kb.discussion.placement import Method, Placement, State
from kb.errors import InvalidInput, NotFound
from kb.store.anchor_tables import CURRENT_PLACEMENT, anchors, placements
from kb.store.database import Database
from kb.store.discussion_tables import threads
from kb.store.proposal_tables import text_versions
from kb.store.readable import READERS, readable
from kb.store.tables import documents, one_of, sections
from kb.store.targets import Place, shown

MOST_LISTED = 50
"""Placements in the editors' list; those that are settled make room for the next."""


class NearPassage(InvalidInput):
    """A quotation stands nowhere, but something like it does.

    Args:
        passage: That is most like it, as it stands.
    """

    code = "quotation-near"

    def __init__(self, passage: str) -> None:
        super().__init__(
            "The quotation does not stand there word for word.",
            "Compare it with the passage that is most like it, and copy that if it is meant.",
        )
        self.passage = passage


class Verdict(StrEnum):
    """What an editor says of a placement."""

    RIGHT = "right"
    SECTION = "section"
    """It stands there no longer; the discussion stays with the section."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a quotation stands in a document now.

    Attributes:
        section_id: None: the document has the section no longer.
        text: The version of the section's text, "" without a section.
        span: In that text; None: found nowhere.
    """

    id: int
    thread_id: str
    document_id: str
    section_id: str | None
    text: str
    span: Span | None
    state: State


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a discussion quotes.

    Attributes:
        exact: In its own characters, never changed.
        lang: Of the text.
        text, span: The text as it was, and where it stands there.
        standings: In documents that the reader may read, by document.
    """

    exact: str
    lang: str
    text: str
    span: Span
    standings: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A placement for an editor to look at.

    Attributes:
        title: Of the discussion.
    """

    title: str
    quotation: Quotation
    standing: Standing


def find_quotation(
    connection: sa.Connection, places: Sequence[Place], quotation: str
) -> tuple[str, sa.Row[Any], Anchor]:
    """Find what somebody quotes in the texts of a section; the first that has it counts.

    Returns:
        Id of the document; id, language and text of the section; the anchor.

    Raises:
        NearPassage: It stands nowhere, but something like it does.
        InvalidInput: It stands nowhere, in several places, is too long, or there is no section.
    """
    near = ""
    for place in places:
        query: sa.Select[Any] = sa.select(sections.c.id, sections.c.lang, sections.c.text)
        section = connection.execute(query.where(sections.c.id == place.section_id)).first()
        if section is None:
            continue
        found = quoted(section.text, quotation)
        if len(found) > 1:
            raise InvalidInput(
                "The quotation stands in several places.",
                "Quote more of what stands around it.",
                code="quotation-many",
            )
        for span in found:
            passage = section.text[slice(*span)]
            if Clusters(passage).keys == Clusters(quotation).keys:
                return place.document_id, section, anchored(section.text, *span)
            near = near or passage
    if near:
        raise NearPassage(near)
    raise InvalidInput(
        "The quotation stands nowhere in this section.",
        "Copy it from the section's page, or leave it out.",
        code="quotation-absent",
    )


class Quotations:
    """Reads what discussions quote, for those who may read the text that is quoted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, audience: Audience, thread_ids: Collection[str]) -> dict[str, Quotation]:
        """Give what discussions quote, by their ids.

        Args:
            thread_ids: Of discussions that the audience may see. Those that quote nothing, or a
                text that it may not read, are left out.
        """
        if not thread_ids:
            return {}
        with self._database.read() as connection:
            return _quotations(connection, audience, thread_ids)

    def doubts(self, audience: Audience) -> list[Doubt]:
        """Give placements that are doubtful or lost and that no person has settled.

        Returns:
            The oldest first, at most `MOST_LISTED`.

        Raises:
            Forbidden: The member may not edit.
        """
        require(Right.EDIT in audience.rights)
        with self._database.read() as connection:
            rows = connection.execute(_doubtful(audience).limit(MOST_LISTED)).all()
            quotations = _quotations(connection, audience, {row.thread_id for row in rows})
        return [
            Doubt(row.title, quotations[row.thread_id], standing)
            for row in rows
            if row.thread_id in quotations
            and (standing := quotations[row.thread_id].standings.get(row.document_id))
        ]

    def settle(self, by: Audience, placement_id: int, verdict: Verdict) -> None:
        """Say whether a quotation stands where the program placed it.

        Raises:
            NotFound: There is no such placement to settle for the member, or not any more.
            Forbidden: The member may not edit.
            InvalidInput: It was found nowhere, so it cannot be right.
        """
        require(Right.EDIT in by.rights)
        with self._database.write("documents") as connection:
            row = connection.execute(_doubtful(by).where(placements.c.id == placement_id)).first()
            if row is None or row.thread_id not in _quotations(connection, by, [row.thread_id]):
                raise NotFound("There is no such placement to settle.", "Look at the list again.")
            right = verdict is Verdict.RIGHT
            if right and row.start is None:
                raise InvalidInput(
                    "The quotation was found nowhere.", "Keep it with the section.", code="no-place"
                )
            one = Placement(
                None,
                Span(row.start, row.end) if right else None,
                State.SURE if right else State.ORPHAN,
                Method.PERSON,
                row.score,
            )
            keep_placement(
                connection, row.thread_id, row.document_id, row.version_id, one, by.member_id
            )


def _doubtful(audience: Audience) -> sa.Select[Any]:
    return (
        sa.select(placements, threads.c.title)
        .join_from(placements, threads, threads.c.id == placements.c.thread_id)
        .join(documents, documents.c.id == placements.c.document_id)
        .where(
            CURRENT_PLACEMENT,
            placements.c.state != State.SURE,
            placements.c.method != Method.PERSON,
        )
        .where(readable(audience), shown(threads, audience))
        .order_by(placements.c.id)
    )


@lru_cache(maxsize=READERS)
def _placed(reader: Audience) -> sa.Select[Any]:
    """Where the quotations of threads with one of some `ids` stand in texts of a reader."""
    return (
        sa.select(placements, text_versions.c.section_id, text_versions.c.text)
        .join_from(placements, documents, documents.c.id == placements.c.document_id)
        .join(text_versions, text_versions.c.id == placements.c.version_id, isouter=True)
        .where(one_of(placements.c.thread_id, "ids"), CURRENT_PLACEMENT, readable(reader))
        .order_by(documents.c.year, documents.c.id)
    )


@lru_cache(maxsize=READERS)
def _quoted(reader: Audience) -> sa.Select[Any]:
    """What threads with one of some `ids` quote from texts that a reader may read.

    A text that everybody could read outlives its document; all others go with it.
    """
    may_read = sa.or_(documents.c.id.is_(None), readable(reader))
    return (
        sa.select(anchors, text_versions.c.text)
        .join_from(anchors, text_versions)
        .join(documents, documents.c.id == text_versions.c.document_id, isouter=True)
        .where(one_of(anchors.c.thread_id, "ids"), may_read)
    )


def _quotations(
    connection: sa.Connection, audience: Audience, thread_ids: Collection[str]
) -> dict[str, Quotation]:
    ids = {"ids": list(thread_ids)}
    rows = connection.execute(_placed(audience.reader), ids)
    standings: defaultdict[str, dict[str, Standing]] = defaultdict(dict)
    for row in rows:
        span = Span(row.start, row.end) if row.start is not None else None
        standings[row.thread_id][row.document_id] = Standing(
            row.id,
            row.thread_id,
            row.document_id,
            row.section_id,
            row.text or "",
            span,
            State(row.state),
        )
    found = connection.execute(_quoted(audience.reader), ids)
    return {
        row.thread_id: Quotation(
            row.exact, row.lang, row.text, Span(row.start, row.end), standings[row.thread_id]
        )
        for row in found
    }
