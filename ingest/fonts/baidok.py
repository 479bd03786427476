"""The Baidok fonts (3A, 3C, 3D).

Codes as Windows-1252 shows them, after the font data that the converter of the Open Forum of
Cambodia describes (keosophon/KhmerConverter); the table was written anew.
"""

from __future__ import annotations

import re

from ingest.fonts.encoding import LegacyEncoding
from ingest.fonts.typewriter import DIGITS, letters, subscripts

_CONSONANTS = letters(
    "kxKXgcqCQjdfDFNtzTZnbpBPmyrlvshLG",
    "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ",
)
_SUBSCRIPTS = subscripts(
    ",¡<¹á©ä¢Ä\\¦ðÐ¿ÑþæÞÆñ|ö¬ÖµμüR®øV%SØ$`Á",
    "កខគឃងចឆជឈញញឋឌឍណតថទធនបផពភមមយររលវវសហហហអ",
)
_VOWELS = letters("aiíIwWÅÕåuúUÚYÜeEé[{]}A", "ាិិីឹឺឺឺឺុុូូួួេែៃៀៀឿឿៅ")
_SIGNS = letters("MH´¨)(&*¾@", "ំះ់៉៊៌័៏៍៎")
_INDEPENDENT_VOWELS = letters('ó«¤OÓß#»Ã"£É', "ឧឥឦឱឪឬឫឮឮឭឭឯ") | {"o": "ឲ្យ"}
_LIGATURES = {"J": "ពា", ":": "បា", "¶": "បៅ"}
_PUNCTUATION = letters(".>;?§ë€²³=/°Çç'×_", "។ៗៈ៖៕៚៚“”+?;.,×=-")

BAIDOK = LegacyEncoding(
    name="Baidok",
    fonts=re.compile("baidok"),
    glyphs=_CONSONANTS
    | _SUBSCRIPTS
    | _VOWELS
    | _SIGNS
    | _INDEPENDENT_VOWELS
    | _LIGATURES
    | _PUNCTUATION
    | DIGITS,
    contexts=(
        # ញ loses its tail above a subscript; the glyph serves as ព and ា as well.
        (re.compile(r"J(?=[iIwWuUYM]?[\\¦©ä¢ÄØ$`])"), "ញ"),
        (re.compile("BÆ"), "ឰ"),
        (re.compile("ó¾"), "ឳ"),
        (re.compile("óu"), "ឩ"),
        (re.compile(r"ó\)"), "ឨ"),
    ),
)
