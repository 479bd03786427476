"""Titles: what behind a label is the name of the provision, and what is already its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.structure.labels import Label, parse_label
from ingest.structure.paragraphs import Paragraph

LONGEST_TITLE = 160
LONGEST_CONTAINER = 300

_SENTENCE_END = re.compile(r"[។៕.;,:៖!?…][\s”»\")\]]*$")
_OPEN_END = re.compile(
    # A line that ends in one of these words goes on in the next.
    r"\b(?:a|an|the|of|and|or|to|in|for|by|with|that|which|is|are|be|shall|on|from|as|at|any|"
    r"their|its|this|all|not|de|la|le|les|des|du|et|ou|à|của|và|các)$",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:shall|must|may|is|are|was|were|has|have|will)\b")
_LEADER = re.compile(r"\s*(?:(?:\.\s?){4,}|-{3,}|…|_{4,}|·{3,})")
_CONTAINER_WORD = re.compile(
    r"(?<=\s)(?=ជំពូក|ផ្នែក|មាតិកា|កថាភាគ|CHAPTER|SECTION|TITLE|PART|CHƯƠNG|MỤC|หมวด|ส่วน)"
)
_CONTAINER_REFERENCE = re.compile(r"នៃ\s*(?:ជំពូក|ផ្នែក|មាតិកា|គន្ថី)\s*(?:ទី)?\s*\d|[។៕].*\S|[;,។]$")


def split_title(label: Label, has_text_after: bool) -> tuple[str, str]:
    """Parts what follows the label of an article into title and text.

    Args:
        label: Of the article.
        has_text_after: Whether more text follows before the next label.
    """
    rest = label.rest
    if label.has_leader and (leader := _LEADER.search(rest)):
        return rest[: leader.start()], rest[leader.start() :].strip()
    if rest.isupper() and len(rest) <= LONGEST_TITLE:
        return rest, ""
    is_title = (
        has_text_after
        and len(rest) <= LONGEST_TITLE
        and label.lang not in ("th", "lo")
        and not _SENTENCE_END.search(rest)
        and not _OPEN_END.search(rest)
        and not _VERB.search(rest)
        and "។" not in rest
    )
    return (rest, "") if is_title else ("", rest)


def goes_on(text: str, following: str) -> bool:
    """Whether a line of Latin letters was cut in the middle of its sentence."""
    return bool(_OPEN_END.search(text)) or (
        following[:1].islower() and not _SENTENCE_END.search(text)
    )


def is_container(paragraph: Paragraph, label: Label) -> bool:
    """Whether a paragraph with the label of a container is a heading and not a reference."""
    return (
        len(paragraph.text) <= LONGEST_CONTAINER
        and not label.has_leader
        and not _CONTAINER_REFERENCE.search(paragraph.text)
        and not label.rest.startswith("(")
        and (not label.rest or any(character.isalpha() for character in label.rest))
    )


def split_containers(text: str) -> Iterator[Label]:
    """Parts "PART I … CHAPTER 1 … SECTION 1 …" on one line into its labels, outermost first."""
    starts = [0, *(match.start() for match in _CONTAINER_WORD.finditer(text))]
    pieces: list[tuple[int, int]] = []  # start, rank
    for start in starts:
        label = parse_label(text[start:])
        if label is None or label.is_article or (pieces and label.rank <= pieces[-1][1]):
            continue
        pieces.append((start, label.rank))
    ends = [start for start, _ in pieces[1:]] + [len(text)]
    for (start, _), end in zip(pieces, ends, strict=True):
        label = parse_label(text[start:end])
        if label is not None:
            yield label


def is_title_line(paragraph: Paragraph, *, before_label: bool) -> bool:
    """Whether a paragraph below a bare label is its title: short, and not a sentence."""
    text = paragraph.text
    return (
        len(text) <= LONGEST_TITLE
        and not paragraph.cells
        and not _SENTENCE_END.search(text)
        and (before_label or paragraph.bold or paragraph.heading_level > 0 or text.isupper())
    )
