"""What rests on a text when there is another one: proposals, numbers and quotations follow it.

It happens in the transaction that keeps the new text, so that every page reads a stored answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from kb.discussion.anchoring import place_quotations, quoted_of
from kb.discussion.new_text import NewText
from kb.model import Section
from kb.proposals.carrying import carry_proposals, proposed_for
from kb.renumbering import follow_numbers, hanging_on
from kb.store.sections import read_sections
from kb.store.text_versions import TextReason
from kb.store.works import older_editions


def rested_on(connection: sa.Connection, document_id: str) -> list[Section]:
    """Give the sections of a document before they are replaced, if anything rests on them."""
    rests = (
        proposed_for(connection, document_id)
        or quoted_of(connection, document_id)
        or hanging_on(connection, document_id)
    )
    return read_sections(connection, document_id) if rests else []


def follow_text(
    connection: sa.Connection, document_id: str, before: Sequence[Section], reason: TextReason
) -> None:
    """Let what rests on a document follow to its new text.

    Args:
        before: As `rested_on` gave them.
    """
    if before:
        new = NewText(document_id, before, read_sections(connection, document_id), reason)
        carry_proposals(connection, proposed_for(connection, document_id), new)
        follow_numbers(connection, hanging_on(connection, document_id), new)
        place_quotations(connection, quoted_of(connection, document_id), new)


def follow_edition(connection: sa.Connection, document_id: str) -> None:
    """Let what rests on older editions follow to a new one.

    What is quoted is placed from the youngest edition in which it stands already, and numbers are
    followed from the youngest one that has them.
    """
    placed: set[str] = set()
    hanging = hanging_on(connection, document_id)
    for older_id in reversed(older_editions(connection, document_id)):
        proposed = proposed_for(connection, older_id)
        if not (proposed or hanging or quoted_of(connection, older_id)):
            continue
        before, after = (read_sections(connection, one) for one in (older_id, document_id))
        new = NewText(document_id, before, after, TextReason.TAKEN_IN)
        carry_proposals(connection, proposed, new)
        hanging -= follow_numbers(connection, hanging, new)
        quoted = [row for row in quoted_of(connection, older_id) if row.thread_id not in placed]
        place_quotations(connection, quoted, new)
        placed |= {row.thread_id for row in quoted}
