"""Builds the table of Khmer glyph outlines that `ingest.pdf.glyphs` looks glyphs up in.

    python scripts/build_glyph_table.py FONT_FOLDER...

Reads every TrueType, OpenType and WOFF font with Khmer under the folders. The table that is
shipped was made from these freely licensed families, none of which is shipped itself:

* Debian packages `fonts-khmeros` (LGPL), `fonts-sil-mondulkiri`, `fonts-sil-mondulkiri-extra`
  and `fonts-noto-core`, `fonts-noto-extra` (OFL), unpacked with `dpkg -x`;
* npm packages `@fontsource/` angkor, battambang, bayon, bokor, chenla, content, dangrek,
  fasthand, freehand, hanuman, kantumruy, kantumruy-pro, kdam-thmor, kdam-thmor-pro, khmer,
  koh-santepheap, konkhmer-sleokchher, koulen, moul, moulpali, nokora, noto-sans-khmer,
  noto-serif-khmer, odor-mean-chey, preahvihear, siemreap, suwannaphum, taprom (OFL).
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont, TTLibError

from ingest.pdf.glyphs import write_glyph_table
from ingest.pdf.outlines import EM, Signature, signature

SUFFIXES = {".ttf", ".otf", ".woff"}
SKIPPED = re.compile("Condensed|Thin|ExtraLight|Black-|-100-|-200-|-900-|italic", re.IGNORECASE)
"""Widths and weights that documents are not set in; they would triple the table."""

PASSES = 6
"""Substitutions of substitutions, as deep as the fonts go."""

_COMPOSED_NAME = re.compile("uni17[0-9A-F]{2}(?:_?17[0-9A-F]{2})+")
_CODE = re.compile("17[0-9A-F]{2}")
TAIL = -100
"""Thousandths of the em below the baseline that the tail of ញ reaches in every font."""

DEPRECATED = {"\u17a3": "\u17a2", "\u17a4": "\u17a2\u17b6"}
INHERENT = ("\u17b4", "\u17b5")


def fonts(folders: list[str]) -> Iterator[TTFont]:
    """Every font under the folders that has Khmer letters."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix not in SUFFIXES or SKIPPED.search(path.name):
                continue
            try:
                font = TTFont(path, lazy=True, fontNumber=0)
                if 0x1780 in font.getBestCmap():
                    yield font
            except (TTLibError, OSError, KeyError, TypeError) as error:
                print(f"{path.name}: {error}", file=sys.stderr)


def glyph_texts(font: TTFont) -> dict[str, str]:
    """Glyph names to their text: the character map, closed under the font's substitutions."""
    texts = {
        name: "".join(chr(int(code, 16)) for code in _CODE.findall(name))
        for name in font.getGlyphOrder()
        if _COMPOSED_NAME.fullmatch(name)
    }
    for code, name in sorted(font.getBestCmap().items()):
        if 0xE000 <= code <= 0xF8FF:
            continue
        if name not in texts or 0x1780 <= code < 0x1800:
            texts[name] = DEPRECATED.get(chr(code), chr(code))
    if "GSUB" not in font:
        return texts
    tables = [
        table.ExtSubTable if table.LookupType == 7 else table
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
    ]
    for _ in range(PASSES):
        before = len(texts)
        for table in tables:
            for name, text in _substitutions(table, texts):
                texts.setdefault(name, text)
        if len(texts) == before:
            break
    return texts


def _substitutions(table: Any, texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The glyphs that one subtable makes of glyphs whose text is known.

    Args:
        table: Of a GSUB lookup.
        texts: Glyph names to their text, as far as it is known.

    Yields:
        Glyph names with their text.
    """
    match table.LookupType:
        case 1:
            yield from ((table.mapping[name], texts[name]) for name in _known(table.mapping, texts))
        case 2:  # one to several: the last part of a split vowel stands for all of it
            for source in _known(table.mapping, texts):
                *parts, last = table.mapping[source] or [source]
                yield from ((part, "") for part in parts if part not in texts)
                yield last, texts[source]
        case 3:
            for source in _known(table.alternates, texts):
                yield from ((target, texts[source]) for target in table.alternates[source])
        case 4:
            for first in _known(table.ligatures, texts):
                for ligature in table.ligatures[first]:
                    parts = [first, *ligature.Component]
                    if all(part in texts for part in parts):
                        yield ligature.LigGlyph, "".join(texts[part] for part in parts)


def _known(substitutions: Iterable[str], texts: dict[str, str]) -> Iterator[str]:
    """The glyphs substituted whose text is known by now."""
    return (name for name in substitutions if name in texts)


def wanted(text: str) -> bool:
    """Whether a glyph is of use: Khmer, or a letter, digit or sign that stands beside it."""
    return bool(text) and all(
        "\u1780" <= character <= "\u19ff"
        or "!" <= character <= "\u024f"
        or character in "‘’“”«»–—…•"
        for character in text
    )


def text_of(texts: Counter[str]) -> str:
    """Chooses among the texts that fonts give one outline.

    Some fonts draw a consonant with its vowel, or a subscript, by a contextual substitution of
    the consonant, in which its second part seems lost: the fuller text is the right one.
    """
    whole = [
        text
        for text in texts
        if not (len(text) == 1 and any(text != other and text in other for other in texts))
        or not "\u1780" <= text <= "\u17b3"
    ]
    return min(whole, key=lambda text: preference(text, texts[text]))


def drawn_text(text: str, outline: Signature) -> str:
    """Gives ញ without its tail as ពា, which it looks like; `GlyphReader` tells them apart."""
    return "ពា" if text == "ញ" and outline[1] > TAIL else text


def preference(text: str, count: int) -> tuple[object, ...]:
    """Orders the texts that fonts give one outline; the smallest wins."""
    has_khmer = "\u1780" <= text[0] <= "\u17ff"
    return (
        text in INHERENT,
        not has_khmer,
        text == "\u17d2\u178a",  # drawn as the far more frequent subscript TA
        "ោ" in text or "ើ" in text,
        -count,
        len(text),
        text,
    )


def main() -> None:
    """Writes the packaged table."""
    found: defaultdict[Signature, Counter[str]] = defaultdict(Counter)
    families = Counter[str]()
    for font in fonts(sys.argv[1:]):
        families[str(font["name"].getDebugName(1))] += 1
        glyph_set, scale = font.getGlyphSet(), EM / font["head"].unitsPerEm
        for name, text in glyph_texts(font).items():
            if wanted(text) and name in glyph_set:
                outline = signature(glyph_set[name].draw, glyph_set, scale)
                if outline:
                    found[outline][drawn_text(text, outline)] += 1
    write_glyph_table((outline, text_of(texts)) for outline, texts in found.items())
    print(f"{len(families)} families, {sum(families.values())} fonts, {len(found)} outlines")
    print(", ".join(sorted(families)))


if __name__ == "__main__":
    main()
