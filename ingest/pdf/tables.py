"""Ruled tables: rows of cells, found by pdfplumber, filled with the repaired glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.pdf.characters import Glyph
from ingest.pdf.glyph_page import GlyphPage
from ingest.pdf.layout import lines, rows_in_reading_order
from ingest.pdf.segments import segments
from ingest.structure.paragraphs import join
from kb.model import Box, Line

MIN_RULES = 4
"""Two rules each way enclose one cell."""

MAX_RULES = 5_000
"""More rules than any table has: a drawing, in which the search takes minutes."""

MARGIN = 1.0
"""Points by which a glyph may stand outside of its cell."""


def split_tables(
    page: GlyphPage, glyphs: Sequence[Glyph], *, visual: bool
) -> tuple[list[Glyph], list[tuple[float, list[Line]]]]:
    """Takes the glyphs of tables out of a page.

    Args:
        page: Where the rules are drawn.
        glyphs: Glyphs with their text.
        visual: Whether their Khmer is in visual order.

    Returns:
        The glyphs outside of tables, and each table as its top edge and its rows.
    """
    rest, tables = list(glyphs), []
    for table in _find_tables(page):
        rows = []
        for row in table.rows:
            cells = [cell for cell in row.cells if cell]
            filled = []
            for cell in cells:
                inside, rest = _inside(rest, cell)
                filled.append(_cell_text(inside, visual=visual))
            if any(filled):
                x0, top, x1, bottom = row.bbox
                rows.append(Line("\t".join(filled), Box(x0, top, x1, bottom), cells=tuple(filled)))
        if rows:
            tables.append((float(table.bbox[1]), rows))
    return rest, tables


def _find_tables(page: GlyphPage) -> list[Any]:
    if not MIN_RULES <= len(page.rects) + len(page.lines) + len(page.curves) <= MAX_RULES:
        return []
    return [
        table
        for table in page.find_tables()
        if len(table.rows) > 1 and max(len([c for c in row.cells if c]) for row in table.rows) > 1
    ]


def _inside(
    glyphs: list[Glyph], cell: tuple[float, float, float, float]
) -> tuple[list[Glyph], list[Glyph]]:
    """Parts the glyphs whose middle lies in a cell from the others."""
    x0, top, x1, bottom = cell
    inside: list[Glyph] = []
    outside: list[Glyph] = []
    for glyph in glyphs:
        middle_x, middle_y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - 0.3 * glyph.size
        is_inside = (
            x0 - MARGIN <= middle_x <= x1 + MARGIN and top - MARGIN <= middle_y <= bottom + MARGIN
        )
        (inside if is_inside else outside).append(glyph)
    return inside, outside


def _cell_text(glyphs: list[Glyph], *, visual: bool) -> str:
    text = ""
    for line in lines(rows_in_reading_order(segments(glyphs, visual=visual))):
        text = join(text, line.text)
    return text
