"""What changed from one wording to another, word by word.

Khmer has no blanks between words: compared by blanks, 72 % of the Constitution of 1999 differs from
that of 2015; by code points, 17 % of the pieces cut a cluster. So words are those of the segmenter,
compared in their folded form; a replaced word is compared by clusters where most of it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

import analyzers

LONGEST = 20_000
"""Characters of a text that is compared word by word; a longer one is compared by lines."""
SHORTEST_KEPT = 2
"""Words between two changes that stand for themselves; fewer belong to one change (measured on the
Constitution of 1999 and 2015)."""
SHARE_KEPT = 0.5
"""Of the clusters of a replaced word that must stay for it to be compared by clusters."""
_INVISIBLE = re.compile("[\\s\u200b-\u200d\u2060\ufeff]+")
_GAP = re.compile(r"\s+|\S")


class ChangeKind(StrEnum):
    """What became of a run of text. `SPELLING` folds away: the words are the same."""

    SAME = "same"
    SPELLING = "spelling"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text in one or both wordings, in its original characters.

    Attributes:
        before, after: The run in the old and in the new wording. They may differ in white space
            where the kind is `SAME`.
    """

    kind: ChangeKind
    before: str
    after: str


class Unit(NamedTuple):
    """A word or sign with the white space after it.

    Attributes:
        key: What it is compared by.
        is_word: Whether it counts as a word between two changes.
    """

    key: str
    text: str
    is_word: bool


class _Run(NamedTuple):
    same: bool
    old: Sequence[Unit]
    new: Sequence[Unit]


def compare(before: str, after: str) -> list[Change]:
    """Compare two wordings by words; the words of Khmer, Thai and Lao are those of the segmenter.

    Returns:
        Runs in order, none of which begins or ends inside a cluster; joined, `before` and `after`
        give the two texts again.
    """
    cut = cut_words if max(len(before), len(after)) <= LONGEST else _lines
    runs = _aligned(cut(before), cut(after))
    if cut is cut_words:
        runs = [finer for run in runs for finer in _refined(run)]
    return [change for run in _joined(runs) for change in _shown(run)]


def cut_words(text: str) -> list[Unit]:
    """Cut a text into words and signs; joined, they give it again."""
    pieces: list[tuple[int, int, bool]] = []
    end = 0
    for token in analyzers.words(text):
        if token.start < end:  # two words of one cluster, or of one spelling
            pieces[-1] = (pieces[-1][0], max(end, token.end), True)
        else:
            pieces += _signs(text, end, token.start)
            pieces.append((token.start, token.end, True))
        end = pieces[-1][1]
    pieces += _signs(text, end, len(text))
    return _units(text, pieces)


def _signs(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """What stands between two words: each sign, and white space."""
    bounds = analyzers.cluster_boundaries(text[start:end])
    for first, last in pairwise(bounds):
        yield start + first, start + last, False


def _lines(text: str) -> list[Unit]:
    return [Unit(analyzers.fold_text(line).strip(), line, True) for line in text.splitlines(True)]


def _clusters(words: Sequence[Unit]) -> list[Unit]:
    """Cut words into clusters, the first one of each counts as a word; numbers stay whole."""
    units: list[Unit] = []
    for word in words:
        if word.key.isascii():  # "3" of 30 replaced by "6" of 60 is hard to read
            units.append(word)
        else:
            bounds = analyzers.cluster_boundaries(word.text)
            units += _units(word.text, [(start, end, not start) for start, end in pairwise(bounds)])
    return units


def _units(text: str, pieces: Sequence[tuple[int, int, bool]]) -> list[Unit]:
    units: list[Unit] = []
    for start, end, is_word in pieces:
        piece = text[start:end]
        key = _key(piece)
        if not key and units:  # white space belongs to what it follows
            units[-1] = units[-1]._replace(text=units[-1].text + piece)
        elif units and not units[-1].key:
            units[-1] = Unit(key, units[-1].text + piece, is_word)
        else:
            units.append(Unit(key, piece, is_word))
    return units


def _key(text: str) -> str:
    return _INVISIBLE.sub("", analyzers.fold_text(text))


def align_words(
    old: Sequence[Unit], new: Sequence[Unit]
) -> Iterator[tuple[bool, int, int, Sequence[Unit]]]:
    """Align the words of two texts.

    Yields:
        In turn what stays and what is changed: whether it stays, its place among the old words as
        start and end, and the new words.
    """
    at = 0
    for run in _aligned(old, new):
        yield run.same, at, at + len(run.old), run.new
        at += len(run.old)


def _aligned(old: Sequence[Unit], new: Sequence[Unit]) -> list[_Run]:
    steps = Levenshtein.opcodes([unit.key for unit in old], [unit.key for unit in new])
    runs = (
        (
            step.tag == "equal",
            slice(step.src_start, step.src_end),
            slice(step.dest_start, step.dest_end),
        )
        for step in steps
    )
    return [
        _merged([_Run(same, old[left], new[right]) for _, left, right in group], same=same)
        for same, group in groupby(runs, key=lambda run: run[0])
    ]


def _refined(run: _Run) -> Sequence[_Run]:
    """Compare what was replaced by clusters, if most of it stays."""
    if run.same or not (run.old and run.new):
        return [run]
    finer = _aligned(_clusters(run.old), _clusters(run.new))
    kept = sum(len(one.old) for one in finer if one.same)
    length = max(sum(len(one.old) for one in finer), sum(len(one.new) for one in finer))
    return finer if kept >= SHARE_KEPT * length else [run]


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Make one of changes that fewer than `SHORTEST_KEPT` words part."""
    joined: list[_Run] = []
    runs = [_merged(list(group), same=same) for same, group in groupby(runs, key=lambda r: r.same)]
    for at, run in enumerate(runs):
        within = 0 < at < len(runs) - 1
        words = sum(unit.is_word for unit in run.old)
        changed = not run.same or (within and words < SHORTEST_KEPT)
        if changed and joined and not joined[-1].same:
            joined[-1] = _merged([joined[-1], run], same=False)
        else:
            joined.append(_Run(not changed, run.old, run.new))
    return joined


def _merged(runs: Sequence[_Run], *, same: bool) -> _Run:
    return _Run(
        same,
        [unit for run in runs for unit in run.old],
        [unit for run in runs for unit in run.new],
    )


def _shown(run: _Run) -> Iterator[Change]:
    if not run.same:
        yield Change(ChangeKind.CHANGED, _text(run.old), _text(run.new))
        return
    pairs = list(zip(run.old, run.new, strict=True))
    for kind, group in groupby(pairs, key=lambda pair: _kind(*pair)):
        old, new = zip(*group, strict=True)
        yield Change(kind, _text(old), _text(new))


def _kind(old: Unit, new: Unit) -> ChangeKind:
    same = _INVISIBLE.sub("", old.text) == _INVISIBLE.sub("", new.text)
    return ChangeKind.SAME if same else ChangeKind.SPELLING


def _text(units: Sequence[Unit]) -> str:
    return "".join(unit.text for unit in units)
