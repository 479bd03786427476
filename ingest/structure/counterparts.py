"""Two languages in one file: which section says the same as which in the other language.

Papers print a text in two languages one after the other, in turns or in two columns; in each the
order is the same. Numbered provisions pair by their number, all else by order and length: a
translation is about as long as its original, after the usual ratio of the two languages (Gale &
Church, A Program for Aligning Sentences in Bilingual Corpora, 1993).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.model import ParsedSection, SectionKind

LEAST_SHARE = 0.15
"""Of all text, what the second language must have, so that quotations make no translation."""

LEAST_LENGTH = 40
"""Characters of a section that is paired by its length."""

LENGTHS = {"km": 1.0, "en": 1.0, "th": 0.87, "lo": 0.98, "vi": 1.03, "fr": 1.12}
"""Characters of the same text, by its languages: measured on the Universal Declaration."""

MOST_PAIRS = 250_000
"""Pairs of sections that are compared; a larger file is left unpaired."""

IN_TURNS = 0.5
"""What it adds that one follows the other, where the languages take turns."""

MOST_MIXED = 0.2
"""Share of letters of the other script in a section; tables and imprints have more."""

MOST_DIFFERENCE = math.log(2)
"""Of the logarithms of lengths: none is twice as long as the other."""


def with_counterparts(sections: Sequence[ParsedSection]) -> tuple[ParsedSection, ...]:
    """Gives each section that has one the position of its counterpart."""
    languages = _languages(sections)
    if languages is None:
        return tuple(sections)
    pairs = _by_number(sections, *languages)
    if not pairs:
        pairs = _by_order(sections, *languages)
    both = {**pairs, **{other: one for one, other in pairs.items()}}
    return tuple(
        replace(section, counterpart=both.get(position))
        for position, section in enumerate(sections)
    )


def _languages(sections: Sequence[ParsedSection]) -> tuple[str, str] | None:
    """The two languages of a file; None where it has one, or more than two."""
    lengths: Counter[str] = Counter()
    for section in sections:
        lengths[section.lang] += len(section.text)
    least = LEAST_SHARE * lengths.total()
    first, second, *others = [*(lang for lang, n in lengths.most_common() if n > least), "", ""]
    return (first, second) if second and not any(others) else None


def _by_number(sections: Sequence[ParsedSection], first: str, second: str) -> dict[int, int]:
    """Articles of the same number, of which each language has one."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, section in enumerate(sections):
        if section.kind is SectionKind.ARTICLE and section.number:
            found[section.number][section.lang].append(position)
    return {
        one[first][0]: one[second][0]
        for one in found.values()
        if len(one[first]) == len(one[second]) == 1
    }


def _is_paired(text: str) -> bool:
    """Whether a text is long enough, and in one script, to have a translation of its own."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(character < "\u0530" for character in letters)
    mixed = min(latin, len(letters) - latin)
    return len(text) >= LEAST_LENGTH and mixed <= MOST_MIXED * len(letters)


def _by_order(sections: Sequence[ParsedSection], first: str, second: str) -> dict[int, int]:
    """The pairs, in the order of both languages, whose lengths agree best."""
    ours, theirs = (
        [i for i, s in enumerate(sections) if s.lang == lang and _is_paired(s.text)]
        for lang in (first, second)
    )
    if not ours or not theirs or len(ours) * len(theirs) > MOST_PAIRS:
        return {}
    order = [sections[position].lang for position in sorted((*ours, *theirs))]
    turns = sum(one != other for one, other in pairwise(order))
    bonus = IN_TURNS if 2 * turns > len(order) else 0.0
    ratio = LENGTHS.get(first, 1.0) / LENGTHS.get(second, 1.0)

    def gain(one: int, other: int) -> float:
        lengths = len(sections[one].text), len(sections[other].text) * ratio
        difference = abs(math.log(lengths[0] / lengths[1]))
        is_same_kind = sections[one].kind is sections[other].kind
        likeness = (1 - difference / MOST_DIFFERENCE) * (1 if is_same_kind else 0.5)
        return likeness + (bonus if abs(one - other) == 1 and likeness > 0 else 0.0)

    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i, one in enumerate(ours, 1):
        for j, other in enumerate(theirs, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + gain(one, other))
    pairs: dict[int, int] = {}
    i, j = len(ours), len(theirs)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[ours[i]] = theirs[j]
    return pairs
