"""Running headers, footers and page numbers: recognised by their place on several pages.

Text alone is not enough: "Article 5" repeats on every page that an article begins on. Nor is the
place: articles that begin at the top of their pages stand where a header would, each with another
number, so the label of a provision counts as running only where its number is the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.structure.labels import parse_label
from kb.model import Line, Page

MIN_PAGES = 3
MIN_SHARE = 0.4
"""Of all pages, so that headers that alternate between left and right pages are found."""

MARGIN_LINES = 3
"""Lines from the top and from the bottom of a page that may be running lines."""

MARGIN = 0.15
"""Part of the height of the page, at the top and at the bottom, in which they stand."""

SAME_PLACE = 4.0
"""Points by which the place of a running line differs between pages."""

_NUMBER = re.compile("[0-9០-៩๐-๙໐-໙]+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:ទំព័រ(?:ទី)?|page|trang|หน้า|ໜ້າ|p\.)?\s*#\s*(?:(?:/|of|នៃ|sur|-)\s*#)?\W*", re.IGNORECASE
)


def without_running_lines(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Takes running lines and page numbers out of the pages of one document."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        places = {place for line in _candidates(page) for place in _places(line)}
        seen.update(places)
    needed = max(MIN_PAGES, MIN_SHARE * len(pages)) if len(pages) >= MIN_PAGES else len(pages) + 1
    return tuple(_strip(page, seen, needed) for page in pages)


def _strip(page: Page, seen: Counter[tuple[str, int]], needed: float) -> Page:
    running = {
        id(line)
        for line in _candidates(page)
        if _PAGE_NUMBER.fullmatch(_masked(line))
        or any(seen[place] >= needed for place in _places(line))
    }
    if not running:
        return page
    return replace(page, lines=tuple(line for line in page.lines if id(line) not in running))


def _candidates(page: Page) -> list[Line]:
    """The lines at the top and bottom of a page, tables apart."""
    placed = [line for line in page.lines if line.box and not line.cells]
    placed.sort(key=lambda line: line.box.top if line.box else 0.0)
    top = [
        line for line in placed[:MARGIN_LINES] if line.box and line.box.top < MARGIN * page.height
    ]
    bottom = [
        line
        for line in placed[-MARGIN_LINES:]
        if line.box and line.box.bottom > (1 - MARGIN) * page.height
    ]
    return top + bottom


def _places(line: Line) -> tuple[tuple[str, int], tuple[str, int]]:
    """Masked text and rounded height, both ways, so that no border parts equal places."""
    text = _masked(line)
    steps = (line.box.bottom if line.box else 0.0) / SAME_PLACE
    return (text, 2 * int(steps)), (text, 2 * int(steps + 0.5) + 1)


def _masked(line: Line) -> str:
    if parse_label(line.text) is not None:
        return line.text
    return _NUMBER.sub("#", re.sub(r"\s", "", line.text)).lower()
