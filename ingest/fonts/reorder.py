"""Khmer glyphs in visual order to text in logical order.

A shaper moves the vowels េ ែ ៃ and the subscript ្រ to the left of their consonant and splits
ើ ឿ ៀ ោ ៅ around it. Text read glyph by glyph has that order; Unicode wants the consonant first:
base, register shifter or robat, subscripts (្រ last), vowel, signs (The Unicode Standard 16.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

COENG = "\u17d2"
SUBSCRIPT_RO = COENG + "រ"
LEFT_VOWELS = frozenset("េែៃ")
SHIFTERS = frozenset("\u17c9\u17ca\u17cc")
MUUSIKATOAN, TRIISAP = "\u17c9", "\u17ca"
FIRST_SERIES = frozenset("សហអ")
"""The consonants that TRIISAP shifts; the others take MUUSIKATOAN."""

SPACES = frozenset(" \xa0")

_UNIT = re.compile(f"{COENG}[\u1780-\u17b3]|.", re.DOTALL)
_JOINED_VOWELS = {
    "េា": "ោ",
    "េី": "ើ",
    "េឺ": "ឿ",
    **{"េ" + vowel: vowel for vowel in "ើឿៀោៅ"},
}
"""A left part and a right part, as shapers split them, to the vowel that both make."""


def logical_order(pieces: Iterable[str]) -> str:
    """Puts the texts of glyphs, given from left to right, into logical order.

    Args:
        pieces: The text of each glyph (several characters for a ligature). Inside a piece the
            order is taken as logical already.
    """
    out: list[str] = []
    cluster: _Cluster | None = None
    left_vowel = left_ro = ""
    for unit, first in _without_stray_spaces(_units(pieces)):
        if first and unit in LEFT_VOWELS:
            _flush(out, cluster)
            cluster = None
            out.append(left_vowel)
            left_vowel = unit
        elif first and unit == SUBSCRIPT_RO:
            _flush(out, cluster)
            cluster = None
            out.append(left_ro)
            left_ro = unit
        elif _is_base(unit):
            _flush(out, cluster)
            cluster = _Cluster(unit, vowel=left_vowel, subscripts=[left_ro] if left_ro else [])
            left_vowel = left_ro = ""
        elif cluster and _is_mark(unit):
            cluster.add(unit)
        else:
            _flush(out, cluster)
            cluster = None
            out += (left_ro, left_vowel, unit)
            left_vowel = left_ro = ""
    _flush(out, cluster)
    out += (left_ro, left_vowel)
    return "".join(out)


@dataclass(slots=True)
class _Cluster:
    """One orthographic syllable while it is put together."""

    base: str
    vowel: str = ""
    subscripts: list[str] = field(default_factory=list)
    shifter: str = ""
    signs: str = ""

    def add(self, mark: str) -> None:
        if mark[0] == COENG:
            self.subscripts.append(mark)
        elif mark in SHIFTERS:
            self.shifter += mark
        elif "\u17b6" <= mark <= "\u17c5":
            joined = self.vowel + mark
            self.vowel = _JOINED_VOWELS.get(joined, joined)
        else:
            self.signs += mark

    def __str__(self) -> str:
        if "ុ" in self.vowel and self.vowel.strip("ុ"):
            # Under a vowel above, a register shifter is drawn as ុ.
            self.vowel = self.vowel.replace("ុ", "")
            self.shifter += TRIISAP if self.base in FIRST_SERIES else MUUSIKATOAN
        subscripts = sorted(self.subscripts, key=lambda subscript: subscript == SUBSCRIPT_RO)
        return self.base + self.shifter + "".join(subscripts) + self.vowel + self.signs


def _units(pieces: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Characters (COENG with its letter), each with whether it opens its piece."""
    coeng = ""
    for piece in pieces:
        if piece == COENG:  # a subscript drawn as a COENG glyph and a letter glyph
            coeng = COENG
            continue
        for index, unit in enumerate(_UNIT.findall(coeng + piece)):
            yield unit, index == 0
        coeng = ""
    if coeng:
        yield coeng, True


def _without_stray_spaces(units: Iterator[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Drops spaces between a letter and its mark, which cannot stand alone: a slip in typing."""
    before, spaces = "", ""
    for unit, first in units:
        if unit in SPACES and (_is_base(before) or _is_mark(before)):
            spaces += unit
            continue
        if not (_is_mark(unit) and unit not in LEFT_VOWELS and unit != SUBSCRIPT_RO):
            yield from ((space, True) for space in spaces)
        before, spaces = unit, ""
        yield unit, first
    yield from ((space, True) for space in spaces)


def _is_base(unit: str) -> bool:
    return len(unit) == 1 and "\u1780" <= unit <= "\u17b3"


def _is_mark(unit: str) -> bool:
    return "\u17b4" <= unit[:1] <= "\u17d3" or unit == "\u17dd"


def _flush(out: list[str], cluster: _Cluster | None) -> None:
    if cluster:
        out.append(str(cluster))
