"""The better of several readings of one page: as a whole, and then line by line.

Two ways to prepare a picture go wrong at different lines, so the page made of the better lines
reads better than either (measured with `benchmarks/ocr.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.ocr.engine import Word
from ingest.pdf.language_model import SCRIPTS, models, runs
from ingest.pdf.score import Score, score

KEPT = 0.7
"""Part of the letters of the longest reading that a better one has at least: what little is left
of a page that was lost reads well."""

MIN_LINE_LETTERS = 6
"""A line with fewer is chosen by its confidence, as the language model cannot tell."""


FAULT_WEIGHT = 20.0
"""What a share of impossible clusters or stray characters takes off the log-probability: one in
twenty letters counts as much as one bit a letter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was recognised in one way, and how far it can be trusted."""

    words: tuple[Word, ...]
    score: Score

    @classmethod
    def of(cls, words: Sequence[Word]) -> Reading:
        """Judges words."""
        return cls(tuple(words), score(text_of(words)))


def best_reading(readings: Sequence[Reading]) -> Reading:
    """The reading that is trusted most, among those that did not lose much of the page."""
    most = max(reading.score.letters for reading in readings)
    return max(
        (reading for reading in readings if reading.score.letters >= KEPT * most),
        key=lambda reading: (reading.score.value, reading.score.log_probability),
    )


def with_better_lines(reading: Reading, other: Reading) -> Reading:
    """A reading with those lines of another that read better."""
    return _with_lines(reading, other, _reads_better)


def with_lines_for(reading: Reading, other: Reading, is_wrong: Callable[[Word], bool]) -> Reading:
    """A reading with the lines of another in the place of those that have a wrong word."""
    return _with_lines(reading, other, lambda _, line: any(map(is_wrong, line)))


def _with_lines(
    reading: Reading,
    other: Reading,
    is_better: Callable[[Sequence[Word], Sequence[Word]], bool],
) -> Reading:
    """Exchanges lines; only one that stands beside exactly one line of the other reading."""
    chosen: list[Word] = []
    mine, its = lines_of(reading.words), lines_of(other.words)
    for line in mine:
        beside = [candidate for candidate in its if _are_beside(line, candidate)]
        is_pair = len(beside) == 1 and sum(_are_beside(beside[0], one) for one in mine) == 1
        if is_pair and is_better(beside[0], line):
            chosen += [replace(word, line=line[0].line) for word in beside[0]]
        else:
            chosen += line
    return Reading.of(chosen)


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words by lines."""
    return [list(group) for _, group in groupby(words, key=lambda word: word.line)]


def text_of(words: Sequence[Word]) -> str:
    """The text of words, a line each."""
    return "\n".join(" ".join(word.text for word in line) for line in lines_of(words))


def _are_beside(line: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether the middle of each of two lines of one column stands within the other."""
    if line[0].column != other[0].column:
        return False
    (top, bottom), (other_top, other_bottom) = _extent(line), _extent(other)
    middle, other_middle = (top + bottom) / 2, (other_top + other_bottom) / 2
    return other_top < middle < other_bottom and top < other_middle < bottom


def _extent(line: Sequence[Word]) -> tuple[int, int]:
    return min(word.top for word in line), max(word.bottom for word in line)


def _reads_better(line: Sequence[Word], other: Sequence[Word]) -> bool:
    mine, its = _log_probability(line), _log_probability(other)
    if mine is None or its is None:
        return _confidence(line) > _confidence(other)
    return mine > its


def _log_probability(line: Sequence[Word]) -> float | None:
    """Of the script that most of a line is in, less its impossible clusters; None if too short."""
    text = text_of(line)
    in_script = {script: runs(text, script) for script in SCRIPTS}
    script = max(in_script, key=lambda name: sum(map(len, in_script[name])))
    if sum(map(len, in_script[script])) < MIN_LINE_LETTERS:
        return None
    mean, _ = models()[script].mean(in_script[script])
    judged = score(text)
    return mean - FAULT_WEIGHT * (judged.illegal + judged.junk)


def _confidence(line: Sequence[Word]) -> float:
    return sum(word.confidence for word in line) / len(line)
