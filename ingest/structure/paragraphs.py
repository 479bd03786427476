"""Lines of pages become paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.structure.labels import parse_label
from kb.model import Extraction, Line

_SPACELESS = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ec6\u0ec8-\u0ece\u0edc-\u0edf\u1780-\u17d3"
_WRAP_IN_WORDS = re.compile(f"[{_SPACELESS}\u17c8\u17d7\u17dd\u200b]\n[{_SPACELESS}«\u200b]")
"""Thai, Lao and Khmer letters and marks: words are not parted by spaces, so neither are wrapped
lines. Beside a digit no line is broken but at a space (UAX #14, LB23), nor is one behind ។."""

_HYPHENATED = re.compile("[\u1780-\u17d3][-\u2010]\n[\u1780-\u17b3]")
"""Khmer words that were typed with a hyphen at the end of the line."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a row of a table.

    Attributes:
        page_from, page_to: 1-based; None for formats without pages.
        is_wrapped: Whether it was cut from the one before although that goes on, because it
            looks like the start of an article; it is put back if it turns out to be none.
        recognised: Whether it begins on a page that OCR read.
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
    recognised: bool = False


def paragraphs_of(extraction: Extraction) -> list[Paragraph]:
    """Joins the lines of all pages to paragraphs, across page borders too."""
    has_pages = any(page.width for page in extraction.pages)
    result: list[Paragraph] = []
    open_line: Line | None = None  # the last line, if its paragraph goes on
    for page in extraction.pages:
        number = page.number if has_pages else None
        for line in _non_empty(page.lines):
            if open_line is None or line.cells or line.heading_level != open_line.heading_level:
                result.append(_start(line, number, recognised=page.method == "ocr"))
            elif (label := parse_label(line.text)) is not None and label.is_clear:
                start = _start(line, number, recognised=page.method == "ocr")
                result.append(replace(start, is_wrapped=True))
            else:
                last = result[-1]
                result[-1] = replace(last, text=join(last.text, line.text), page_to=number)
            open_line = line if line.joins_next and not line.cells else None
    return result


def join(left: str, right: str) -> str:
    """Joins two pieces of a wrapped paragraph, with a space unless the script has none."""
    if not left or not right:
        return left + right
    if _HYPHENATED.fullmatch(f"{left[-2:]}\n{right[0]}"):
        return left[:-1] + right
    if _WRAP_IN_WORDS.fullmatch(f"{left[-1]}\n{right[0]}"):
        return left + right
    return f"{left} {right}"


def _non_empty(lines: tuple[Line, ...]) -> Iterator[Line]:
    return (line for line in lines if line.text.strip())


def _start(line: Line, page: int | None, *, recognised: bool) -> Paragraph:
    return Paragraph(
        text=line.text.strip(),
        page_from=page,
        page_to=page,
        heading_level=line.heading_level,
        bold=line.bold,
        font_size=line.font_size,
        lang=line.lang,
        cells=line.cells,
        recognised=recognised,
    )
