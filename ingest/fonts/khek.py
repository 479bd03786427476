"""The Khek fonts (Anlongvill, Battambang, Mool, Riel, Sambot, Samreth).

Codes as Windows-1252 shows them, after the font data that the converter of the Open Forum of
Cambodia describes (keosophon/KhmerConverter); the table was written anew.
"""

from __future__ import annotations

import re

from ingest.fonts.encoding import LegacyEncoding
from ingest.fonts.typewriter import CONSONANTS, DIGITS, VOWELS, letters, subscripts

_SUBSCRIPTS = subscripts(
    "ûÅðô©ÍÏØÎÆï½ëóö¶Äæì~º¹õ¸µ´¨åÂÃ§úñí",
    "កខគឃងចឆជឈញញឋឌឍណតថទធនបផពភមយររលវសហហអ",
)
_VOWELS = {key: VOWELS[key] for key in "aiIwWuUYeEoOA"} | letters("^¬¯¿ãçèé«", "ិុឿៀឺួូីៃ")
_SIGNS = letters("M÷H'’Õ_*&ßáÔÀ±", "ំំះ់់់៍៏័៊៌៉៉៎")
_INDEPENDENT_VOWELS = letters("Ó²øü{ÒÉò¾®äÞþ", "ឧឥឦឩឱឪឬឫឮឭឯឰឳ") | {"[": "ឲ្យ"}
_LIGATURES = {"J": "ពា", "S": "ាំ", "V": "បា", "×": "បៅ", "ê": "ាះ"}
_PUNCTUATION = letters(".@³Ðî\\|ÇÈùÑRÜÚÛÝâ", "។ៗ៕៖ៈ“”«»._**៚៙៛×")
_LATIN_DIGITS = letters("¼Áª£¢°¤¦¥»", "0123456789")

KHEK = LegacyEncoding(
    name="Khek",
    fonts=re.compile("(?:anlongvill|battambang|mool|riel|sambot|samreth)?khek"),
    glyphs=CONSONANTS
    | _SUBSCRIPTS
    | _VOWELS
    | _SIGNS
    | _INDEPENDENT_VOWELS
    | _LIGATURES
    | _PUNCTUATION
    | DIGITS
    | _LATIN_DIGITS,
    contexts=(
        # ញ loses its tail above a subscript; the glyph serves as ព and ា as well.
        (re.compile("J(?=[iIwWuUYM¬ãçèé÷]?[ÆïÍÏØÎúñ])"), "ញ"),
        (re.compile("Óß"), "ឨ"),
    ),
)
