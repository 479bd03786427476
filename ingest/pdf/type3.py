"""Type 3 fonts: glyphs that are small drawings in the language of page contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fontTools.pens.basePen import AbstractPen
from fontTools.pens.transformPen import TransformPen
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSEOF, PSKeyword


def type3_em(spec: Mapping[str, Any]) -> float:
    """How many em a Type 3 font takes one unit of font size for.

    Ghostscript writes such fonts ten times too large and sets them at a tenth of their size. The
    em is guessed from the height of the font, which is at most 4 em for any script, and more than
    a hundredth even if it has nothing but a dash.

    Args:
        spec: The dictionary of the font.
    """
    matrix = resolve1(spec.get("FontMatrix")) or (0.001, 0, 0, 0.001)
    box = resolve1(spec.get("FontBBox")) or (0, 0, 0, 0)
    height = abs(float(resolve1(box[3])) - float(resolve1(box[1]))) * abs(
        float(resolve1(matrix[3]))
    )
    em = 1.0
    while height > 4 * em and em < 1e6:
        em *= 10
    while 0 < height < 0.01 * em and em > 1e-6:
        em /= 10
    return em


def draw_procedure(procedure: PDFStream, pen: AbstractPen, matrix: Sequence[float]) -> None:
    """Draws the paths of a glyph; images and colours are passed over.

    Args:
        procedure: The glyph's entry in `CharProcs`.
        pen: A fontTools pen.
        matrix: The six numbers of `FontMatrix`.
    """
    drawing = _Drawing(pen, matrix)
    for operator, numbers in _operations(procedure):
        drawing.change_state(operator, numbers)
        drawing.add_path(operator, numbers)
    drawing.close()


def _operations(procedure: PDFStream) -> Iterator[tuple[str, list[float]]]:
    """The operators of a content stream, each with the numbers before it."""
    parser = PDFContentParser([procedure])
    numbers: list[float] = []
    while True:
        try:
            _, token = parser.nextobject()
        except PSEOF:
            return
        if isinstance(token, int | float):
            numbers.append(float(token))
        elif isinstance(token, PSKeyword):
            name = token.name
            yield name.decode("latin-1") if isinstance(name, bytes) else name, numbers
            numbers = []


class _Drawing:
    """Graphics state and current path (ISO 32000 8.4 and 8.5), replayed on a pen."""

    def __init__(self, pen: AbstractPen, matrix: Sequence[float]) -> None:
        self._pen = TransformPen(pen, matrix)
        self._saved: list[TransformPen] = []
        self._current = (0.0, 0.0)
        self._is_open = False

    def change_state(self, operator: str, numbers: list[float]) -> None:
        match operator:
            case "cm" if len(numbers) >= 6:
                self._pen = TransformPen(self._pen, numbers[:6])
            case "q":
                self._saved.append(self._pen)
            case "Q" if self._saved:
                self._pen = self._saved.pop()

    def add_path(self, operator: str, numbers: list[float]) -> None:
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        match operator, points:
            case "m", [start, *_]:
                self._begin(start)
            case "l", [end, *_]:
                self._pen.lineTo(end)
                self._current = end
            case "c", [first, second, end]:
                self._curve(first, second, end)
            case "v", [second, end]:
                self._curve(self._current, second, end)
            case "y", [first, end]:
                self._curve(first, end, end)
            case "re", [(x, y), (width, height), *_]:
                self._begin((x, y))
                self._pen.lineTo((x + width, y))
                self._pen.lineTo((x + width, y + height))
                self._pen.lineTo((x, y + height))
                self.close()
            case "h", _:
                self.close()

    def close(self) -> None:
        if self._is_open:
            self._pen.closePath()
        self._is_open = False

    def _begin(self, start: tuple[float, float]) -> None:
        self.close()
        self._pen.moveTo(start)
        self._is_open, self._current = True, start

    def _curve(self, *points: tuple[float, float]) -> None:
        self._pen.curveTo(*points)
        self._current = points[-1]
