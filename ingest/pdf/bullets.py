"""Marks of lists that are drawn, not written, as browsers print them: discs, circles, squares."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.pdf.glyph_page import GlyphPage
from ingest.pdf.segments import Segment

BULLET = "• "

SMALLEST, LARGEST = 0.15, 0.8
"""Width and height of a mark in font sizes; Chromium draws a disc of .34."""

REACH = 2.5
"""In font sizes: how far to the left of its text a mark stands at most."""

MOST_SHAPES = 2_000
"""A page with more shapes is a drawing, in which the search is not worth its time."""


def with_bullets(segments: Sequence[Segment], page: GlyphPage) -> list[Segment]:
    """Puts a written bullet before each segment that has a drawn one at its left.

    Args:
        segments: Of the page; those with a bullet are changed.
        page: Whose shapes are looked at.
    """
    shapes = [*page.curves, *page.rects]
    for shape in shapes if len(shapes) <= MOST_SHAPES else ():
        x0, x1, middle = shape["x0"], shape["x1"], (shape["top"] + shape["bottom"]) / 2
        beside = [
            segment
            for segment in segments
            if segment.top < middle < segment.bottom
            and 0 < segment.x0 - x1 < REACH * segment.size
            and all(
                SMALLEST * segment.size < length < LARGEST * segment.size
                for length in (x1 - x0, shape["bottom"] - shape["top"])
            )
        ]
        if beside:
            first = min(beside, key=lambda segment: segment.x0)
            first.pieces.insert(0, BULLET)
            first.fonts.insert(0, "")
            first.words.insert(0, (x0, x1))
    return list(segments)
