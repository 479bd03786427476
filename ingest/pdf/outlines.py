"""Signatures of glyph outlines: nine numbers that stay the same however a program writes a glyph.

Area, centre, spread and extent of a filled outline do not depend on its start point, its
direction, whether its curves are quadratic (TrueType) or cubic (CFF, Type 3), or its resolution.
So a glyph of a reference font is found again after subsetting, conversion and PostScript.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.momentsPen import MomentsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from ingest.pdf.type3 import draw_procedure, type3_em

EM = 1000
"""Signatures are in thousandths of the em."""

MIN_AREA = 60.0
"""Square units; smaller outlines (a dot of dust) have no signature."""

MAX_WIDENING = 50
"""Thousandths of the em; Skia widens by size/48 to size/64 on each side, as its table says, and by
more at sharp corners."""

Signature = tuple[int, ...]
Draw = Callable[[Any], None]
Names = Callable[[int], str | None]
"""Character code or CID to the name of its glyph, None where it has none."""

Outlines = Callable[[int], Signature | None]
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
    except Exception:  # fontTools raises any error for a damaged font: as if it were not embedded
        return None
    return None


def _stream(descriptor: Mapping[str, Any], key: str) -> bytes:
    data: bytes = resolve1(descriptor[key]).get_data()
    return data


def _truetype(data: bytes, spec: Mapping[str, Any], kind: str) -> Outlines:
    font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
    glyph_set = font.getGlyphSet()
    scale = EM / font["head"].unitsPerEm
    name_of = _truetype_names(font, spec, kind)

    def outline(code: int) -> Signature | None:
        name = name_of(code)
        return signature(glyph_set[name].draw, glyph_set, scale) if name in glyph_set else None

    return outline


def _truetype_names(font: TTFont, spec: Mapping[str, Any], kind: str) -> Names:
    if not kind.startswith("CIDFont"):
        return _simple_encoding(font, spec).get
    to_gid, order = _cid_to_gid(spec), font.getGlyphOrder()

    def name_of(cid: int) -> str | None:
        gid = to_gid(cid)
        return order[gid] if gid < len(order) else None

    return name_of


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
    name_of = _cff_names(top, spec, kind)

    def outline(code: int) -> Signature | None:
        name = name_of(code)
        return signature(charstrings[name].draw, None, scale) if name in charstrings else None

    return outline


def _cff_names(top: Any, spec: Mapping[str, Any], kind: str) -> Names:
    if not kind.startswith("CIDFont"):
        encoding = top.Encoding
        names = dict(enumerate(encoding)) if isinstance(encoding, list) else {}
        return (names | _differences(spec)).get
    if hasattr(top, "ROS"):
        return lambda cid: f"cid{cid:05d}"
    return lambda cid: top.charset[cid] if cid < len(top.charset) else None


def _type3(spec: Mapping[str, Any]) -> Outlines:
    procedures = resolve1(spec.get("CharProcs")) or {}
    names = _differences(spec)
    matrix = [float(resolve1(value)) for value in resolve1(spec["FontMatrix"])]
    scale = EM / type3_em(spec)

    def outline(code: int) -> Signature | None:
        stream = resolve1(procedures.get(names.get(code, "")))
        if not isinstance(stream, PDFStream):
            return None
        drawn = RecordingPen()
        draw_procedure(stream, drawn, matrix)
        whole = signature(drawn.replay, None, scale)
        inner = signature(_last_third(drawn).replay, None, scale)
        return inner if whole and inner and _widens(whole, inner) else whole

    return outline


def _last_third(drawn: RecordingPen) -> RecordingPen:
    """The last third of the contours of a glyph, nothing if they are not a multiple of three.

    Skia (Chromium) draws a bold that the font does not have as the two edges of a stroke around
    each contour, and then the contours themselves.
    """
    contours: list[list[Any]] = []
    for operation in drawn.value:
        if operation[0] == "moveTo":
            contours.append([])
        contours[-1].append(operation)
    contours = [contour for contour in contours if len(contour) > 2]  # cairo adds empty ones
    last = RecordingPen()
    if len(contours) % 3 == 0:
        last.value = list(chain.from_iterable(contours[len(contours) // 3 * 2 :]))
    return last


def _widens(whole: Signature, inner: Signature) -> bool:
    """Whether an outline goes a little beyond another one on each side."""
    beyond = inner[1] - whole[1], whole[2] - inner[2], (whole[0] - inner[0]) / 2
    return all(0 < step <= MAX_WIDENING for step in beyond)
