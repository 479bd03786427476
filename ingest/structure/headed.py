"""Briefs, reports and guidelines: sections under headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.structure.outline import Outline
from ingest.structure.paragraphs import Paragraph
from kb.model import ParsedSection, SectionKind

LONGEST_HEADING = 150
LARGER = 1.1
"""A heading is set at least this much larger than the body."""

_SENTENCE_END = re.compile(r"[។៕.;,:៖!?…][\s”»\")\]]*$")
_NUMBERED = re.compile(
    r"(?:[0-9០-៩๐-๙໐-໙]{1,2}(?:\.[0-9០-៩๐-๙໐-໙]{1,2}){0,3}|[IVXLC]{1,6}|[A-Zក-អ])\s*[.)៖:-]\s*\S"
)


def headed_sections(paragraphs: Sequence[Paragraph], lang: str) -> tuple[ParsedSection, ...]:
    """Parts a document at its headings: by style, else by bold or large type, else by shape."""
    outline = Outline(lang)
    body_size = _body_size(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        level = _heading_level(paragraph, following, body_size)
        if level:
            outline.open_container(
                SectionKind.HEADING, level, paragraph, None, paragraph.text.rstrip(" :៖")
            )
            continue
        if outline.is_empty:
            outline.open(SectionKind.TEXT, paragraph)
        outline.add(paragraph)
    return outline.sections()


def _body_size(paragraphs: Sequence[Paragraph]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[paragraph.font_size] += len(paragraph.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _heading_level(
    paragraph: Paragraph, following: Paragraph | None, body_size: float
) -> int:
    """1–6 for a heading, 0 for text."""
    if paragraph.heading_level:
        return paragraph.heading_level
    text = paragraph.text
    if (
        following is None
        or paragraph.cells
        or len(text) > LONGEST_HEADING
        or (_SENTENCE_END.search(text) and not text.endswith((":", "៖")))
        or not any(character.isalpha() for character in text)
    ):
        return 0
    is_larger = body_size > 0 and paragraph.font_size > LARGER * body_size
    if is_larger or (text.isupper() and len(text) > 3):
        return 1
    if paragraph.bold and not following.bold:
        return 2
    return 0
