"""The better of several readings of one page: as a whole, then line by line and word by word.

Two ways to prepare a picture go wrong at different places, so the page made of the better lines and
words reads better than either (measured with `benchmarks/ocr.py`; choosing words takes a twelfth
of the errors away that are left when lines were chosen).
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

TOUCHING = 3
"""Pixels by which the boxes of neighbours may overlap."""

CONTEXT = 6
"""Characters of the neighbours that a word is judged with: the reach of the language model."""

DOUBTFUL = -2.3
"""Mean log2 probability of a character below which a line is read another time. At -2.9 a page
takes a sixth less time, and the folded character errors of eight pages are 4.1 % and not 3.8 %."""

BROKEN = -3.6
"""Below which it is read a third time, as strokes may be broken; clean text gets worse by it."""

TORN_OFF = 0.5
"""Part of the height of a line that stands within another if it was torn off that."""

OUTSIDE, IMPOSSIBLE = 7.0, 8.0
"""Bits that a sign outside the script and an impossible cluster cost: a digit or a full stop comes
about once in a hundred letters, and a cluster that cannot be is no accident of the text."""


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


def without_fragments(words: Sequence[Word]) -> tuple[Word, ...]:
    """Drops lines that were torn off another: its subscripts, read as a line of their own."""
    lines = lines_of(words)
    whole = (line for line in lines if not any(_is_torn_off(line, other) for other in lines))
    return tuple(word for line in whole for word in line)


def with_better_lines(reading: Reading, other: Reading) -> Reading:
    """A reading with those lines, and in the others those words, of another that read better."""
    return _with_lines(reading, other, _better_line)


def with_lines_for(reading: Reading, other: Reading, is_wrong: Callable[[Word], bool]) -> Reading:
    """A reading with the lines of another in the place of those that have a wrong word."""
    return _with_lines(reading, other, lambda mine, its: its if any(map(is_wrong, mine)) else mine)


def _with_lines(
    reading: Reading,
    other: Reading,
    choose: Callable[[Sequence[Word], Sequence[Word]], Sequence[Word]],
) -> Reading:
    """Chooses between lines; only where one stands beside exactly one of the other reading."""
    chosen: list[Word] = []
    mine, its = lines_of(reading.words), lines_of(other.words)
    for line in mine:
        beside = [candidate for candidate in its if _are_beside(line, candidate)]
        is_pair = len(beside) == 1 and sum(_are_beside(beside[0], one) for one in mine) == 1
        if is_pair:
            chosen += [replace(word, line=line[0].line) for word in choose(line, beside[0])]
        else:
            chosen += line
    return Reading.of(chosen)


def is_doubtful(line: Sequence[Word]) -> bool:
    """Whether a line does not read well, or is too short to tell."""
    mean = _log_probability(text_of(line))
    return mean is None or mean < DOUBTFUL


def is_broken(line: Sequence[Word]) -> bool:
    """Whether a line reads badly."""
    mean = _log_probability(text_of(line))
    return mean is not None and mean < BROKEN


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


def _is_torn_off(line: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether most of a line's height stands within a higher line of its column."""
    (top, bottom), (other_top, other_bottom) = _extent(line), _extent(other)
    inside = min(bottom, other_bottom) - max(top, other_top)
    is_lower = bottom - top < other_bottom - other_top
    return line[0].column == other[0].column and is_lower and inside > TORN_OFF * (bottom - top)


def _extent(line: Sequence[Word]) -> tuple[int, int]:
    return min(word.top for word in line), max(word.bottom for word in line)


def _better_line(mine: Sequence[Word], its: Sequence[Word]) -> Sequence[Word]:
    """The line that reads better, with those words of the other that read better in it."""
    line, other = (its, mine) if _reads_better(its, mine) else (mine, its)
    pairs = _words_beside(line, other)
    chosen: list[Word] = []
    for index, (words, others) in enumerate(pairs):
        after = pairs[index + 1][0] if index + 1 < len(pairs) else []
        fits = bool(words) and bool(others) and _fits_better(others, words, chosen, after)
        chosen += others if fits else words
    return chosen


def _words_beside(
    line: Sequence[Word], other: Sequence[Word]
) -> list[tuple[list[Word], list[Word]]]:
    """Cuts two readings of a line where no word of either goes on: what stands at one place."""
    pairs: list[tuple[list[Word], list[Word]]] = []
    end = 0
    mine = {id(word) for word in line}
    for word in sorted((*line, *other), key=lambda word: word.x0):
        if not pairs or word.x0 >= end - TOUCHING:
            pairs.append(([], []))
        pairs[-1][0 if id(word) in mine else 1].append(word)
        end = max(end, word.x1)
    return pairs


def _fits_better(
    words: Sequence[Word],
    others: Sequence[Word],
    before: Sequence[Word],
    after: Sequence[Word],
) -> bool:
    """Whether words read better than others between their neighbours."""
    left = "".join(word.text for word in before)[-CONTEXT:]
    right = "".join(word.text for word in after)[:CONTEXT]
    mine, its = (
        _log_probability(left + "".join(word.text for word in part) + right)
        for part in (words, others)
    )
    return mine is not None and its is not None and mine > its


def _reads_better(line: Sequence[Word], other: Sequence[Word]) -> bool:
    mine, its = _log_probability(text_of(line)), _log_probability(text_of(other))
    if mine is None or its is None:
        return _confidence(line) > _confidence(other)
    return mine > its


def _log_probability(text: str) -> float | None:
    """Mean of a text's characters in the script of most of them; None if there are too few."""
    in_script = {script: runs(text, script) for script in SCRIPTS}
    script = max(in_script, key=lambda name: sum(map(len, in_script[name])))
    mean, letters = models()[script].mean(in_script[script])
    if letters < MIN_LINE_LETTERS:
        return None
    outside = sum(1 for character in text if not character.isspace()) - letters
    bits = mean * letters - OUTSIDE * outside - IMPOSSIBLE * score(text).illegal * letters
    return bits / (letters + outside)


def _confidence(line: Sequence[Word]) -> float:
    return sum(word.confidence for word in line) / len(line)
