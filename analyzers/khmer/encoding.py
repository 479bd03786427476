"""Canonical encoding of Khmer: one order of the marks, one way to write each of them.

The same visible cluster can be typed in many ways. Sources: SIL and CADT, Khmer Encoding
Structure, version 2 (2024); ICANN, Khmer root-zone label generation rules; The Unicode Standard,
chapter 16.4. Beyond them, what cannot be told apart by eye is made one: coeng DA and coeng TA, the
two shifters below an upper vowel, the three signs that look like a colon after a letter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analyzers.rules import Rule
from analyzers.scripts import COENG, KHMER_BASES, KHMER_MARKS

_RO, _TA, _DA = "\u179a", "\u178f", "\u178a"
_ROBAT, _MUUSIKATOAN, _TRIISAP = "\u17cc", "\u17c9", "\u17ca"
_TOANDAKHIAT, _AHSDA = "\u17cd", "\u17cf"
_NIKAHIT, _REAHMUK, _YUUKALEAPINTU, _COLON_SIGN = "\u17c6", "\u17c7", "\u17c8", "\u17d6"
_AA, _U, _E, _OE, _OO, _II = "\u17b6", "\u17bb", "\u17c1", "\u17be", "\u17c4", "\u17b8"
_LOWER_VOWELS = "\u17bb-\u17bd"
_UPPER = "\u17b7-\u17ba\u17be\u17bf\u17d0"
"""Vowels above the base, and SAMYOK SANNYA: what pushes a shifter below the base."""

_PART = f"(?:{COENG}[{KHMER_BASES}]|[{KHMER_MARKS}])"
_USUAL = (
    f"(?:{COENG}[^{_RO}{_DA}])*(?:{COENG}{_RO})?"
    f"(?:[{_MUUSIKATOAN}{_TRIISAP}](?![{_UPPER}]|{_AA}{_NIKAHIT}))?"
    f"(?:[\u17b6-\u17ba\u17bc-\u17c5]?\u17d0?|[\u17b6-\u17c5]?[{_NIKAHIT}{_REAHMUK}\u17cb]?)"
    f"(?![{KHMER_MARKS}{COENG}])"
)
"""What mostly follows a base; it is canonical, so such clusters are passed over."""

_CLUSTER = re.compile(f"(?:[{KHMER_BASES}](?!{_USUAL})|(?<![{KHMER_BASES}{KHMER_MARKS}])){_PART}++")

_ORDER = {
    _ROBAT: 0,
    # 1: COENG and a letter; 2: COENG and RO.
    **dict.fromkeys((_MUUSIKATOAN, _TRIISAP), 3),
    **dict.fromkeys("\u17c1\u17c2\u17c3\u17c4\u17c5\u17be\u17bf\u17c0", 4),  # in part before
    **dict.fromkeys("\u17bb\u17bc\u17bd", 5),  # below
    **dict.fromkeys("\u17b7\u17b8\u17b9\u17ba", 6),  # above
    _AA: 7,
    # 8: all other signs.
    _REAHMUK: 9,
    _YUUKALEAPINTU: 10,
}
_TAKES_TRIISAP = frozenset("កខចឆដឋណតថផសហឡអ")
"""Consonants that TRIISAP moves to the second series; all others (and mostly BA, which takes both)
take MUUSIKATOAN."""

_LETTER = "\u1780-\u17b3\u17b6-\u17c7\u17c9-\u17d1\u17d7"
_REMEMBERED = 16
"""Clusters up to this length are remembered; a hostile text may have longer ones."""


def _canonical(cluster: str) -> str:
    """One cluster, a base (or none) and any parts in any order, written canonically."""
    base = "" if re.match(_PART, cluster) else cluster[0]
    parts = sorted(re.findall(_PART, cluster), key=_order)
    marks = "".join(
        part
        for part, before in zip(parts, ["", *parts], strict=False)
        if part != before or part[0] == COENG  # a doubled mark is a slip; a doubled letter is not
    )
    marks = _join_vowels(marks.replace(COENG + _DA, COENG + _TA))
    return base + _choose_sign(base, _choose_shifter(base, marks))


def _order(part: str) -> tuple[int, str]:
    if part[0] == COENG:
        # Letters below keep their order, which is spelling. Only RO, drawn on the left, goes last.
        return (2 if part[1] == _RO else 1), ""
    return _ORDER.get(part, 8), part


def _join_vowels(marks: str) -> str:
    """A vowel typed as the parts that it is drawn with becomes one vowel."""
    if _E in marks:
        marks = re.sub(f"{_E}([{_LOWER_VOWELS}]?){_II}", f"{_OE}\\1", marks)
        marks = re.sub(f"{_E}([{_LOWER_VOWELS}]?){_AA}", f"{_OO}\\1", marks)
        marks = re.sub(f"{_E}(?=[\u17be-\u17c0\u17c4\u17c5])", "", marks)
        marks = re.sub(f"([\u17be-\u17c0]){_E}", "\\1", marks)
    return marks.replace(_OE + _AA, _OO + _II)


def _choose_shifter(base: str, marks: str) -> str:
    """Below an upper vowel both shifters and the vowel U are drawn as the same stroke."""
    if not re.search(f"[{_MUUSIKATOAN}{_TRIISAP}{_U}]", marks) or not re.search(
        f"[{_UPPER}]|{_AA}{_NIKAHIT}", marks
    ):
        return marks
    shifter = _TRIISAP if base in _TAKES_TRIISAP else _MUUSIKATOAN
    below, rest = re.fullmatch(f"({_ROBAT}?(?:{COENG}.)*)(.*)", marks).groups()  # type: ignore[union-attr]
    return below + shifter + re.sub(f"[{_MUUSIKATOAN}{_TRIISAP}{_U}]", "", rest)


def _choose_sign(base: str, marks: str) -> str:
    """AHSDA stands on ក៏ and ដ៏ only, TOANDAKHIAT on all else; people take one for the other."""
    if marks in (_TOANDAKHIAT, _AHSDA) and base in ("ក", "ដ"):
        return _AHSDA
    return marks.replace(_AHSDA, _TOANDAKHIAT)


_remembered = lru_cache(maxsize=50_000)(_canonical)


def _replace_cluster(match: re.Match[str]) -> str:
    cluster = match.group()
    return _remembered(cluster) if len(cluster) <= _REMEMBERED else _canonical(cluster)


RULES = (
    # A COENG without a letter to write below: typed for a space, doubled, or cut off.
    Rule(re.compile(f"{COENG}+(?![{KHMER_BASES}])"), lambda _: ""),
    # YUUKALEAPINTU, CAMNUC PII KUUH and the colon are typed for each other.
    Rule(
        re.compile(f"(?<=[{_LETTER}])[:{_COLON_SIGN}{_YUUKALEAPINTU}]+"), lambda _: _YUUKALEAPINTU
    ),
    Rule(re.compile(f"(?<![{_LETTER}])[{_COLON_SIGN}{_YUUKALEAPINTU}]"), lambda _: ":"),
    Rule(_CLUSTER, _replace_cluster),
)
