"""Make the fonts that PDF exports are set in, from the Noto fonts of Debian.

Each is cut to the characters of its script and keeps all its layout features; the lines of Khmer
are those of the web fonts. The fonts are under the SIL Open Font License, which permits this; Noto
reserves no font name. Needs `apt-get install fonts-noto-core`. Run:

    python scripts/make_print_fonts.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

from make_fonts import SCRIPTS, Script, make

SOURCE = Path("/usr/share/fonts/truetype/noto")
LICENCE = Path(__file__).resolve().parent.parent / "webapp/static/fonts/OFL-khmer.txt"
TARGET = Path(__file__).resolve().parent.parent / "kb/dossiers/exports/fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
LATIN = Script(
    "latin",
    [
        *range(0x20, 0x7F),
        *range(0xA0, 0x180),
        *range(0x1A0, 0x1B1),
        *range(0x300, 0x304),
        *range(0x306, 0x30A),
        0x323,
        *range(0x1E00, 0x1F00),
        *range(0x2010, 0x2028),
        *range(0x2030, 0x203B),
        0x20AC,
        0x2116,
    ],
)


def main() -> None:
    """Make them all."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for script in (LATIN, *SCRIPTS):
        family = "NotoSans" if script is LATIN else f"NotoSans{script.name.title()}"
        for style, weight in WEIGHTS.items():
            target = TARGET / f"{script.name}-{weight}.ttf"
            make(SOURCE / f"{family}-{style}.ttf", target, script, flavor=None)
            print(f"{target.name}: {target.stat().st_size:,} bytes")
    shutil.copyfile(LICENCE, TARGET / "OFL.txt")


if __name__ == "__main__":
    main()
