"""What a discussion, a position or a proposal hangs on.

It hangs on the *work*, not on one of its texts, so it stands beside the Khmer and the English text
alike, and stays when a better scan or a newer edition comes. Every document belongs to a work (a
brief of which there is one text, to a work of its own), so nothing else is needed to discuss an
article, a headed section of a brief, or a decision of minutes. A document is a target of its own
only for what is said of this very text, such as a translation.

Who may see what hangs on a target: `kb.store.targets`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from kb.errors import InvalidInput
from kb.model import Section, SectionKind


class TargetKind(StrEnum):
    """What a target is. Values are stable: they are in addresses and in the JSON API."""

    WORK = "work"
    SECTION = "section"
    """An article of a work, a decision of minutes, or any other section."""
    DOCUMENT = "document"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class SectionKey:
    """Names a section of a work in each of its texts.

    Attributes:
        number: As in `kb.model.Section`; "" where it has none.
        nth: 0-based place among the sections of this kind and number in one language of one text:
            an amending law quotes "Article 1" of another, a brief has headings without numbers.
    """

    kind: SectionKind
    number: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """What something hangs on.

    Attributes:
        id: Of the work, also for a section; of the document or of the dossier.
        section: Of the work; None for all other kinds.
    """

    kind: TargetKind
    id: str
    section: SectionKey | None = None

    @classmethod
    def of_work(cls, work_id: str, section: SectionKey | None = None) -> Self:
        """A work, or a section of it."""
        return cls(TargetKind.SECTION if section else TargetKind.WORK, work_id, section)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` gives of a target.

        Raises:
            InvalidInput: The text names no target.
        """
        kind, _, rest = text.partition(":")
        try:
            if kind != TargetKind.SECTION:
                target = cls(TargetKind(kind), rest)
            else:
                work_id, section_kind, nth, number = rest.split(":", 3)
                key = SectionKey(SectionKind(section_kind), number, int(nth))
                target = cls(TargetKind.SECTION, work_id, key)
        except ValueError:
            target = None
        if target is None or not target.id or str(target) != text:
            raise InvalidInput(
                f"There is no target {text[:80]!r}.",
                "Write work:ID, document:ID, dossier:ID or section:WORK:KIND:NTH:NUMBER, such as"
                " section:1f3a…:article:0:30.",
            )
        return target

    def __str__(self) -> str:
        """Its one written form, in forms, addresses and the JSON API."""
        if self.section is None:
            return f"{self.kind}:{self.id}"
        key = self.section
        return f"{self.kind}:{self.id}:{key.kind}:{key.nth}:{key.number}"


def section_keys(sections: Sequence[Section]) -> dict[str, SectionKey]:
    """Give the key of each section, by its id.

    Args:
        sections: All those of one document, in reading order. Where one file holds two languages,
            an article has one key in both.
    """
    seen: Counter[tuple[SectionKind, str, str]] = Counter()
    keys = {}
    for section in sections:
        place = (section.kind, section.number or "", section.lang)
        keys[section.id] = SectionKey(section.kind, section.number or "", seen[place])
        seen[place] += 1
    return keys
