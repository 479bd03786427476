"""The ladder: one page, the ways to read its text from the surest to the last, and the choice.

A rung is climbed down only when the score of the text above it says that it is not good enough.
OCR is the last rung; it takes seconds a page and other programs, so a page that needs it is
kept with the best text there is, marked, and read later (`ingest.ocr.recognise_pages`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.fonts import is_legacy
from ingest.pdf.actual_text import with_actual_text
from ingest.pdf.bullets import with_bullets
from ingest.pdf.characters import Glyph, glyph_text
from ingest.pdf.glyph_page import GlyphPage
from ingest.pdf.glyphs import GlyphReader
from ingest.pdf.language_model import SPACELESS
from ingest.pdf.layout import lines, rows_in_reading_order
from ingest.pdf.score import MIN_LETTERS, MIN_SHARE, Score, score
from ingest.pdf.segments import Segment, segments
from ingest.pdf.tables import split_tables
from kb.model import Line, Page

SCAN_SHARE = 0.5
"""A page is a scan if its largest image covers more of it."""

SCAN_LETTERS = 250
"""A scan with fewer letters shows more than its text layer says: a watermark, a stamp, a number.
A sparse page of an act has 600."""

PICTURE_LETTERS = MIN_LETTERS
"""A page whose largest image covers less of it, but not little, is such a page if it has fewer:
the short last page of a scan was cut to what is on it."""

MAX_OCR_LAYER_SCORE = 0.4
"""Score of a Khmer, Thai or Lao text layer that another OCR program laid under a scan: what was
seen of such layers is full of slips that look like words."""

BLANK_IMAGE_SHARE = 0.05
BLANK_PATHS = 60
"""A page without text shows nothing if it has neither a larger image nor more paths."""

NEEDS_OCR = "needs OCR"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a page."""

    method: str
    glyphs: list[Glyph]
    segments: list[Segment]
    score: Score
    visual: bool = False


def read_page(page: GlyphPage, reader: GlyphReader) -> Page:
    """Reads one page by the first rung whose text is good, else by the best of them.

    Args:
        page: The open page.
        reader: Of the file that the page belongs to.

    Raises:
        PageTooComplexError: If the page is made to exhaust its reader.
    """
    if not page.glyphs:
        return _without_text(page)
    best: Reading | None = None
    for reading in _readings(page, reader):
        if best is None or reading.score.value > best.score.value:
            best = reading
        if reading.score.accepted:
            break
    assert best is not None
    value, remark = _verdict(page, best)
    return Page(
        number=page.page_number,
        lines=tuple(_lines(page, best)),
        width=float(page.width),
        height=float(page.height),
        method=best.method,
        score=value,
        remark=remark,
        needs_ocr=bool(remark),
    )


def _verdict(page: GlyphPage, reading: Reading) -> tuple[float, str]:
    """The score of the page, and the remark why it needs OCR, "" if it does not."""
    value = reading.score.value
    share = page.image_share()
    is_scan = share > SCAN_SHARE
    shows_more = reading.score.letters < (SCAN_LETTERS if is_scan else PICTURE_LETTERS)
    if share > BLANK_IMAGE_SHARE and shows_more:
        return 0.0, f"{NEEDS_OCR}: the page is a picture, its text layer holds little"
    if is_scan and _is_ocr_layer(reading.glyphs):
        return (
            min(value, MAX_OCR_LAYER_SCORE),
            f"{NEEDS_OCR}: the page is a picture, its text layer was made by an unknown OCR",
        )
    return value, "" if reading.score.accepted else f"{NEEDS_OCR}: the text layer is damaged"


def _is_ocr_layer(glyphs: list[Glyph]) -> bool:
    """Whether most glyphs are not shown, and some of them are Khmer, Thai or Lao."""
    hidden = [glyph for glyph in glyphs if glyph.invisible]
    spaceless = sum(1 for glyph in hidden if SPACELESS.match(glyph.text))
    return 2 * len(hidden) > len(glyphs) and spaceless > MIN_SHARE * len(hidden)


def _readings(page: GlyphPage, reader: GlyphReader) -> Iterator[Reading]:
    """The rungs, each made only when it is asked for."""
    glyphs = page.glyphs
    named = with_actual_text(glyphs)
    unmapped = sum(
        1 for glyph in glyphs if not glyph.text and not glyph.span and reader.has_ink(glyph)
    )
    yield _reading(_method(named), named, unmapped / len(glyphs), visual=False)
    drawn = [replace(glyph, text=glyph_text(glyph.font, glyph.code), span=0) for glyph in glyphs]
    drawn = [glyph for glyph in drawn if glyph.text]
    yield _reading("text", drawn, 1 - len(drawn) / len(glyphs), visual=True)
    by_outline, found, lost = reader.read(glyphs)
    if found:
        yield _reading("glyphs", by_outline, lost / len(glyphs), visual=True)


def _reading(method: str, glyphs: list[Glyph], unmapped: float, *, visual: bool) -> Reading:
    parts = segments(glyphs, visual=visual)
    text = "\n".join(segment.text for segment in parts)
    return Reading(method, glyphs, parts, score(text, unmapped=unmapped), visual)


def _method(glyphs: list[Glyph]) -> str:
    legacy = sum(1 for glyph in glyphs if is_legacy(glyph.font.name))
    if legacy * 2 > len(glyphs):
        return "legacy-font"
    return "actualtext" if any(glyph.span for glyph in glyphs) else "text"


def _lines(page: GlyphPage, reading: Reading) -> list[Line]:
    rest, tables = split_tables(page, reading.glyphs, visual=reading.visual)
    parts = segments(rest, visual=reading.visual) if tables else reading.segments
    found = lines(rows_in_reading_order(with_bullets(parts, page)))
    for top, rows in tables:
        place = next(
            (
                index
                for index, line in enumerate(found)
                if line.box and line.box.top > top and not line.cells
            ),
            len(found),
        )
        found[place:place] = rows
    return found


def _without_text(page: GlyphPage) -> Page:
    paths = len(page.rects) + len(page.lines) + len(page.curves)
    is_blank = page.image_share() < BLANK_IMAGE_SHARE and paths < BLANK_PATHS
    return Page(
        number=page.page_number,
        lines=(),
        width=float(page.width),
        height=float(page.height),
        method="none",
        score=1.0 if is_blank else 0.0,
        remark="blank" if is_blank else f"{NEEDS_OCR}: the page is a picture",
        needs_ocr=not is_blank,
    )
