"""A text that takes the place of another one, of its own document or of an older edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from kb.discussion.placement import Placing
from kb.model import Section
from kb.store.tables import now
from kb.store.text_versions import TextReason, keep_version


@dataclass(frozen=True)
class NewText:
    """A text and the one before it.

    Attributes:
        document_id: Of the new text.
        before, after: All their sections, in reading order.
        reason: Why there is another text.
    """

    document_id: str
    before: Sequence[Section]
    after: Sequence[Section]
    reason: TextReason

    @cached_property
    def placing(self) -> Placing:
        """What became of the sections, and where spans of them stand."""
        return Placing(self.before, self.after)

    @cached_property
    def became(self) -> Mapping[str, Section]:
        """Id of a section of the text before -> the new one, unless it stands out of order."""
        return {
            self.before[one.old].id: self.after[one.new]
            for one in self.placing.matches.values()
            if not one.moved
        }

    def keep(self, connection: sa.Connection, section: Section) -> str:
        """Keep a section of the new text for what rests on it; give the id of the version."""
        return keep_version(
            connection, self.document_id, section.id, section.text, self.reason, now()
        )
