"""The fonts of PDF exports: which one a character is set in, shaping, and what goes into the file.

HarfBuzz shapes, as Khmer needs: a vowel may stand before its consonant, and one letter below
another. Glyphs say little of the text then, so every word carries its characters (`ActualText`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from itertools import groupby

import pikepdf
import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont

_SCRIPTS = ("latin", "khmer", "thai", "lao")
"""What a character is looked for in, in this order."""
_ANYWHERE = frozenset(" \u00a0\u200b\u200c\u200d\u25cc")
"""Characters that stay in the font of those around them."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph in its place.

    Attributes:
        advance: To the next one; `right`, `up`: how far it is moved; all in 1/1000 em.
    """

    id: int
    advance: float
    right: float
    up: float


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face that follow each other."""

    face: Face
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        """In 1/1000 em."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True)
class Face:
    """One font file.

    Attributes:
        name: Such as "khmer-400".
    """

    name: str
    data: bytes = field(repr=False)

    @cached_property
    def font(self) -> TTFont:
        """Its tables."""
        return TTFont(io.BytesIO(self.data))

    @cached_property
    def characters(self) -> dict[int, str]:
        """Code point -> name of its glyph."""
        found: dict[int, str] = self.font.getBestCmap()
        return found

    @cached_property
    def widths(self) -> list[float]:
        """The width of each glyph in 1/1000 em, by its id."""
        metrics, scale = self.font["hmtx"], self._scale
        return [metrics[name][0] * scale for name in self.font.getGlyphOrder()]

    def shape(self, text: str) -> tuple[Glyph, ...]:
        """Set a text in this face; Latin without ligatures, so that each glyph is a letter."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._shaper, buffer, {"liga": not self.name.startswith("latin")})
        scale = self._scale
        return tuple(
            Glyph(
                info.codepoint,
                position.x_advance * scale,
                position.x_offset * scale,
                position.y_offset * scale,
            )
            for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )

    def embed(self, pdf: pikepdf.Pdf, used: set[int]) -> pikepdf.Object:
        """Put the glyphs that are used into a file, as a font that is addressed by glyph ids."""
        name = pikepdf.Name(f"/KBFONT+{self.name}")
        head, os2 = self.font["head"], self.font["OS/2"]
        box = [head.xMin, head.yMin, head.xMax, head.yMax]
        file = pdf.make_stream(self._subset(used))
        file.Length1 = len(file.read_bytes())
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=[round(edge * self._scale) for edge in box],
            ItalicAngle=0,
            Ascent=round(os2.sTypoAscender * self._scale),
            Descent=round(os2.sTypoDescender * self._scale),
            CapHeight=round(os2.sTypoAscender * self._scale),
            StemV=80,
            FontFile2=file,
        )
        widths = pikepdf.Array()
        for glyph in sorted(used):
            widths.extend(pikepdf.Array([glyph, [round(self.widths[glyph], 1)]]))
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=pikepdf.Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            W=widths,
            CIDToGIDMap=pikepdf.Name.Identity,
        )
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=name,
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=[pdf.make_indirect(descendant)],
                ToUnicode=pdf.make_stream(self._to_unicode(used)),
            )
        )

    @cached_property
    def _scale(self) -> float:
        return 1000 / float(self.font["head"].unitsPerEm)

    @cached_property
    def _shaper(self) -> hb.Font:
        return hb.Font(hb.Face(self.data))

    def _subset(self, used: set[int]) -> bytes:
        options = subset.Options(
            retain_gids=True, layout_features=[], hinting=False, notdef_outline=True
        )
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]  # the glyphs are placed already
        font = TTFont(io.BytesIO(self.data), recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(gids=sorted(used))
        subsetter.subset(font)
        written = io.BytesIO()
        font.save(written)
        return written.getvalue()

    def _to_unicode(self, used: set[int]) -> bytes:
        """The characters of those glyphs that are one character (PDF 32000-1, 9.10.3)."""
        order = {name: glyph for glyph, name in enumerate(self.font.getGlyphOrder())}
        pairs = {order[name]: code for code, name in self.characters.items()}
        lines = [
            f"<{glyph:04x}> <{chr(pairs[glyph]).encode('utf-16-be').hex()}>"
            for glyph in sorted(used)
            if glyph in pairs
        ]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        ).encode("ascii")


@cache
def face(script: str, weight: int) -> Face:
    """Load the face of a script, one of `_SCRIPTS`, at weight 400 or 700."""
    name = f"{script}-{weight}"
    return Face(name, files("kb.dossiers.exports").joinpath(f"fonts/{name}.ttf").read_bytes())


def runs_of(text: str, weight: int) -> tuple[Run, ...]:
    """Shape a text, each piece of it in the first face that has its characters."""
    scripts = list(_scripts(text, weight))
    return tuple(
        Run(face(script, weight), face(script, weight).shape("".join(c for _, c in pairs)))
        for script, pairs in groupby(zip(scripts, text, strict=True), key=lambda pair: pair[0])
    )


def _scripts(text: str, weight: int) -> Iterator[str]:
    script = _SCRIPTS[0]
    for character in text:
        if character not in _ANYWHERE:
            script = next(
                (one for one in _SCRIPTS if ord(character) in face(one, weight).characters),
                _SCRIPTS[0],
            )
        yield script
