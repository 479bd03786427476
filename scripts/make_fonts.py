"""Make the web fonts of the pages from the Noto packages that npm publishes.

Each font is cut to the characters of its script, keeps all its layout features and loses its
hinting. The Khmer descent is corrected: Noto declares .29 em, but subscripts under subscripts
reach .54 em, so fields and boxes with clipped overflow would cut them off. The fonts are under
the SIL Open Font License, which permits this; Noto reserves no font name.

Needs fonttools and brotli. Run:

    npm pack @fontsource/noto-sans-khmer @fontsource/noto-sans-thai @fontsource/noto-sans-lao
    for archive in fontsource-*.tgz; do
        tar xzf "$archive" --one-top-level="${archive%-*}" --strip-components=1
    done
    python scripts/make_fonts.py .
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "webapp" / "static" / "fonts"
WEIGHTS = (400, 700)
JOINERS = [0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0x25CC]


@dataclass(frozen=True)
class Script:
    """One writing system.

    Attributes:
        name: As in the names of the packages and files.
        characters: Code points to keep, beside spaces, joiners and the dotted circle.
        ascent, descent: Line metrics to write, in em; None keeps those of the font.
    """

    name: str
    characters: list[int]
    ascent: float | None = None
    descent: float | None = None


SCRIPTS = (
    # The extremes of 1,202 clusters of law text: no line of 1.55 em clips or touches with these.
    Script("khmer", [*range(0x1780, 0x17DE), *range(0x17E0, 0x17EA)], ascent=0.98, descent=0.56),
    Script("thai", [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]),
    Script("lao", [*range(0x0E81, 0x0EE0)]),
)


def set_line_metrics(font: TTFont, ascent: float, descent: float) -> None:
    """Write the same line metrics (in em) to the three places that browsers read."""
    em = font["head"].unitsPerEm
    up, down = round(ascent * em), round(descent * em)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = up, -down, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
    os2.usWinAscent, os2.usWinDescent = up, down


def make(source: Path, target: Path, script: Script, flavor: str | None = "woff2") -> None:
    """Write the subset of one font file as WOFF2, or uncompressed."""
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.name_IDs = ["*"]  # copyright and licence stay in the file
    font = TTFont(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*script.characters, *JOINERS])
    subsetter.subset(font)
    if script.ascent is not None and script.descent is not None:
        set_line_metrics(font, script.ascent, script.descent)
    font.flavor = flavor
    font.save(target)


def main(packages: Path) -> None:
    """Make all fonts from the unpacked packages in a folder."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for script in SCRIPTS:
        package = packages / f"fontsource-noto-sans-{script.name}"
        for weight in WEIGHTS:
            source = package / f"files/noto-sans-{script.name}-{script.name}-{weight}-normal.woff2"
            target = FONTS / f"{script.name}-{weight}.woff2"
            make(source, target, script)
            print(f"{target.name}: {target.stat().st_size:,} bytes")
        shutil.copyfile(package / "LICENSE", FONTS / f"OFL-{script.name}.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
