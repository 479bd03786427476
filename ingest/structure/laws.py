"""Laws: books, parts, titles, chapters and sections around a sequence of articles."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ingest.structure.contents import contents_of
from ingest.structure.headings import (
    goes_on,
    is_container,
    is_title_line,
    split_containers,
    split_title,
)
from ingest.structure.labels import Label, parse_label
from ingest.structure.marks import Mark, find_mark
from ingest.structure.misread import misread_articles
from ingest.structure.outline import Outline
from ingest.structure.paragraphs import Paragraph, join
from ingest.structure.sequence import Candidate, heaviest_chain
from kb.model import ParsedSection, SectionKind

MOST_NAMED = 8
"""Numbers that one doubt lists before it says "and n more"."""


def law_sections(
    paragraphs: Sequence[Paragraph], lang: str
) -> tuple[tuple[ParsedSection, ...], tuple[str, ...]] | None:
    """Structures a law.

    Args:
        paragraphs: Of the whole document, without its title.
        lang: Language of the document, for sections too short to tell.

    Returns:
        Sections in reading order and doubts for an editor; None if the document has no sequence
        of articles, so is no law.
    """
    labels = [None if p.cells else parse_label(p.text) for p in paragraphs]
    marks = [
        find_mark(paragraph) if label is None else None
        for paragraph, label in zip(paragraphs, labels, strict=True)
    ]
    contents = contents_of(paragraphs, labels)
    articles = _articles(paragraphs, labels, marks, contents)
    if not articles:
        return None
    sections = _Writer(paragraphs, labels, marks, contents, articles, lang).write()
    return sections, _doubts(labels, contents, articles)


def _articles(
    paragraphs: Sequence[Paragraph],
    labels: Sequence[Label | None],
    marks: Sequence[Mark | None],
    contents: set[int],
) -> dict[int, Label]:
    """The paragraphs that begin articles: in each language the word with the heaviest chain."""
    candidates: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    listed: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    part = 0
    for position, (label, mark) in enumerate(zip(labels, marks, strict=True)):
        part += mark is not None and mark.kind in (SectionKind.ANNEX, SectionKind.TEXT)
        if label is None or not label.is_article or position in contents:
            continue
        found = (listed if label.has_leader else candidates)[label.lang, label.family]
        candidate = Candidate(position, label, part)
        if not _repeats_last(found, candidate):
            found.append(candidate)
    chains: dict[str, tuple[float, list[Candidate]]] = {}
    for (lang, family), found in candidates.items():
        chain, weight = heaviest_chain(found)
        if chain and weight > chains.get(lang, (0.0, []))[0]:
            chains[lang] = weight, [*chain, *_fill_gaps(chain, listed[lang, family])]
    articles: dict[int, Label] = {}
    for _, chain in chains.values():
        read = {candidate.position: candidate.label for candidate in chain}
        articles |= dict(sorted((read | misread_articles(paragraphs, read, contents)).items()))
    return articles


def _repeats_last(earlier: Sequence[Candidate], candidate: Candidate) -> bool:
    """Whether a bare label only repeats the one in the paragraph before it."""
    return (
        bool(earlier)
        and not candidate.label.rest
        and earlier[-1].position == candidate.position - 1
        and earlier[-1].label.order == candidate.label.order
    )


def _fill_gaps(chain: Sequence[Candidate], listed: Sequence[Candidate]) -> list[Candidate]:
    """Articles whose heading got mixed with a contents line: nothing else has their number."""
    filled = []
    positions = [candidate.position for candidate in listed]
    for before, after in pairwise(chain):
        last = before.label.order
        between = slice(bisect(positions, before.position), bisect(positions, after.position))
        for candidate in listed[between]:
            if last < candidate.label.order < after.label.order:
                filled.append(candidate)
                last = candidate.label.order
    return filled


class _Writer:
    """Walks once over the paragraphs and writes the outline."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        labels: Sequence[Label | None],
        marks: Sequence[Mark | None],
        contents: set[int],
        articles: dict[int, Label],
        lang: str,
    ) -> None:
        self._paragraphs = paragraphs
        self._labels = labels
        self._marks = marks
        self._contents = contents
        self._articles = articles
        self._first, self._last = min(articles), max(articles)
        self._outline = Outline(lang)

    def write(self) -> tuple[ParsedSection, ...]:
        position = 0
        while position < len(self._paragraphs):
            position += self._take(position)
        return self._outline.sections()

    def _take(self, position: int) -> int:
        """Handles the paragraph at a position and says how many were used."""
        paragraph, label = self._paragraphs[position], self._labels[position]
        if position in self._contents:
            self._contents_line(position)
        elif position in self._articles:
            return self._article(position)
        elif label is not None and not label.is_article and is_container(paragraph, label):
            return self._containers(position)
        elif (mark := self._marks[position]) is not None and self._holds(mark, position):
            self._mark(paragraph, mark)
        else:
            self._body(position)
        return 1

    def _contents_line(self, position: int) -> None:
        paragraph = self._paragraphs[position]
        if position - 1 not in self._contents:
            title = "" if self._labels[position] else paragraph.text
            self._outline.close_containers()
            self._outline.open(SectionKind.TEXT, paragraph, heading=title)
            if title:
                return
        self._outline.add(paragraph)

    def _article(self, position: int) -> int:
        label, used = self._articles[position], 1
        following = self._body_at(position + 1)
        if following is not None and self._is_same_label(position + 1, label):
            used += 1
            following = self._body_at(position + 2)
        heading, text = split_title(label, has_text_after=following is not None)
        if not heading and not text and following is not None:
            more = self._body_at(position + used + 1) is not None
            if (
                more
                and (following.bold or following.heading_level)
                and is_title_line(following, before_label=False)
            ):
                heading, used = following.text, used + 1
        paragraph = self._paragraphs[position]
        self._outline.open(SectionKind.ARTICLE, paragraph, label.number, heading)
        if text:
            if following is not None and goes_on(text, following.text):
                text, used = join(text, following.text), used + 1
            self._outline.add(paragraph, text)
        return used

    def _containers(self, position: int) -> int:
        paragraph = self._paragraphs[position]
        labels = list(split_containers(paragraph.text))
        last, used = labels[-1], 1
        heading = last.rest
        if not heading and (title := self._container_title(position + 1)):
            heading, used = title, 2
        for label in labels[:-1]:
            self._outline.open_container(
                label.kind, label.rank, paragraph, label.number, label.rest
            )
        self._outline.open_container(last.kind, last.rank, paragraph, last.number, heading)
        return used

    def _container_title(self, position: int) -> str:
        """The paragraph below the bare label of a container, if it is its title."""
        if position >= len(self._paragraphs):
            return ""
        paragraph, mark = self._paragraphs[position], self._marks[position]
        is_provisions = mark is not None and mark.kind is SectionKind.CHAPTER
        following = self._body_at(position)
        if following is not None:
            before_label = self._body_at(position + 1) is None
            is_provisions = is_title_line(following, before_label=before_label)
        return paragraph.text if is_provisions else ""

    def _holds(self, mark: Mark, position: int) -> bool:
        """Whether a mark may stand here: preambles before, signatures behind the articles."""
        if mark.kind is SectionKind.PREAMBLE:
            return position < self._first
        if mark.kind is SectionKind.SIGNATURE:
            return position > self._last or self._outline.last_kind is not SectionKind.ARTICLE
        return True

    def _mark(self, paragraph: Paragraph, mark: Mark) -> None:
        if mark.rank is not None:
            self._outline.open_container(mark.kind, mark.rank, paragraph, mark.number, mark.heading)
            return
        self._outline.close_containers()
        self._outline.open(mark.kind, paragraph, heading=mark.heading)
        if mark.rest:
            self._outline.add(paragraph, mark.rest)

    def _body(self, position: int) -> None:
        if position < self._first and (self._outline.is_empty or position - 1 in self._contents):
            self._outline.open(SectionKind.PREAMBLE, self._paragraphs[position])
        self._outline.add(self._paragraphs[position])

    def _body_at(self, position: int) -> Paragraph | None:
        """The paragraph at a position, if it is plain text of the section before it."""
        if (
            position >= len(self._paragraphs)
            or position in self._contents
            or position in self._articles
            or self._marks[position] is not None
        ):
            return None
        paragraph, label = self._paragraphs[position], self._labels[position]
        if label is not None and not label.is_article and is_container(paragraph, label):
            return None
        return paragraph

    def _is_same_label(self, position: int, label: Label) -> bool:
        other = self._labels[position]
        return other is not None and not other.rest and other.order == label.order


def _doubts(
    labels: Sequence[Label | None], contents: set[int], articles: dict[int, Label]
) -> tuple[str, ...]:
    missing: list[str] = []
    restarts: list[str] = []
    chain = list(articles.values())
    for earlier, later in pairwise(chain):
        if earlier.lang != later.lang:
            continue
        if later.order <= earlier.order:
            restarts.append(f"{earlier.number} → {later.number}")
        elif later.order[0] - earlier.order[0] > 1:
            gap = range(earlier.order[0] + 1, later.order[0])
            missing.append(f"{gap[0]}–{gap[-1]}" if len(gap) > 1 else f"{gap[0]}")
    misread = [
        article.number
        for position, article in articles.items()
        if (label := labels[position]) is None or label.order != article.order
    ]
    kept = [
        f"“{label.family} {label.number}”"
        for position, label in enumerate(labels)
        if label is not None
        and label.is_article
        and label.is_clear
        and label.rest
        and position not in articles
        and position not in contents
    ]
    sentences = (
        ("No article with these numbers was found: {}.", missing),
        ("The article numbers start again: {}.", restarts),
        ("These article numbers were misread and are told by their place: {}.", misread),
        ("These stand out of order and were kept as text, not as articles: {}.", kept),
    )
    return tuple(text.format(_named(found)) for text, found in sentences if found)


def _named(found: Sequence[str]) -> str:
    more = len(found) - MOST_NAMED
    return ", ".join(found[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
