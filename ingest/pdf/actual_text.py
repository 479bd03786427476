"""ActualText: what the producer says that a group of glyphs means.

Chromium, LibreOffice, Typst and Word write `/Span <</ActualText ...>> BDC` around the glyphs of
a Khmer or Thai cluster. Read so, their text is exact; read glyph by glyph it is garbage.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.pdf.characters import Glyph

_CLUSTER = re.compile("[\u0e00-\u0eff\u1780-\u17ff]{2}")


def with_actual_text(glyphs: list[Glyph]) -> list[Glyph]:
    """Merges the glyphs of each span to one, which carries the text of the span.

    Typst repeats the text of a cluster for each of its glyphs; the repeats are dropped, and so
    are glyphs without any text.

    Args:
        glyphs: In stream order; they are not changed.

    Returns:
        Glyphs with text, in stream order.
    """
    merged: list[Glyph] = []
    for glyph in glyphs:
        before = merged[-1] if merged else None
        if before and ((glyph.span and glyph.span == before.span) or _repeats(before, glyph)):
            x0, x1 = before.x0, before.x1
            if abs(before.baseline - glyph.baseline) < before.size:
                x0, x1 = min(x0, glyph.x0), max(x1, glyph.x1)
            merged[-1] = replace(before, x0=x0, x1=x1, span=glyph.span)
        elif glyph.text:
            merged.append(glyph)
    return merged


def _repeats(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is another part of the cluster whose whole text `before` has already.

    A cluster that is really written twice begins with the same code again.
    """
    return (
        glyph.text == before.text
        and glyph.code != before.code
        and _CLUSTER.match(glyph.text) is not None
        and abs(before.baseline - glyph.baseline) < glyph.size
    )
