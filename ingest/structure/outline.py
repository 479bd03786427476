"""Sections in the making: an outline that grows from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzers import detect_language
from ingest.structure.paragraphs import Paragraph, join
from kb.model import ParsedSection, SectionKind, Task

LANGUAGE_SAMPLE = 1_000
"""Characters of a section from which its language is told."""

LEAST_LETTERS = 12
"""Latin letters without which a section takes the language of its document."""

_LATIN = frozenset(("en", "fr", "vi"))


@dataclass(slots=True)
class _Open:
    kind: SectionKind
    number: str | None
    heading: str
    level: int
    page_from: int | None
    page_to: int | None
    lang: str
    texts: list[str] = field(default_factory=list)
    task: Task | None = None


class Outline:
    """Collects sections; containers nest by their rank, everything else stands one level below.

    Args:
        lang: Language of sections that are too short to tell.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._sections: list[_Open] = []
        self._ranks: list[int] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added yet."""
        return not self._sections

    @property
    def last_kind(self) -> SectionKind | None:
        """The kind of the section that text is added to."""
        return self._sections[-1].kind if self._sections else None

    @property
    def last_task(self) -> Task | None:
        """The task of the section that text is added to."""
        return self._sections[-1].task if self._sections else None

    def assign(self, task: Task) -> None:
        """Gives the last section its task."""
        self._sections[-1].task = task

    def open_container(
        self, kind: SectionKind, rank: int, source: Paragraph, number: str | None, heading: str
    ) -> None:
        """Begins a section that holds others: it closes all containers of its rank or below."""
        while self._ranks and self._ranks[-1] >= rank:
            self._ranks.pop()
        self._open(kind, source, number, heading)
        self._ranks.append(rank)

    def open(
        self, kind: SectionKind, source: Paragraph, number: str | None = None, heading: str = ""
    ) -> None:
        """Begins a section within the containers that are open."""
        self._open(kind, source, number, heading)

    def close_containers(self) -> None:
        """Ends all containers: what follows stands at the top again."""
        self._ranks.clear()

    def add(self, source: Paragraph, text: str | None = None) -> None:
        """Adds a paragraph, or the part of it that is given, to the last section."""
        section = self._sections[-1]
        text = source.text if text is None else text
        if source.is_wrapped and section.texts:
            section.texts[-1] = join(section.texts[-1], text)
        else:
            section.texts.append(text)
        if source.page_to is not None:
            section.page_to = source.page_to

    def sections(self) -> tuple[ParsedSection, ...]:
        """The finished sections in reading order."""
        return tuple(self._finish(section) for section in self._sections)

    def _open(self, kind: SectionKind, source: Paragraph, number: str | None, heading: str) -> None:
        self._sections.append(
            _Open(
                kind=kind,
                number=number,
                heading=heading,
                level=len(self._ranks),
                page_from=source.page_from,
                page_to=source.page_to,
                lang=source.lang,
            )
        )

    def _finish(self, section: _Open) -> ParsedSection:
        text = "\n".join(section.texts)
        return ParsedSection(
            kind=section.kind,
            text=text,
            number=section.number,
            heading=section.heading,
            level=section.level,
            lang=_language(text or section.heading) or section.lang or self._lang,
            page_from=section.page_from,
            page_to=section.page_to,
            task=section.task,
        )


def _language(text: str) -> str:
    sample = text[:LANGUAGE_SAMPLE]
    lang = detect_language(sample)
    # A script tells its language at once, Latin letters need some words.
    is_told = lang not in _LATIN or sum(map(str.isalpha, sample)) >= LEAST_LETTERS
    return lang if is_told else ""
