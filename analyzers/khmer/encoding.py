"""Canonical encoding of Khmer clusters: one order of the marks, one way to write each of them.

The same visible cluster can be typed in many ways. Sources: SIL and CADT, Khmer Encoding
Structure, version 2 (2024); ICANN, Khmer root-zone label generation rules; The Unicode Standard,
chapter 16.4. Beyond them, what cannot be told apart by eye is made one: coeng DA and coeng TA, the
two shifters below an upper vowel, the three signs of the shape of a colon after a letter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analyzers import scripts
from analyzers.rules import Rule

_BASE = f"[{scripts.KHMER_BASES}]"
_MARK = f"[{scripts.KHMER_MARKS}]"
_UNIT = re.compile(f"\u17d2{_BASE}|{_MARK}")

_CANONICAL = (
    f"(?:\u17d2[\u1780-\u1789\u178b-\u1799\u179b-\u17b3])*(?:\u17d2\u179a)?"
    f"(?:[\u17c9\u17ca](?![\u17b7-\u17ba\u17be\u17bf\u17d0]|\u17b6\u17c6)|\u17bb(?!\u17d0))?"
    f"[\u17b6-\u17c5]?[\u17c6\u17c7\u17cb\u17cd\u17d0]?(?!{_MARK}|\u17d2)"
)
"""The usual clusters, which need no work."""

_CLUSTER = re.compile(f"{_BASE}?(?:\u17d2{_BASE}|{_MARK})++")

_ROBAT, _MUUSIKATOAN, _TRIISAP, _COENG_RO = "\u17cc", "\u17c9", "\u17ca", "\u17d2\u179a"
_YUUKALEAPINTU, _REAHMUK = "\u17c8", "\u17c7"
_ORDER = {
    _ROBAT: 0,
    # 1: COENG and a letter; 2: COENG RO
    _MUUSIKATOAN: 3,
    _TRIISAP: 3,
    **dict.fromkeys("\u17c1\u17c2\u17c3\u17c4\u17c5\u17be\u17bf\u17c0", 4),  # before the base
    **dict.fromkeys("\u17bb\u17bc\u17bd", 5),  # below
    **dict.fromkeys("\u17b7\u17b8\u17b9\u17ba", 6),  # above
    "\u17b6": 7,
    # 8: all other signs
    _REAHMUK: 9,
    _YUUKALEAPINTU: 10,
}
_UPPER_VOWELS = frozenset("\u17b7\u17b8\u17b9\u17ba\u17be\u17bf\u17d0")
_TAKES_TRIISAP = frozenset("កខចឆដឋណតថបផសហឡអ")
"""Consonants of the first series, which TRIISAP moves to the second; the others take MUUSIKATOAN.
BA takes both; the second is the usual one."""


def _order(unit: str) -> tuple[int, str]:
    if unit[0] == scripts.COENG:
        # Letters below keep their order: it is spelling. Only RO, drawn on the left, is put last.
        return (2 if unit == _COENG_RO else 1), ""
    return _ORDER.get(unit, 8), unit


def canonical_cluster(cluster: str) -> str:
    """Write one cluster canonically.

    Args:
        cluster: A base (or none) with any number of COENG + letter, vowels and signs.

    Returns:
        The same cluster with its parts in canonical order.
    """
    return _memoised(cluster) if len(cluster) <= 16 else _canonical(cluster)


def _canonical(cluster: str) -> str:
    base, rest = (
        ("", cluster)
        if cluster[0] in "\u17d2" or not _is_base(cluster[0])
        else (cluster[0], cluster[1:])
    )
    units = sorted(_UNIT.findall(rest), key=_order)
    kept = [
        unit
        for unit, before in zip(units, ["", *units], strict=False)
        if unit != before or unit[0] == scripts.COENG
    ]
    marks = "".join(kept).replace("\u17d2ដ", "\u17d2ត")
    marks = _join_vowels(marks)
    return base + _fold_sign(base, _fold_shifter(base, marks))


_memoised = lru_cache(maxsize=50_000)(_canonical)


def _is_base(character: str) -> bool:
    return "\u1780" <= character <= "\u17b3"


def _join_vowels(marks: str) -> str:
    """Vowels typed as the parts that they are drawn with become one vowel."""
    if "\u17c1" in marks:
        marks = re.sub("\u17c1([\u17bb-\u17bd]?)\u17b8", "\u17be\\1", marks)
        marks = re.sub("\u17c1([\u17bb-\u17bd]?)\u17b6", "\u17c4\\1", marks)
        marks = re.sub("\u17c1(?=[\u17be-\u17c0\u17c4\u17c5])", "", marks)
        marks = re.sub("([\u17be-\u17c0])\u17c1", "\\1", marks)
    return marks.replace("\u17be\u17b6", "\u17c4\u17b8")


def _fold_shifter(base: str, marks: str) -> str:
    """Below an upper vowel both shifters and the vowel U are drawn as the same stroke."""
    if not any(mark in marks for mark in (_MUUSIKATOAN, _TRIISAP, "\u17bb")):
        return marks
    if not (_UPPER_VOWELS.intersection(marks) or "\u17b6\u17c6" in marks):
        return marks
    shifter = _TRIISAP if base in _TAKES_TRIISAP and base != "ប" else _MUUSIKATOAN
    marks = re.sub("[\u17bb\u17c9\u17ca]", "", marks)
    below = re.match(f"\u17cc?(?:\u17d2{_BASE})*", marks)
    assert below
    return marks[: below.end()] + shifter + marks[below.end() :]


def _fold_sign(base: str, marks: str) -> str:
    """AHSDA belongs on ក៏ and ដ៏ only, TOANDAKHIAT on all else; people take one for the other."""
    if marks in ("\u17cd", "\u17cf") and base in ("ក", "ដ"):
        return "\u17cf"
    return marks.replace("\u17cf", "\u17cd")


_LETTER_BEFORE = "[\u1780-\u17b3\u17b6-\u17c7\u17c9-\u17d1\u17d7]"

RULES = (
    # A COENG with no letter to write below: typed for a space, or cut off.
    Rule(re.compile(f"\u17d2+(?!{_BASE})"), lambda _: ""),
    # YUUKALEAPINTU, CAMNUC PII KUUH and the colon are typed for each other.
    Rule(re.compile(f"(?<={_LETTER_BEFORE})[:\u17d6\u17c8]+"), lambda _: _YUUKALEAPINTU),
    Rule(re.compile(f"(?<!{_LETTER_BEFORE})[\u17d6\u17c8]"), lambda _: ":"),
    Rule(
        re.compile(
            f"(?:{_BASE}(?!{_CANONICAL})|(?<![{scripts.KHMER_BASES}{scripts.KHMER_MARKS}]))(?:\u17d2{_BASE}|{_MARK})++"
        ),
        lambda match: canonical_cluster(match.group()),
    ),
)
