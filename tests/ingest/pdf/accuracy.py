"""Character error rate of extracted text, as the literature on OCR measures it."""

from __future__ import annotations

import re
import unicodedata

_CLUSTER = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])+")
_UNIT = re.compile("\u17d2[\u1780-\u17b3]|.", re.DOTALL)
_NOT_SHOWN = re.compile("[\\s\u200b-\u200d\u2060\ufeff\u00ad]")


def folded(text: str) -> str:
    """Drops what is not seen: spaces, the order inside clusters, subscript DA against TA."""
    text = _NOT_SHOWN.sub("", unicodedata.normalize("NFC", text))
    return _CLUSTER.sub(_in_order, text.replace("\u17d2ដ", "\u17d2ត"))


def _in_order(cluster: re.Match[str]) -> str:
    units: list[str] = _UNIT.findall(cluster[0])
    base, *marks = units
    text = base + "".join(sorted(marks))
    return text.replace("\u17b6\u17c1", "\u17c4").replace("\u17b8\u17c1", "\u17be")


def error_rate(text: str, gold: str) -> float:
    """Levenshtein distance over the length of the gold text, both folded."""
    expected = folded(gold)
    return distance(folded(text), expected) / len(expected)


def distance(first: str, second: str) -> int:
    """Levenshtein distance."""
    return _distance(first, second, anywhere=False) if first else len(second)


def distance_within(part: str, whole: str) -> int:
    """Least Levenshtein distance between a text and any stretch of a longer one."""
    return _distance(part, whole, anywhere=True) if part else 0


def _distance(first: str, second: str, *, anywhere: bool) -> int:
    """Bit vectors (Hyyrö 2003, after Myers 1999); `anywhere` lets `second` start and end freely."""
    places: dict[str, int] = {}
    for index, character in enumerate(first):
        places[character] = places.get(character, 0) | 1 << index
    ones, last = (1 << len(first)) - 1, 1 << len(first) >> 1
    rises, falls, found = ones, 0, len(first)
    least = found
    for character in second:
        same = places.get(character, 0)
        diagonal = (((same & rises) + rises) ^ rises) | same | falls
        up, down = falls | ~(diagonal | rises) & ones, rises & diagonal
        found += bool(up & last) - bool(down & last)
        least = min(least, found)
        up = up << 1 | (not anywhere)
        rises = ((down << 1) | ~(diagonal | up)) & ones
        falls = up & diagonal & ones
    return least if anywhere else found
