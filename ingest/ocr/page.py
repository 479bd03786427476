"""Recognised words to a page of lines, joined to paragraphs by the rules of text layers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, groupby
from statistics import median

from ingest.drawing import OCR_DPI
from ingest.image import POINTS_PER_INCH
from ingest.ocr.choice import lines_of, text_of
from ingest.ocr.engine import Word
from ingest.pdf.layout import Row, lines
from ingest.pdf.score import score
from ingest.pdf.segments import ASCENT, DESCENT, Segment
from kb.model import Box, Page

EDGE = 0.1
"""Part of the lines of a column that may stand out over its edges: specks and stamps do."""

USUAL_SIZE = 0.5
"""A line whose height differs from the median by less has the size of the body text: boxes of
ink are higher where a line has subscripts and lower where it has not."""

_SPECK = re.compile(r"[|/\\=_.:,;'\"“”‘’`~^]+")
"""What the dirt at the edge of a scan is read as; no line begins with such a word."""

_POINTS_PER_PIXEL = POINTS_PER_INCH / OCR_DPI


def page_of(words: Sequence[Word], page: Page) -> Page:
    """Makes the page of what was recognised.

    Args:
        words: In reading order, of the picture at `OCR_DPI`.
        page: The page as it was, for its number and size.

    Returns:
        The page with lines that keep the confidences of their words.
    """
    words = list(_without_specks(words))
    rows = _rows(words)
    found = [
        replace(
            line,
            box=_box(group),
            confidences=tuple(round(word.confidence, 2) for word in group),
        )
        for line, group in zip(lines(rows), lines_of(words), strict=True)
    ]
    confidence = _mean_confidence(words)
    return Page(
        number=page.number,
        lines=tuple(found),
        width=page.width,
        height=page.height,
        method="ocr",
        score=round(min(score(text_of(words)).value, confidence), 3),
        confidence=round(confidence, 3),
        remark="" if words else "OCR found no text",
    )


def _without_specks(words: Sequence[Word]) -> Iterator[Word]:
    """Drops what stands before the first word of each line."""
    for line in lines_of(words):
        yield from dropwhile(lambda word: _SPECK.fullmatch(word.text) is not None, line)


def _mean_confidence(words: Sequence[Word]) -> float:
    """Each word counts by its length: the short ones are often specks."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _rows(words: Sequence[Word]) -> list[Row]:
    """A row of the layout for each line, in the order of the words."""
    made = []
    for _, column in groupby(words, key=lambda word: word.column):
        rows = [Row([_segment(line)]) for line in lines_of(list(column))]
        left = sorted(row.x0 for row in rows)[int(EDGE * len(rows))]
        right = sorted(row.x1 for row in rows)[-1 - int(EDGE * len(rows))]
        usual = median(row.size for row in rows)
        for row in rows:
            row.column = (left, right)
            if abs(row.size - usual) < USUAL_SIZE * usual:
                row.segments[0].size = usual
        made += rows
    return made


def _box(line: Sequence[Word]) -> Box:
    return Box(
        round(min(word.x0 for word in line) * _POINTS_PER_PIXEL, 2),
        round(min(word.top for word in line) * _POINTS_PER_PIXEL, 2),
        round(max(word.x1 for word in line) * _POINTS_PER_PIXEL, 2),
        round(max(word.bottom for word in line) * _POINTS_PER_PIXEL, 2),
    )


def _segment(line: Sequence[Word]) -> Segment:
    box = _box(line)
    size = (box.bottom - box.top) / (ASCENT + DESCENT)
    return Segment(
        x0=box.x0,
        x1=box.x1,
        baseline=box.bottom - DESCENT * size,
        size=size,
        pieces=[" ".join(word.text for word in line)],
        fonts=[""],
        words=[(word.x0 * _POINTS_PER_PIXEL, word.x1 * _POINTS_PER_PIXEL) for word in line],
    )
