"""Lines of pages become paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.structure.labels import parse_label
from kb.model import Extraction, Line

_NO_SPACE_SCRIPTS = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u19e0-\u19ff\u200b]")
"""Thai, Lao and Khmer: words are not parted by spaces, so neither are wrapped lines."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a row of a table.

    Attributes:
        page_from, page_to: 1-based; None for formats without pages.
        is_wrapped: Whether it was cut from the one before although that goes on, because it
            looks like the start of an article; it is put back if it turns out to be none.
    """

    text: str
    page_from: int | None = None
    page_to: int | None = None
    heading_level: int = 0
    bold: bool = False
    font_size: float = 0.0
    lang: str = ""
    cells: tuple[str, ...] = ()
    is_wrapped: bool = False


def paragraphs_of(extraction: Extraction) -> list[Paragraph]:
    """Joins the lines of all pages to paragraphs, across page borders too."""
    has_pages = any(page.width for page in extraction.pages)
    result: list[Paragraph] = []
    open_line: Line | None = None  # the last line, if its paragraph goes on
    for page in extraction.pages:
        number = page.number if has_pages else None
        for line in _non_empty(page.lines):
            if open_line is None or line.cells or line.heading_level != open_line.heading_level:
                result.append(_start(line, number))
            elif (label := parse_label(line.text)) is not None and label.is_clear:
                result.append(replace(_start(line, number), is_wrapped=True))
            else:
                last = result[-1]
                result[-1] = replace(last, text=join(last.text, line.text), page_to=number)
            open_line = line if line.joins_next and not line.cells else None
    return result


def join(left: str, right: str) -> str:
    """Joins two pieces of a wrapped paragraph, with a space unless the script has none."""
    if not left or not right:
        return left + right
    if _NO_SPACE_SCRIPTS.match(left[-1]) and _NO_SPACE_SCRIPTS.match(right[0]):
        return left + right
    return f"{left} {right}"


def _non_empty(lines: tuple[Line, ...]) -> Iterator[Line]:
    return (line for line in lines if line.text.strip())


def _start(line: Line, page: int | None) -> Paragraph:
    return Paragraph(
        text=line.text.strip(),
        page_from=page,
        page_to=page,
        heading_level=line.heading_level,
        bold=line.bold,
        font_size=line.font_size,
        lang=line.lang,
        cells=line.cells,
    )
