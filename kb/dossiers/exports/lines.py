"""Breaking paragraphs into lines, at spaces and between the words of scripts without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analyzers import cluster_boundaries, word_breaks
from kb.dossiers.exports.fonts import Run, runs_of

_BREAKING_SPACE = re.compile(r" +(?![។៕៖])")
"""After which a line may end; no line begins with a closing sign of Khmer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays on one line: most often a word.

    Attributes:
        text: With the spaces that follow it.
        runs, spaces: Its glyphs, and those of the spaces.
    """

    text: str
    runs: tuple[Run, ...]
    spaces: tuple[Run, ...]

    @property
    def width(self) -> float:
        """Of its glyphs without the spaces, in 1/1000 em."""
        return sum(run.width for run in self.runs)

    @property
    def advance(self) -> float:
        """To the next piece, in 1/1000 em."""
        return self.width + sum(run.width for run in self.spaces)


Line = tuple[Piece, ...]


def break_lines(text: str, weight: int, width: float) -> list[Line]:
    """Break a paragraph; what is longer than a line is cut between clusters.

    Args:
        width: Of a line, in 1/1000 em.
    """
    lines: list[Line] = []
    line: list[Piece] = []
    filled = 0.0
    for whole in _pieces(text, weight):
        for piece in [whole] if whole.width <= width else _cut(whole, weight, width):
            if line and filled + piece.width > width:
                lines.append(tuple(line))
                line, filled = [], 0.0
            line.append(piece)
            filled += piece.advance
    return [*lines, tuple(line)] if line else lines


def _pieces(text: str, weight: int) -> Iterator[Piece]:
    ends = {match.end() for match in _BREAKING_SPACE.finditer(text)}
    cuts = sorted({0, *ends, *word_breaks(text), len(text)})
    for start, end in pairwise(cuts):
        yield _piece(text[start:end], weight)


def _cut(piece: Piece, weight: int, width: float) -> Iterator[Piece]:
    """Cut what is too long into pieces that fit, if each of its clusters does."""
    begun = ""
    for start, end in pairwise(cluster_boundaries(piece.text)):
        cluster = piece.text[start:end]
        if begun and _piece(begun + cluster, weight).width > width:
            yield _piece(begun, weight)
            begun = ""
        begun += cluster
    yield _piece(begun, weight)


@lru_cache(maxsize=4096)
def _piece(text: str, weight: int) -> Piece:
    shown = text.rstrip(" ")
    return Piece(text, runs_of(shown, weight), runs_of(text[len(shown) :], weight))
