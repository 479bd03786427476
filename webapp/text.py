"""Text on the page: marks, places where a line may break, paragraphs and tables.

Lines of Khmer, Thai and Lao may break between words. `<wbr>` says where in every browser and is
not copied with the text, as U+200B would be.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from markupsafe import Markup

from analyzers import displayed, word_breaks
from kb.labels import heading_of, section_label

Span = tuple[int, int]
_CLOSING_SIGN = re.compile(r" [។៕៖]")


def inline(text: str, spans: Sequence[Span] = (), *, first_hit: int | None = None) -> Markup:
    """Write one line with its matches marked.

    Args:
        text: As given by `displayed`.
        spans: Ordered, disjoint ranges to mark.
        first_hit: If given, the marks get the ids `hit-N`, counted from here.
    """
    return Markup(_html(text, _numbered(spans, first_hit), ()))  # noqa: S704 (`_html` escapes)


def paragraphs(text: str, spans: Sequence[Span] = (), *, first_hit: int | None = None) -> Markup:
    """Write a text of several lines: each is a paragraph, lines with tabs are rows of a table.

    Arguments as in `inline`. Words may be parted at the end of a line.
    """
    marks = list(_numbered(spans, first_hit))
    blocks: list[str] = []
    for tabular, lines in groupby(_lines(text), key=lambda line: "\t" in text[slice(*line)]):
        if tabular:
            rows = "".join(f"<tr>{_cells(text, line, marks)}</tr>" for line in lines)
            blocks.append(f'<div class="table"><table>{rows}</table></div>')
        else:
            blocks += [f"<p>{_part(text, line, marks)}</p>" for line in lines]
    return Markup("\n".join(blocks))  # noqa: S704 (made of what `_html` escapes)


@lru_cache(maxsize=8192)
def _breaks(text: str) -> tuple[int, ...]:
    """Where a line may break; kept, as the same articles are read again and again."""
    return tuple(word_breaks(text))


_Mark = tuple[int, int, str]
"""Start, end, and the id of a mark or ""."""


def _numbered(spans: Iterable[Span], first_hit: int | None) -> Iterator[_Mark]:
    for index, (start, end) in enumerate(spans):
        yield start, end, "" if first_hit is None else f"hit-{first_hit + index}"


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _cells(text: str, line: Span, marks: Sequence[_Mark]) -> str:
    cells: list[str] = []
    start = line[0]
    for cell in text[slice(*line)].split("\t"):
        cells.append(f"<td>{_part(text, (start, start + len(cell)), marks)}</td>")
        start += len(cell) + 1
    return "".join(cells)


def _part(text: str, part: Span, marks: Sequence[_Mark]) -> str:
    """Write a part of a text with those marks, or pieces of marks, that stand in it."""
    begin, end = part
    inside = [
        (max(start, begin) - begin, min(stop, end) - begin, id_ if start >= begin else "")
        for start, stop, id_ in marks
        if start < end and begin < stop
    ]
    line = text[begin:end]
    return _html(line, inside, _breaks(line))


def _html(text: str, marks: Iterable[_Mark], breaks: Sequence[int]) -> str:
    opening = dict.fromkeys(breaks, "<wbr>")
    closing: dict[int, str] = {}
    covered: set[int] = set()
    for start, end, id_ in marks:
        opening[start] = opening.get(start, "") + (f'<mark id="{id_}">' if id_ else "<mark>")
        closing[end] = "</mark>"
        covered.update(range(start, end))
    for sign in _CLOSING_SIGN.finditer(text):  # no line begins with a closing sign
        if covered.isdisjoint(range(*sign.span())):
            opening[sign.start()] = '<span class="tie">'
            closing[sign.end()] = "</span>"
    cuts = sorted({0, len(text), *opening, *closing})
    return "".join(
        opening.get(start, "") + html.escape(text[start:end]) + closing.get(end, "")
        for start, end in pairwise(cuts)
    )


TEMPLATE_FILTERS = {
    "displayed": displayed,
    "inline": inline,
    "label": section_label,
    "heading_of": heading_of,
    "paragraphs": paragraphs,
}
