"""The Limon fonts (S1, S2 ... R1, F1 ...), in which most Cambodian acts of 1995–2010 are set.

Codes as Windows-1252 shows them. The table was written for this project and checked against the
Constitution, whose Unicode text is known.
"""

from __future__ import annotations

import re

from ingest.fonts.encoding import LegacyEncoding
from ingest.fonts.typewriter import LAYOUT, letters, subscripts, tailless_nyo

_SIGNS = letters(";:‘’½H", "់៉៊៌័ះ") | {"×": "ិ៍"}
_INDEPENDENT_VOWELS = letters("]\\»«|", "ឧឥឱឪឦ") | {"[": "ឱ្យ", "´": "ខ្ញុំ"}
_PUNCTUATION = letters(".÷³²{}¬¦¼>“”°`", "។៖៖ៗ«»()/.«»%៛")
_LATIN_DIGITS = letters("!@#$%^&*(", "123456789")
_SUBSCRIPTS = subscripts("áÁ£ßSð¥", "កគញថសហអ")

LIMON = LegacyEncoding(
    name="Limon",
    fonts=re.compile("limon"),
    glyphs=LAYOUT
    | _SUBSCRIPTS
    | _SIGNS
    | _INDEPENDENT_VOWELS
    | _PUNCTUATION
    | _LATIN_DIGITS
    | {")": "ប"},
    contexts=(
        *tailless_nyo("¢©äÄØð"),
        (re.compile("b¤"), "ឬ"),
        (re.compile("b£"), "ឫ"),
        (re.compile("B¤"), "ឮ"),
        (re.compile("B£"), "ឭ"),
        (re.compile("]_"), "ឳ"),
        (re.compile("]u"), "ឩ"),
        (re.compile("]‘"), "ឨ"),
        (re.compile("(?<=[Cc])a(?=[UÚ])"), ""),
        # One glyph serves as ៖ before a space or line end and as ៈ inside and after some words.
        (
            re.compile(
                r"(?<=[A-Za-zÞØμþ;])³(?=[A-Za-z\\\[\]É»«®¬])|(?<=[NÞ])³|(?<=ry)³|(?<=ar)³|(?<=ik)³"
            ),
            "ៈ",
        ),
    ),
)
