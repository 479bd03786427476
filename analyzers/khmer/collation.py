"""Dictionary order of Khmer, as a key of bytes that every database sorts alike.

The order is that of the Khmer tailoring of Unicode's collation (CLDR, `common/collation/km.xml`):
white space, punctuation and digits; consonants; vowels; COENG, so that a word goes on with a plain
letter before it goes on with one below; then all other scripts. Signs of pronunciation count only
between words that are otherwise the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from analyzers.characters import RULES
from analyzers.rules import apply
from analyzers.scripts import COENG

_INDEPENDENT = {
    "\u17a5": "អ\u17b7", "\u17a6": "អ\u17b8", "\u17a7": "អ\u17bb", "\u17a8": "អ\u17bbក",
    "\u17a9": "អ\u17bc", "\u17aa": "អ\u17bcវ", "\u17af": "អ\u17c2", "\u17b0": "អ\u17c3",
    "\u17b1": "អ\u17c4", "\u17b3": "អ\u17c5",
}  # fmt: skip
"""Independent vowels stand where the vowel on អ stands, after it."""

_FINALS = (
    "\u17bb\u17c6", "\u17c6", "\u17b6\u17c6", "\u17c7", "\u17b7\u17c7", "\u17bb\u17c7",
    "\u17c1\u17c7", "\u17c4\u17c7",
)  # fmt: skip
"""Vowels that end in NIKAHIT or REAHMUK have places of their own: ុំ ំ ាំ ះ ិះ ុះ េះ ោះ."""

_LETTERS = (
    *"0123456789",
    *"កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរឫឬលឭឮវឝឞសហឡអ",
    *map(chr, range(0x17B6, 0x17C6)),
    *_FINALS,
    COENG,
)
_FIRST = 0x10
_PRIMARY = {letter: bytes([_FIRST + rank]) for rank, letter in enumerate(_LETTERS)}
_SIGNS = "\u17ce\u17cf\u17d1\u17d0\u17c8\u17dd\u17cb\u17c9\u17ca\u17cd"
_PLAIN, _MARKED, _FIRST_SIGN = b"\x02", b"\x03", 0x04
_SECONDARY = {sign: bytes([_FIRST_SIGN + rank]) for rank, sign in enumerate(_SIGNS)}
_SPACE, _SYMBOL, _OTHER_LETTER = b"\x02", b"\x03", b"\xf0"

_ROBAT = "\u17cc"
_UNIT = re.compile(
    f"[\u1780-\u17b3]{_ROBAT}|" + "|".join(sorted(_FINALS, key=len, reverse=True)) + "|.", re.DOTALL
)


def sort_key(text: str) -> bytes:
    """The key of a text in the dictionary order of Khmer.

    Args:
        text: A word, a name or a title, in any script.

    Returns:
        Bytes whose order is the order of the texts; different texts have different keys.
    """
    weights = [_weights(unit) for unit in _UNIT.findall(apply(RULES, text))]
    letters = b"".join(primary for primary, _ in weights)
    signs = b"".join(secondary for _, secondary in weights)
    return b"\0".join((letters, signs, text.encode("utf-8", "surrogatepass")))


@lru_cache(maxsize=10_000)
def _weights(unit: str) -> tuple[bytes, bytes]:
    """What a unit adds to the first and to the second level of a key."""
    if unit in _SECONDARY:
        return b"", _SECONDARY[unit]
    if unit in _PRIMARY:
        return _PRIMARY[unit], _PLAIN
    if spelled := _INDEPENDENT.get(unit):
        # The vowel is marked, after the same word with a dependent vowel.
        rest = _PLAIN * (len(spelled) - 2)
        return b"".join(map(_PRIMARY.__getitem__, spelled)), _PLAIN + _MARKED + rest
    if unit[1:] == _ROBAT:
        # RO written above the letter that it is spoken before.
        letter, signs = _weights(unit[0])
        return _PRIMARY["រ"] + _PRIMARY[COENG] + letter, _PLAIN + _MARKED + signs
    if unit.isspace():
        return _SPACE, _PLAIN
    base = unicodedata.normalize("NFD", unit)[0]
    kind = _OTHER_LETTER if base.isalnum() else _SYMBOL
    return kind + ord(base).to_bytes(3, "big"), _PLAIN if base == unit else _MARKED
