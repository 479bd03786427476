"""A document as it is read: addresses of its sections, its contents, and the parts of long ones.

A whole code is not one page: 1,304 articles are 171 kB compressed and take 8.5 s to lay out on a
slow phone with word breaks, 50 articles 7 kB and half a second. So a long document is read in
parts, which begin at a chapter where one is near.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.model import Section, SectionKind

PART_LENGTH = 30_000
"""Characters of a part: about 13 kB compressed, as Khmer text costs .43 byte a character."""
WHOLE_LENGTH = 45_000
"""Characters of the longest document that is shown as one page."""
SECTION_COST = 150
"""What a section adds to its characters: heading, link and frame."""
MAX_CONTENTS = 150
"""Entries of the longest table of contents that names everything."""

_CONTAINERS = frozenset(
    {
        SectionKind.BOOK,
        SectionKind.PART,
        SectionKind.TITLE,
        SectionKind.CHAPTER,
        SectionKind.SECTION,
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of sections that makes one page.

    Attributes:
        number: From 1.
        ancestors: The containers that the first section stands in.
        depths: For each section how many of its containers begin in this part, so that the ranks
            of headings never skip one.
    """

    number: int
    sections: tuple[Section, ...]
    ancestors: tuple[Section, ...]
    depths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the table of contents, with those below it."""

    section: Section
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Reading:
    """A document laid out for reading.

    Attributes:
        sections: All of them, in reading order.
    """

    sections: Sequence[Section]

    @cached_property
    def references(self) -> Mapping[str, str]:
        """Section id -> last part of its address: an article's number ("162-bis"), else the id.

        Where a number occurs twice (an amending law quotes articles of another), the first has it.
        """
        references: dict[str, str] = {}
        taken = {section.id for section in self.sections}
        for section in self.sections:
            reference = section.id
            if section.kind is SectionKind.ARTICLE and section.number:
                slug = re.sub(r"[^0-9A-Za-z.]+", "-", section.number)
                if slug not in taken:
                    reference = slug
                    taken.add(slug)
            references[section.id] = reference
        return references

    def find(self, reference: str) -> Section | None:
        """The section of an id or of the last part of an address; None if there is none."""
        for section in self.sections:
            if section.id == reference:
                return section
        for section in self.sections:
            if self.references[section.id] == reference:
                return section
        return None

    def of_kind(self, kind: str) -> tuple[Section, ...]:
        """The sections of one kind: the decisions or actions of minutes."""
        return tuple(section for section in self.sections if section.kind == kind)

    def counterpart(self, section: Section) -> Section | None:
        """The section that says the same in another language of the document."""
        return None if section.counterpart is None else self.sections[section.counterpart]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages of the sections that have counterparts; none where there is one language."""
        return tuple(dict.fromkeys(s.lang for s in self.sections if s.counterpart is not None))

    def anchor(self, section: Section) -> str:
        """The fragment that names a section on the page of its document: "art-162"."""
        reference = self.references[section.id]
        return f"s-{reference}" if reference == section.id else f"art-{reference}"

    def ancestors(self, section: Section) -> tuple[Section, ...]:
        """The containers that a section stands in, the outermost first."""
        found: list[Section] = []
        level = section.level
        for earlier in reversed(self.sections[: section.position]):
            if earlier.level < level:
                found.append(earlier)
                level = earlier.level
        return tuple(reversed(found))

    def descendants(self, section: Section) -> tuple[Section, ...]:
        """The sections that stand in this one, in reading order."""
        found: list[Section] = []
        for later in self.sections[section.position + 1 :]:
            if later.level <= section.level:
                break
            found.append(later)
        return tuple(found)

    def neighbours(self, section: Section) -> tuple[Section | None, Section | None]:
        """The sections with a text of their own before and after this one."""
        before = (s for s in reversed(self.sections[: section.position]) if s.text.strip())
        after = (s for s in self.sections[section.position + 1 :] if s.text.strip())
        return next(before, None), next(after, None)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The pages of the document; one if it is short."""
        return tuple(
            Part(
                number=number,
                sections=tuple(sections),
                ancestors=self.ancestors(sections[0]) if sections else (),
                depths=_depths(sections),
            )
            for number, sections in enumerate(_split(self.sections), 1)
        )

    def part_of(self, section: Section) -> Part:
        """The part that a section stands in."""
        return self._part_by_id[section.id]

    @cached_property
    def _part_by_id(self) -> Mapping[str, Part]:
        return {section.id: part for part in self.parts for section in part.sections}

    def contents(self, part: Part) -> tuple[Entry, ...]:
        """The table of contents for the page of a part.

        It names all that has a heading; in long documents what stands in this part, the containers
        of the highest level, and those beside the ones that this part stands in.
        """
        named = _nest([s for s in self.sections if s.heading or s.number])
        if _count(named) <= MAX_CONTENTS:
            return named
        return self._around(part, named)

    def _around(self, part: Part, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        opened = {section.id for section in (*part.ancestors, *part.sections)}
        return tuple(
            Entry(
                entry.section,
                self._around(part, entry.entries) if entry.section.id in opened else (),
            )
            for entry in entries
            if entry.section.kind in _CONTAINERS or entry.section.id in opened
        )


def _cost(section: Section) -> int:
    return len(section.text) + SECTION_COST


def _split(sections: Sequence[Section]) -> list[Sequence[Section]]:
    """Cut at the first container after two thirds of a part, at the latest when it is full."""
    if sum(map(_cost, sections)) <= WHOLE_LENGTH:
        return [sections]
    parts: list[list[Section]] = [[]]
    length = 0
    for section in sections:
        begins = (
            section.kind in _CONTAINERS and parts[-1][-1:] and parts[-1][-1].kind not in _CONTAINERS
        )
        if (begins and 3 * length > 2 * PART_LENGTH) or (parts[-1] and length > PART_LENGTH):
            parts.append([])
            length = 0
        parts[-1].append(section)
        length += _cost(section)
    return list(parts)


def _depths(sections: Sequence[Section]) -> tuple[int, ...]:
    open_levels: list[int] = []
    depths: list[int] = []
    for section in sections:
        while open_levels and open_levels[-1] >= section.level:
            open_levels.pop()
        depths.append(len(open_levels))
        open_levels.append(section.level)
    return tuple(depths)


def _count(entries: Sequence[Entry]) -> int:
    return sum(1 + _count(entry.entries) for entry in entries)


def _nest(sections: Sequence[Section]) -> tuple[Entry, ...]:
    """Put each section below the nearest one before it that has a lower level."""
    entries: list[Entry] = []
    index = 0
    while index < len(sections):
        end = index + 1
        while end < len(sections) and sections[end].level > sections[index].level:
            end += 1
        entries.append(Entry(sections[index], _nest(sections[index + 1 : end])))
        index = end
    return tuple(entries)
