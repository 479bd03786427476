"""Two texts of one act, section by section: a translation, or another edition.

Sections are paired by kind and number, the preamble and the signatures by what they are. Length and
the numbers that stand in a text then speak for or against a pair: a translation has about the same
share of the whole and the same figures.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from kb.model import Section, SectionKind

FACTOR = 4.0
"""How many times longer than usual a section may be than its counterpart before it is doubted.

Of 155 article pairs of three Cambodian acts in Khmer and English, 98 % are within a factor of 3.
"""
SHORTEST = 80
"""Characters below which lengths say nothing."""
_UNNUMBERED = frozenset({SectionKind.PREAMBLE, SectionKind.SIGNATURE})
"""What an act has once, without a number."""
_RENEWED = " new"
_FIGURES = re.compile(r"\d+")

_Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A section and its counterpart; one of them may be missing.

    Attributes:
        doubtful: Whether length and figures speak against the pair.
    """

    left: Section | None
    right: Section | None
    doubtful: bool = False


def align(left: Sequence[Section], right: Sequence[Section]) -> list[Pair]:
    """Pair the sections of two texts of one act.

    Args:
        left, right: All sections of each, in reading order.

    Returns:
        Every section once: in the order of the left text, those of the right text that have no
        counterpart after the one that they follow. Other sections without a number pair with
        nothing.
    """
    keys = [list(_keys(sections)) for sections in (left, right)]
    matcher = SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)
    pairs: list[Pair] = []
    for what, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        if what == "equal":
            pairs += map(Pair, left[left_from:left_to], right[right_from:right_to])
        else:
            pairs += [Pair(section, None) for section in left[left_from:left_to]]
            pairs += [Pair(None, section) for section in right[right_from:right_to]]
    return _checked(pairs)


def _keys(sections: Iterable[Section]) -> Iterable[_Key]:
    """What must be the same for a pair: kind, number, the how-manieth of these.

    A section without number or heading of its own has a key that no other has.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for section in sections:
        number = (section.number or "").removesuffix(_RENEWED)
        is_known = number or section.kind in _UNNUMBERED
        name = (section.kind.value, number) if is_known else (section.id, "")
        yield (*name, seen[name])
        seen[name] += 1


def _checked(pairs: Sequence[Pair]) -> list[Pair]:
    ratios = [
        len(pair.right.text) / len(pair.left.text)
        for pair in pairs
        if pair.left and pair.right and _is_long(pair.left) and _is_long(pair.right)
    ]
    usual = statistics.median(ratios) if ratios else 1.0
    return [replace(pair, doubtful=_is_doubtful(pair, usual)) for pair in pairs]


def _is_doubtful(pair: Pair, usual: float) -> bool:
    if not (pair.left and pair.right and (_is_long(pair.left) or _is_long(pair.right))):
        return False
    ratio = (len(pair.right.text) + 1) / (len(pair.left.text) + 1) / usual
    return not 1 / FACTOR <= ratio <= FACTOR and _figures(pair.left) != _figures(pair.right)


def _is_long(section: Section) -> bool:
    return len(section.text) >= SHORTEST


def _figures(section: Section) -> Counter[int]:
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in section.text)
    return Counter(int(figure[:12]) for figure in _FIGURES.findall(plain))
