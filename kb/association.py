"""Which words translate each other: told from how often they stand in translated texts together.

Two words are linked where texts and their translations have them together far more often than
chance gives, and seldom one without the other. Every word is linked once, the surest links first
(competitive linking: I. D. Melamed, Models of translational equivalence among words, 2000), so that
a word that goes with another ("force majeure") does not share its translation.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

MIN_TOGETHER = 3
"""Pairs of texts that must have both words."""
MIN_LIKELIHOOD = 15.1
"""Log-likelihood ratio of p < .0001 (chi-squared, one degree of freedom)."""
MIN_DICE = 0.6
"""Share of their places that two words have in common.

Of what 242 article pairs of four Cambodian acts taught, the reviewed glossary, where it had both
words, agreed with 90 %; two links a word: 79 %."""


@dataclass(frozen=True, slots=True)
class Association:
    """Two words that translate each other.

    Attributes:
        likelihood: Log-likelihood ratio of their standing together (T. Dunning, Accurate methods
            for the statistics of surprise and coincidence, 1993); above `MIN_LIKELIHOOD`.
    """

    left: str
    right: str
    likelihood: float


def associate(
    pairs: Sequence[tuple[AbstractSet[str], AbstractSet[str]]],
) -> list[Association]:
    """Link the words of texts with those of their translations.

    Args:
        pairs: The words of each text, and of its translation.

    Returns:
        The surest first; no word is in two of them.
    """
    left, right = (_often(side) for side in zip(*pairs, strict=True)) if pairs else ({}, {})
    candidates = []
    for word, places in left.items():
        together = Counter(chain.from_iterable(pairs[place][1] for place in places))
        for other, both in together.items():
            if both < MIN_TOGETHER:
                continue
            likelihood = _likelihood(both, len(places), len(right[other]), len(pairs))
            if likelihood >= MIN_LIKELIHOOD:
                candidates.append(Association(word, other, likelihood))
    return _one_to_one(candidates)


def _often(texts: Sequence[AbstractSet[str]]) -> dict[str, list[int]]:
    """The places of the words that stand in enough texts."""
    places: dict[str, list[int]] = {}
    for place, words in enumerate(texts):
        for word in words:
            places.setdefault(word, []).append(place)
    return {word: found for word, found in places.items() if len(found) >= MIN_TOGETHER}


def _likelihood(both: int, left: int, right: int, texts: int) -> float:
    """Dunning's ratio; 0 for words that share too few of their places, or fewer than by chance.

    Args:
        both: Texts that have both words.
        left, right: Texts that have each.
        texts: All texts.
    """
    if 2 * both < MIN_DICE * (left + right) or both * texts <= left * right:
        return 0.0
    without = texts - left - right + both
    rows, columns = (left, texts - left), (right, texts - right)
    cells = (both, left - both, right - both, without)
    return 2 * (
        _information(cells) + _information((texts,)) - _information(rows) - _information(columns)
    )


def _information(counts: Sequence[int]) -> float:
    return sum(count * math.log(count) for count in counts if count)


def _one_to_one(candidates: Sequence[Association]) -> list[Association]:
    linked: set[str] = set()
    found = []
    for one in sorted(candidates, key=lambda each: (-each.likelihood, each.left, each.right)):
        if linked.isdisjoint((one.left, one.right)):
            linked.update((one.left, one.right))
            found.append(one)
    return found
