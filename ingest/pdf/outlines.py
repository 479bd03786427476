"""Signatures of glyph outlines: nine numbers that stay the same however a program writes a glyph.

Area, centre, spread and extent of a filled outline do not depend on its start point, its
direction, whether its curves are quadratic (TrueType) or cubic (CFF, Type 3), or its resolution.
So a glyph of a reference font is found again after subsetting, conversion and PostScript.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.momentsPen import MomentsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSEOF, PSKeyword, PSLiteral

EM = 1000
"""Signatures are in thousandths of the em."""

MIN_AREA = 60.0
"""Square units; smaller outlines (a dot of dust) have no signature."""

Signature = tuple[int, ...]
Draw = Callable[[Any], None]
Outlines = Callable[[int], "Signature | None"]
"""Character code or CID to the signature of its outline, None where it has none."""


def signature(draw: Draw, glyph_set: Any = None, scale: float = 1.0) -> Signature | None:
    """Measures an outline.

    Args:
        draw: Draws it on a fontTools pen.
        glyph_set: For outlines made of components.
        scale: From the units of the outline to thousandths of the em.

    Returns:
        Width, lower edge, upper edge, square root of the area, centre (x from the left edge, y
        from the baseline), spread in x and in y, slant; None for a blank glyph.
    """
    recording = DecomposingRecordingPen(glyph_set or {})
    draw(recording)
    moments, bounds = MomentsPen(), BoundsPen(None)
    try:
        recording.replay(TransformPen(moments, (scale, 0, 0, scale, 0, 0)))
    except (AssertionError, TypeError, NotImplementedError):  # an open contour
        return None
    recording.replay(TransformPen(bounds, (scale, 0, 0, scale, 0, 0)))
    area = moments.area
    if bounds.bounds is None or abs(area) < MIN_AREA:
        return None
    left, lower, right, upper = bounds.bounds
    centre_x, centre_y = moments.momentX / area, moments.momentY / area
    spread_x = math.sqrt(max(0.0, moments.momentXX / area - centre_x**2))
    spread_y = math.sqrt(max(0.0, moments.momentYY / area - centre_y**2))
    covariance = moments.momentXY / area - centre_x * centre_y
    slant = math.copysign(math.sqrt(abs(covariance)), covariance)
    values = (
        right - left,
        lower,
        upper,
        math.sqrt(abs(area)),
        centre_x - left,
        centre_y,
        spread_x,
        spread_y,
        slant,
    )
    if any(abs(value) > 32_000 for value in values):
        return None
    return tuple(round(value) for value in values)


def embedded_outlines(font: Any) -> Outlines | None:
    """The outlines of a font embedded in a PDF, by character code or CID.

    Args:
        font: pdfminer's font object with its dictionary as `spec`.

    Returns:
        None if the font is not embedded, or in a format that is not read (Type 1).
    """
    spec = getattr(font, "spec", None) or {}
    kind = getattr(resolve1(spec.get("Subtype")), "name", "")
    try:
        if kind == "Type3":
            return _type3(spec)
        descriptor = resolve1(spec.get("FontDescriptor")) or {}
        if "FontFile2" in descriptor:
            return _truetype(_stream(descriptor, "FontFile2"), spec, kind)
        if "FontFile3" in descriptor:
            data = _stream(descriptor, "FontFile3")
            if data[:4] in (b"OTTO", b"\0\1\0\0", b"true"):
                return _truetype(data, spec, kind)
            return _cff(data, spec, kind)
    except Exception:
        return None
    return None


def _stream(descriptor: Mapping[str, Any], key: str) -> bytes:
    data: bytes = resolve1(descriptor[key]).get_data()
    return data


def _truetype(data: bytes, spec: Mapping[str, Any], kind: str) -> Outlines:
    font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
    glyph_set, order = font.getGlyphSet(), font.getGlyphOrder()
    scale = EM / font["head"].unitsPerEm
    if kind.startswith("CIDFont"):
        to_gid = _cid_to_gid(spec)

        def name_of(code: int) -> str | None:
            gid = to_gid(code)
            return order[gid] if gid < len(order) else None
    else:
        by_code = _simple_encoding(font, spec)
        name_of = by_code.get

    def outline(code: int) -> Signature | None:
        name = name_of(code)
        return signature(glyph_set[name].draw, glyph_set, scale) if name in glyph_set else None

    return outline


def _cid_to_gid(spec: Mapping[str, Any]) -> Callable[[int], int]:
    mapping = resolve1(spec.get("CIDToGIDMap"))
    if not isinstance(mapping, PDFStream):
        return lambda cid: cid
    table = mapping.get_data()
    return lambda cid: int.from_bytes(table[2 * cid : 2 * cid + 2], "big")


def _simple_encoding(font: TTFont, spec: Mapping[str, Any]) -> dict[int, str]:
    """Character codes of a simple TrueType font to glyph names (ISO 32000 9.6.6.4)."""
    names: dict[int, str] = {}
    if "cmap" in font:
        for table in font["cmap"].tables:
            for code, name in table.cmap.items():
                names.setdefault(code & 0xFF if 0xF000 <= code <= 0xF0FF else code, name)
    for code, name in _differences(spec).items():
        if name in font.getReverseGlyphMap():
            names[code] = name
    return names


def _differences(spec: Mapping[str, Any]) -> dict[int, str]:
    encoding = resolve1(spec.get("Encoding"))
    names: dict[int, str] = {}
    code = 0
    for item in resolve1(encoding.get("Differences")) or () if isinstance(encoding, dict) else ():
        value = resolve1(item)
        if isinstance(value, PSLiteral):
            names[code] = str(value.name)
            code += 1
        elif isinstance(value, int):
            code = value
    return names


def _cff(data: bytes, spec: Mapping[str, Any], kind: str) -> Outlines:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[0]
    charstrings = top.CharStrings
    scale = EM * getattr(top, "FontMatrix", [0.001])[0]
    charset = top.charset
    if kind.startswith("CIDFont"):
        keyed = hasattr(top, "ROS")

        def name_of(code: int) -> str | None:
            if keyed:
                return f"cid{code:05d}"
            return charset[code] if code < len(charset) else None
    else:
        encoding = top.Encoding
        by_code = dict(enumerate(encoding)) if isinstance(encoding, list) else {}
        by_code.update(_differences(spec))
        name_of = by_code.get

    def outline(code: int) -> Signature | None:
        name = name_of(code)
        if name not in charstrings:
            return None
        return signature(charstrings[name].draw, None, scale)

    return outline


def _type3(spec: Mapping[str, Any]) -> Outlines:
    procedures = resolve1(spec.get("CharProcs")) or {}
    names = _differences(spec)
    matrix = [float(resolve1(value)) for value in resolve1(spec["FontMatrix"])]
    em = type3_em(spec)

    def outline(code: int) -> Signature | None:
        stream = resolve1(procedures.get(names.get(code, "")))
        if not isinstance(stream, PDFStream):
            return None
        return signature(lambda pen: _draw_paths(stream, pen, matrix), None, EM / em)

    return outline


def type3_em(spec: Mapping[str, Any]) -> float:
    """How many em a Type 3 font takes one unit of font size for.

    Ghostscript writes such fonts ten times too large and sets them at a tenth of their size. The
    em is guessed from the height of the font, which is 0.4 to 4 em for any script.
    """
    matrix = resolve1(spec.get("FontMatrix")) or (0.001, 0, 0, 0.001)
    box = resolve1(spec.get("FontBBox")) or (0, 0, 0, 0)
    height = abs(float(resolve1(box[3])) - float(resolve1(box[1]))) * abs(
        float(resolve1(matrix[3]))
    )
    em = 1.0
    while height > 4 * em and em < 1e6:
        em *= 10
    while 0 < height < 0.4 * em and em > 1e-6:
        em /= 10
    return em


def _draw_paths(stream: PDFStream, pen: BasePen, matrix: list[float]) -> None:
    """Draws the paths of a Type 3 glyph procedure; images and colours are passed over."""
    from pdfminer.pdfinterp import PDFContentParser  # noqa: PLC0415

    parser = PDFContentParser([stream])
    target = TransformPen(pen, matrix)
    numbers: list[float] = []
    is_open = False
    current = (0.0, 0.0)
    stack: list[TransformPen] = []
    while True:
        try:
            _, token = parser.nextobject()
        except PSEOF:
            break
        if isinstance(token, int | float):
            numbers.append(float(token))
            continue
        if not isinstance(token, PSKeyword):
            continue
        operator = token.name.decode("latin-1") if isinstance(token.name, bytes) else token.name
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        if operator == "m" and points:
            if is_open:
                target.closePath()
            target.moveTo(points[0])
            is_open, current = True, points[0]
        elif operator == "l" and points:
            target.lineTo(points[0])
            current = points[0]
        elif operator == "c" and len(points) == 3:
            target.curveTo(*points)
            current = points[2]
        elif operator == "v" and len(points) == 2:
            target.curveTo(current, *points)
            current = points[1]
        elif operator == "y" and len(points) == 2:
            target.curveTo(points[0], points[1], points[1])
            current = points[1]
        elif operator == "h" and is_open:
            target.closePath()
            is_open = False
        elif operator == "re" and len(numbers) >= 4:
            x, y, width, height = numbers[:4]
            target.moveTo((x, y))
            target.lineTo((x + width, y))
            target.lineTo((x + width, y + height))
            target.lineTo((x, y + height))
            target.closePath()
        elif operator == "cm" and len(numbers) >= 6:
            target = TransformPen(target, numbers[:6])
        elif operator == "q":
            stack.append(target)
        elif operator == "Q" and stack:
            target = stack.pop()
        numbers.clear()
    if is_open:
        target.closePath()
