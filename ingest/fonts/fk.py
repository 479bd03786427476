"""The font FK1, on a layout of its own.

Codes as Windows-1252 shows them, after the font data that the converter of the Open Forum of
Cambodia describes (keosophon/KhmerConverter); the table was written anew.
"""

from __future__ import annotations

import re

from ingest.fonts.encoding import LegacyEncoding
from ingest.fonts.typewriter import letters, subscripts

_CONSONANTS = letters(
    "t53[9fx2zvj©åénic76yo;u4rlgh8k1ebB",
    "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអប",
)
_SUBSCRIPTS = subscripts(
    "NÂ}?È{+-\xadæ:ªZV¢¿Wä_JCQwøO°Ø¶/ÀLdG«ÄK´=",
    "កកខគគឃងចចឆជជឈញញឋឌឍណតថទធនបផពភមមយររលវសហអ",
)
_VOWELS = letters("pY½T¾REmM,<.>sSDIíUúP", "ាិិីីឹឺុុូូួួេែៃៀៀឿឿៅ") | {"¯": "ាំ", "™": "ុំ"}
_SIGNS = letters("]»HaÕÙqóçñµÇ¦", "ំំះ់់់៉៊៌័៏៍៎") | {"Ó": "ិ៍"}
_SHIFTED = {"~": "វ៉", "“": "ញ៉", "•": "យ៉", "—": "រ៉", "˜": "ប៉", "Ã": "ម៉", "Ê": "ង៉"}
_INDEPENDENT_VOWELS = letters("®ÆXœþüÐð§ßAËë", "ឧឥឦឩឱឪឬឫឮឭឯឰឳ") | {"á": "្ឫ"}
_PUNCTUATION = letters("\\|0FÖÚ£¤¨ö¡^¬¹ÁÅÉÍ", "។៕ៗៈ៖៛»«..,;-!/()?")
_SYMBOLS = letters("†‡²³ÑÜÞàèìò÷ù¥", "[]<=*}{@$%#+&×")
_DIGITS = letters(")!@#$%¼&*(", "០១២៣៤៥៦៧៨៩")

FK = LegacyEncoding(
    name="FK",
    fonts=re.compile("fk1"),
    glyphs=_CONSONANTS
    | _SUBSCRIPTS
    | _VOWELS
    | _SIGNS
    | _SHIFTED
    | _INDEPENDENT_VOWELS
    | _PUNCTUATION
    | _SYMBOLS
    | _DIGITS,
    contexts=(
        (re.compile("vV"), "ញ"),  # with its tail, which it loses above a subscript
        (re.compile("®ó"), "ឨ"),
    ),
)
