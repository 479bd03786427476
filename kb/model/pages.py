"""What is read from the pages of a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or one paragraph of a format without lines) as it was extracted.

    Attributes:
        text: Logical-order Unicode text, without its line end.
        box: Where it stands on the page; None for formats without pages.
        font_size: Size in points, 0 where unknown.
        bold: Whether most of its characters are bold.
        heading_level: 1–6 if the format says that it is a heading, else 0.
        lang: Language declared by the format (BCP 47), "" where none is.
        cells: The cells, if the line is a row of a table; `text` then joins them by a tab.
        joins_next: Whether the paragraph goes on in the next line (a wrap, not an end).
        confidences: Of its words, which single spaces part, 0–1; empty where no OCR took place.
        word_edges: Left and right edge of each of these words in turn, in points; empty where
            they are not known.
    """

    text: str
    box: Box | None = None
    font_size: float = 0.0
    bold: bool = False
    heading_level: int = 0
    lang: str = ""
    cells: tuple[str, ...] = ()
    joins_next: bool = False
    confidences: tuple[float, ...] = ()
    word_edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines in reading order. Formats without pages give one page, number 1.

    Attributes:
        number: 1-based.
        width, height: In points; 0 for formats without pages.
        method: How the text was won: "text", "actualtext", "legacy-font", "glyphs", "ocr",
            "corrected" (by a person), "none".
        score: Quality of the text, 0 (garbage) to 1 (certain).
        confidence: Mean word confidence of OCR, 0–1; None where no OCR took place.
        remark: What a person should know ("the text layer is damaged"), "" if nothing.
        needs_ocr: Whether OCR is to read it; until then it has the best text there is.
    """

    number: int
    lines: tuple[Line, ...]
    width: float = 0.0
    height: float = 0.0
    method: str = "text"
    score: float = 1.0
    confidence: float | None = None
    remark: str = ""
    needs_ocr: bool = False


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How a page was read and how far to trust it; fields as in `Page`."""

    number: int
    method: str
    score: float
    confidence: float | None = None
    remark: str = ""
    needs_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor read from one file.

    Attributes:
        media_type: As sniffed from the content.
        title: Title that the format itself declares (metadata, <title>), "" where none.
        lang: Language that the format declares, "" where none.
    """

    media_type: str
    pages: tuple[Page, ...]
    title: str = ""
    lang: str = ""
