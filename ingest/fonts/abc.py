"""The ABC fonts (Text, Fancy, Head), which newspapers and NGOs set Khmer in before Unicode.

Codes as Windows-1252 shows them, after the font data that the converter of the Open Forum of
Cambodia describes (keosophon/KhmerConverter); the table was written anew.
"""

from __future__ import annotations

import re

from ingest.fonts.encoding import LegacyEncoding
from ingest.fonts.typewriter import LAYOUT, letters, subscripts, tailless_nyo

_SUBSCRIPTS = subscripts(";:SßHð", "កគថសហអ")
_SIGNS = letters("´¨‘’·&¼°", "់៉៊៌៌័ះំ") | {"#": "ិ៍"}
_INDEPENDENT_VOWELS = letters("«»}]¦¬|\\{", "ឧឦឥឪឬឫឮឭឱ") | {"[": "ឲ្យ"}
_LIGATURES = {"á": "បា", "Á": "បៅ"}
_PUNCTUATION = letters("@£½²³¥¿÷=+$¤¡×", "ៗៈ៖“”-.=+៎៛$~×")
_LATIN_DIGITS = letters("ºª", "09")

_SPACED = {".": "។", ">": "៕", "¹": "ខ្ញុំ"}
_UNSPACED = {" ": "\u200b", ".": " ", ">": "។", "^": "៕", "¹": "្ដ"}
"""Fonts whose name ends in A put a break between words on the space bar."""

_COMMON = LAYOUT | _SUBSCRIPTS | _SIGNS | _INDEPENDENT_VOWELS | _LIGATURES | _PUNCTUATION
_FONTS = r"abc(?:text|fancy|head)\d\d"


def _encoding(
    name: str, fonts: str, punctuation: dict[str, str], *contexts: tuple[re.Pattern[str], str]
) -> LegacyEncoding:
    return LegacyEncoding(
        name=name,
        fonts=re.compile(fonts),
        glyphs=_COMMON | _LATIN_DIGITS | punctuation,
        contexts=(
            *tailless_nyo("¢©äÄØH"),
            (re.compile("«_"), "ឳ"),
            (re.compile("«u"), "ឩ"),
            (re.compile("«‘"), "ឨ"),
            *contexts,
        ),
    )


ABC_UNSPACED = _encoding("ABC A", f"{_FONTS}a", _UNSPACED)
ABC_HALVED = _encoding("ABC 2", r"abctext(?:06|11)", _SPACED, (re.compile("TL"), "ឡ"))
ABC = _encoding("ABC", _FONTS, _SPACED)
