"""The Limon fonts (S1, S2 ... R1, F1 ...), in which most Cambodian acts of 1995–2010 are set.

Codes as Windows-1252 shows them. The table was written for this project and checked against the
Constitution, whose Unicode text is known.
"""

from __future__ import annotations

import re

from ingest.fonts.encoding import LegacyEncoding

_CONSONANTS = dict(
    zip(
        "kxKXgcqCQjdzDZNtfTFnbpBPmyrlvshLG",
        "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ",
        strict=True,
    )
) | {")": "ប"}

_SUBSCRIPTS = {
    code: "\u17d2" + letter
    for code, letter in {
        "á": "ក",
        "ç": "ខ",
        "Á": "គ",
        "Ç": "ឃ",
        "¶": "ង",
        "©": "ច",
        "ä": "ឆ",
        "¢": "ជ",
        "Ä": "ឈ",
        "Ø": "ញ",
        "£": "ញ",
        "J": "ញ",
        "æ": "ឋ",
        "Ð": "ឌ",
        "Æ": "ឍ",
        "Ñ": "ណ",
        "þ": "ត",
        "ß": "ថ",
        "Þ": "ទ",
        "§": "ធ",
        "ñ": "ន",
        ",": "ប",
        "ö": "ផ",
        "<": "ព",
        "Ö": "ភ",
        "μ": "ម",
        "µ": "ម",
        "ü": "យ",
        "R": "រ",
        "®": "រ",
        "ø": "ល",
        "V": "វ",
        "S": "ស",
        "ð": "ហ",
        "¥": "អ",
    }.items()
}

_VOWELS = {
    "a": "ា",
    "i": "ិ",
    "I": "ី",
    "w": "ឹ",
    "W": "ឺ",
    "u": "ុ",
    "ú": "ុ",
    "U": "ូ",
    "Ú": "ូ",
    "Y": "ួ",
    "Ü": "ួ",
    "e": "េ",
    "E": "ែ",
    "é": "ៃ",
    "o": "ៀ",
    "ó": "ៀ",
    "O": "ឿ",
    "Ó": "ឿ",
    "A": "ៅ",
}

_SIGNS = {
    "M": "ំ",
    "H": "ះ",
    ";": "់",
    ":": "៉",
    "‘": "៊",
    "’": "៌",
    "_": "៍",
    "¾": "៏",
    "½": "័",
    "×": "ិ៍",
}

_INDEPENDENT_VOWELS = {
    "]": "ឧ",
    "\\": "ឥ",
    "É": "ឯ",
    "»": "ឱ",
    "[": "ឱ្យ",
    "«": "ឪ",
    "´": "ខ្ញុំ",
}

_PUNCTUATION = {
    ".": "។",
    "÷": "៖",
    "³": "៖",
    "²": "ៗ",
    "{": "«",
    "}": "»",
    "¬": "(",
    "¦": ")",
    "¼": "/",
    ">": ".",
    "“": "«",
    "”": "»",
}

_DIGITS = dict(zip("0123456789", "០១២៣៤៥៦៧៨៩", strict=True))

_NYO_SUBSCRIPT = "[¢©äÄØð]"
_ABOVE_OR_BELOW = "[iIwWuúUÚYÜM]"

LIMON = LegacyEncoding(
    name="Limon",
    fonts=re.compile("limon"),
    glyphs=_CONSONANTS
    | _SUBSCRIPTS
    | _VOWELS
    | _SIGNS
    | _INDEPENDENT_VOWELS
    | _PUNCTUATION
    | _DIGITS,
    contexts=(
        # ញ loses its tail above a subscript and is then typed as ព and ា, with the marks between.
        (re.compile(f"B({_ABOVE_OR_BELOW}*{_NYO_SUBSCRIPT}{_ABOVE_OR_BELOW}*)a"), r"ញ\1"),
        (re.compile(f"Ba(?={_NYO_SUBSCRIPT})"), "ញ"),
        (re.compile("b¤"), "ឬ"),
        (re.compile("b£"), "ឫ"),
        (re.compile("B¤"), "ឮ"),
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
