"""What says the same as a section in other languages, for those who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kb.access import Audience
from kb.alignment import align
from kb.library import Library
from kb.model import Document, Section
from kb.store.sections import SectionStore

_REMEMBERED = 64
"""Pairs of texts whose alignment is kept: it takes 90 ms for two of 1,300 articles."""


class Counterparts:
    """Finds counterparts; two texts are aligned once, until one of them is another one."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._aligned = lru_cache(_REMEMBERED)(self._align)

    def of(
        self, document: Document, section: Section, audience: Audience
    ) -> list[tuple[Document, Section]]:
        """Give one text a language, of the edition nearest in time.

        A pair that length and figures speak against is left out.

        Args:
            document, section: That the audience may read.
        """
        if section.counterpart is not None:
            sections = self._library.sections_of(document)
            return [(document, sections[section.counterpart])]
        found: dict[str, tuple[Document, Section]] = {}
        others = self._library.texts(document, audience)
        for other in sorted(others, key=lambda one: _apart(one, document)):
            if other.lang in (document.lang, *found):
                continue
            texts = (document.id, document.revision, other.id, other.revision)
            if same := self._aligned(*texts).get(section.id):
                found[other.lang] = other, self._library.section(same, audience)
        return list(found.values())

    def _align(self, left: str, _left: str, right: str, _right: str) -> Mapping[str, str]:
        """Pair the sections of two texts by their ids.

        Args:
            left, right: Ids of the documents, each with its revision.
        """
        sections = SectionStore(self._library.database)
        pairs = align(sections.of_document(left), sections.of_document(right))
        return {
            one.left.id: one.right.id
            for one in pairs
            if one.left and one.right and not one.doubtful
        }


def _apart(one: Document, other: Document) -> int:
    return abs((one.year or 0) - (other.year or 0))
