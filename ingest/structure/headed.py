"""Briefs, reports, guidelines and acts without articles: sections under headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from analyzers import detect_language
from ingest.structure.marks import find_mark
from ingest.structure.outline import Outline
from ingest.structure.paragraphs import Paragraph
from kb.model import ParsedSection, SectionKind

LONGEST_HEADING = 150
LARGER = 1.1
"""A heading is set at least this much larger than the body."""

LAST_PARAGRAPHS = 25
"""Where a place and date are those of a signature."""

TELLING_LENGTH = 60
"""Characters of a paragraph that tell that the document goes on in another script."""

HEADING_LENGTH = 8
"""The same of a heading, in a document of two scripts."""

BILINGUAL_SHARE = 0.15
"""Of the text, what the second script must have; then each paragraph is a section, so that it
finds its counterpart."""

MOST_HEADINGS_IN_A_ROW = 3
"""More short lines after one another, all without text below, are a list."""

_SENTENCE_END = re.compile(r"[។៕.;,!?…][\s”»\")\]]*$")
_LIST_ITEM = re.compile(r"[-•–*]\s|\(?(?:\d{1,2}|[០-៩]{1,2}|[a-zក-អ])[.)]\s")
_DEPTH = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?=[.)៖:\s-])")


def headed_sections(
    paragraphs: Sequence[Paragraph], lang: str, *, is_signed: bool
) -> tuple[ParsedSection, ...]:
    """Parts a document at its headings, and where it goes on in another script.

    In a document of two scripts each paragraph is a section.

    Args:
        paragraphs: Of the whole document, without its title.
        lang: Its main language.
        is_signed: Whether it is an act, at whose end a signature is looked for.
    """
    outline = Outline(lang)
    levels = heading_levels(paragraphs)
    is_bilingual = _is_bilingual(paragraphs)
    script, is_fresh = "", False  # fresh: a heading that has no text yet
    for index, (paragraph, level) in enumerate(zip(paragraphs, levels, strict=True)):
        if level:
            heading = paragraph.text.rstrip(" :៖")
            outline.open_container(SectionKind.HEADING, level, paragraph, None, heading)
            script = _script(paragraph, HEADING_LENGTH) if is_bilingual else ""
            is_fresh = True
            continue
        mark = find_mark(paragraph) if is_signed else None
        if mark is not None and mark.rank is not None:
            outline.open_container(mark.kind, mark.rank, paragraph, mark.number, mark.heading)
            continue
        written = _script(paragraph)
        if (
            mark is not None
            and mark.kind is SectionKind.SIGNATURE
            and index >= len(paragraphs) - LAST_PARAGRAPHS
        ):
            outline.close_containers()
            outline.open(SectionKind.SIGNATURE, paragraph)
        elif (
            outline.is_empty
            or (written and script and written != script)
            or (is_bilingual and written and not is_fresh and not _LIST_ITEM.match(paragraph.text))
        ):
            outline.open(SectionKind.TEXT, paragraph)
        is_fresh = False
        script = written or script
        outline.add(paragraph)
    return outline.sections()


def heading_levels(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Tells headings from text by style, else by size, weight, capitals.

    Returns:
        For each paragraph 1–6 for a heading, 0 for text.
    """
    body_size = _body_size(paragraphs)
    levels = [_level(paragraph, body_size) for paragraph in paragraphs]
    start = 0
    for index in range(len(levels) + 1):
        if index < len(levels) and levels[index] and not paragraphs[index].heading_level:
            continue
        if index - start > MOST_HEADINGS_IN_A_ROW:
            levels[start:index] = [0] * (index - start)
        start = index + 1
    if levels and not paragraphs[-1].heading_level:
        levels[-1] = 0  # nothing stands below it
    return levels


def _body_size(paragraphs: Sequence[Paragraph]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[paragraph.font_size] += len(paragraph.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _level(paragraph: Paragraph, body_size: float) -> int:
    text = paragraph.text
    if paragraph.heading_level:
        return paragraph.heading_level
    if (
        paragraph.cells
        or len(text) > LONGEST_HEADING
        or _SENTENCE_END.search(text)
        or not any(character.isalpha() for character in text)
    ):
        return 0
    is_larger = body_size > 0 and paragraph.font_size > LARGER * body_size
    if not (is_larger or paragraph.bold or (text.isupper() and len(text) > 3)):
        return 0
    depth = _DEPTH.match(text)
    return min(6, 1 + depth[0].count(".") + 1) if depth else 1 if is_larger else 2


def _is_bilingual(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether two scripts have a fair share of the text each."""
    lengths: Counter[str] = Counter()
    for paragraph in paragraphs:
        if script := _script(paragraph):
            lengths[script] += len(paragraph.text)
    return sum(n > BILINGUAL_SHARE * lengths.total() for n in lengths.values()) > 1


def _script(paragraph: Paragraph, least_length: int = TELLING_LENGTH) -> str:
    """The script of a paragraph that is long enough to tell ("km", "latin" …), else ""."""
    if len(paragraph.text) < least_length:
        return ""
    lang = detect_language(paragraph.text)
    return "latin" if lang in ("en", "fr", "vi") else lang
