"""A page as its picture and its text beside each other: what matched, and what is not sure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from flask import url_for
from markupsafe import Markup

from analyzers import displayed
from kb.model import Box, Line, Page
from webapp.links import with_query
from webapp.text import Span, inline

UNSURE = 0.5
"""Words that OCR is less sure of are shown as such."""

_UNSURE = Markup('<span class="unsure">%s</span>')

_COENG = "\u17d2"
"""Makes the Khmer consonant after it a subscript."""

_WIDTHS = {
    character: width
    for width, characters in ((0.5, " រវាើេែៃៈ"), (1.5, "ឃញឍយលសហឡ"), (2, "ឈណ"))
    for character in characters
}
_SPACING_SUBSCRIPTS = "ឃឈឍបយរស"
"""What takes more or less room than KA, and the subscripts that take any: the medians of eight
Khmer fonts to the next half."""

_FIRST_UNSPACED = "\u0e00"
"""From Thai on: letters of a line that goes on without a space."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a page.

    Attributes:
        text: As displayed; of a row of a table the cells are parted by tabs.
        matches: Ranges of the text that a query matches.
        unsure: Ranges of the words that OCR was not sure of.
        boxes: Where the matches stand on the page, in points. Within a word (of Khmer: a phrase)
            the place is taken from the share of letters before it, so it is near, not exact.
    """

    text: str
    matches: tuple[Span, ...]
    unsure: tuple[Span, ...]
    boxes: tuple[Box, ...]


Highlight = Callable[[Sequence[str]], Sequence[tuple[Span, ...]]]
"""Gives the ranges that a query matches in each of several texts."""


def shown_lines(page: Page, highlight: Highlight | None = None) -> tuple[ShownLine, ...]:
    """The lines of a page.

    Args:
        highlight: Finds the matches of a query; also of phrases that go on in the next line.
    """
    texts = [displayed(line.text) for line in page.lines]
    joints = [
        _joint(line, text, after)
        for line, (text, after) in zip(page.lines, pairwise([*texts, ""]), strict=True)
    ]
    joined = [text + joint for text, joint in zip(texts, joints, strict=True)]
    found = highlight(["".join(joined)])[0] if highlight and joined else ()
    starts = accumulate(map(len, joined[:-1]), initial=0)
    lines = []
    for line, text, start in zip(page.lines, texts, starts, strict=False):
        matches = tuple(
            (first - start, last - start)
            for begin, end in found
            if (first := max(begin, start)) < (last := min(end, start + len(text)))
        )
        boxes = tuple(_boxes(line.box, line.word_edges, text, matches)) if line.box else ()
        lines.append(ShownLine(text, matches, tuple(_unsure(line, text)), boxes))
    return tuple(lines)


def marked(line: ShownLine) -> Markup:
    """Write a line with its matches marked, or, where nothing matches, its doubtful words."""
    if line.matches:
        return inline(line.text, line.matches)
    pieces, end = [], 0
    for start, stop in line.unsure:
        pieces += [inline(line.text[end:start]), _UNSURE % inline(line.text[start:stop])]
        end = stop
    return Markup("").join([*pieces, inline(line.text[end:])])


def sheet_address(document_id: str, number: int, **parameters: object) -> str:
    """Address of a page of a document in the language of the interface."""
    address = url_for("page_views.page", document_id=document_id, number=number)
    return with_query(address, parameters)


def _joint(line: Line, text: str, after: str) -> str:
    """What stands between a line and the next one if they are read on."""
    if not line.joins_next:
        return "\n"
    is_unspaced = text[-1:] >= _FIRST_UNSPACED and after[:1] >= _FIRST_UNSPACED
    return "" if is_unspaced else " "


def _unsure(line: Line, text: str) -> Iterator[Span]:
    start = 0
    for word, confidence in zip(text.split(" "), line.confidences, strict=False):
        if confidence < UNSURE:
            yield start, start + len(word)
        start += len(word) + 1


def _boxes(
    box: Box, word_edges: Sequence[float], text: str, spans: Sequence[Span]
) -> Iterator[Box]:
    """The parts of a line's box that ranges of its text take."""
    edges = list(_character_edges(box, word_edges, text)) if spans else []
    for start, end in spans:
        x0, x1 = round(edges[start][0], 1), round(edges[end - 1][1], 1)
        yield Box(x0, round(box.top, 1), x1, round(box.bottom, 1))


def _character_edges(
    box: Box, word_edges: Sequence[float], text: str
) -> Iterator[tuple[float, float]]:
    """Left and right edge of each character, its word (or the line) shared out among them."""
    words = text.split(" ")
    if len(word_edges) != 2 * len(words):
        words, word_edges = [text], (box.x0, box.x1)
    for number, word in enumerate(words):
        x0, x1 = word_edges[2 * number : 2 * number + 2]
        if number:
            yield word_edges[2 * number - 1], x0
        reached = [0, *accumulate(_widths(word))]
        scale = (x1 - x0) / max(1, reached[-1])
        yield from ((x0 + left * scale, x0 + right * scale) for left, right in pairwise(reached))


def _widths(text: str) -> Iterator[float]:
    """The room that each character takes on the line; 0 for those above and below it."""
    before = ""
    for character in text:
        if before == _COENG:
            yield 0.5 if character in _SPACING_SUBSCRIPTS else 0
        elif unicodedata.category(character) in ("Mn", "Cf"):
            yield 0
        else:
            yield _WIDTHS.get(character, 1)
        before = character
