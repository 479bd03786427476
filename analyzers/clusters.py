"""Character clusters: the token stream that finds everything.

A cluster is what a reader sees as one letter with all that hangs on it. No word begins or ends
inside one, and where a cluster begins depends on its own characters only. So a word is the same
sequence of clusters wherever it stands, whatever a word segmenter makes of its surroundings, and a
phrase query over clusters finds it: alone, in a compound, with or without spaces around it.

A text is indexed as bigrams of clusters, since single clusters are too common to be fast: a phrase
of n clusters is a phrase of n - 1 bigrams, and finds exactly the same texts.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple

from analyzers.folding import Folded, fold, fold_text
from analyzers.latin import latin_words
from analyzers.lexer import LONGEST_TOKEN, Kind, number, pieces
from analyzers.scripts import YUUKALEAPINTU, cluster_pattern
from analyzers.tokens import Token

JOINER = "\u241f"
"""Between the two clusters of a bigram: the symbol for a unit separator, which no token holds."""

BREAK = "\u241e"
"""Where a sentence or clause ends, so that no phrase matches across: the symbol for a record
separator, which no token holds."""

_CLUSTER = re.compile(
    # Without YUUKALEAPINTU, which is a token of its own: see `analyzers.tokens`.
    cluster_pattern("\u17b6-\u17c7\u17c9-\u17d1", most=f"{{0,{LONGEST_TOKEN}}}+") + "|.",
    re.DOTALL,
)
_WRITTEN_IN_CLUSTERS = frozenset({Kind.KHMER, Kind.THAI, Kind.LAO})


class _Unit(NamedTuple):
    """A token in the folded text: a cluster, or else a word or number."""

    text: str
    start: int
    end: int
    is_cluster: bool


def split(folded: str) -> list[str]:
    """Cut folded text of Khmer, Thai or Lao into clusters; joined they give it again."""
    return _CLUSTER.findall(folded)


@dataclass(frozen=True, slots=True)
class ClusterStream:
    """The cluster stream of a text: what to search in, with places that are found when asked.

    Attributes:
        tokens: A token for each cluster of Khmer, Thai and Lao, for each word of other scripts
            (the same as in the word stream) and for each number. Punctuation gives none.
    """

    tokens: tuple[str, ...]
    _starts: Sequence[int]
    _ends: Sequence[int]
    _folded: Folded

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where tokens stand.

        Args:
            first, last: Of `tokens`, both included.

        Returns:
            Start and end in the text as it is displayed, in code points.
        """
        return self._folded.span(self._starts[first], self._ends[last])


def cluster_stream(text: str, lang: str = "") -> ClusterStream:
    """The cluster stream of a text.

    Args:
        text: Any text, as it is displayed.
        lang: As in `analyzers.words.words`.
    """
    folded = fold(text)
    units = [unit for run in _runs(folded.text, lang) for unit in run]
    return ClusterStream(
        tuple(unit.text for unit in units),
        array("i", (unit.start for unit in units)),
        array("i", (unit.end for unit in units)),
        folded,
    )


def clusters(text: str, lang: str = "") -> list[Token]:
    """The cluster stream of a text as tokens with their places: see `cluster_stream`."""
    stream = cluster_stream(text, lang)
    return [Token(token, *stream.span(at, at)) for at, token in enumerate(stream.tokens)]


def cluster_terms(text: str, lang: str = "") -> list[str]:
    """What is indexed of a text for `cluster_phrases` to find, one term a position.

    First the text in order: clusters that follow each other, white space between them or not, as
    overlapping bigrams; a cluster that stands between words or numbers, words and numbers as they
    are; `BREAK` where a sentence ends. Then, after a `BREAK`, each different cluster once by
    itself, for queries of one cluster.

    Args:
        text: Any text, as it is displayed.
        lang: As in `analyzers.words.words`.

    Returns:
        The terms; none is empty or holds white space.
    """
    terms: list[str] = []
    singles: dict[str, None] = {}
    for run in _runs(fold_text(text), lang):
        if terms:
            terms.append(BREAK)
        terms += _terms(run)
        singles.update((unit.text, None) for unit in run if unit.is_cluster)
    if singles:
        terms += (BREAK, *singles)
    return terms


def cluster_phrases(text: str, lang: str = "") -> list[list[str]]:
    """What to look for in the `cluster_terms` of texts to find those that hold a given text.

    A text that holds the given one, from one cluster boundary to another and without a sentence
    end in between, has all of the phrases. The reverse is exact too where there is one phrase.
    There are more if the given text has a sentence end, or begins or ends with a lone cluster
    beside a word or number, as in "30 ដី".

    Args:
        text: A word or phrase as typed.
        lang: As in `analyzers.words.words`.

    Returns:
        Phrases: the terms of each follow each other, and each phrase must be found. Empty if there
        is nothing to look for.
    """
    phrases: list[list[str]] = []
    for run in _runs(fold_text(text), lang):
        phrases += _phrases(run)
    return phrases


def _runs(folded: str, lang: str) -> list[list[_Unit]]:
    """The units between two sentence ends."""
    runs: list[list[_Unit]] = [[]]
    for piece in pieces(folded):
        if piece.kind in _WRITTEN_IN_CLUSTERS:
            found = _CLUSTER.findall(folded, piece.start, piece.end)
            ends = list(accumulate(map(len, found), initial=piece.start))
            runs[-1] += map(_Unit._make, zip(found, ends, ends[1:], repeat(True), strict=False))
        elif piece.kind is Kind.WORD:
            runs[-1] += [_Unit(*word, False) for word in latin_words(piece, lang)]
        elif piece.kind is Kind.NUMBER:
            runs[-1].append(_Unit(number(piece.text), piece.start, piece.end, False))
        else:
            runs.append([])
    return [run for run in runs if run]


def _terms(run: list[_Unit]) -> list[str]:
    terms: list[str] = []
    in_bigram = False
    for unit, after in pairwise([*run, None]):
        assert unit
        if unit.is_cluster and after and after.is_cluster:
            terms.append(unit.text + JOINER + after.text)
            in_bigram = True
        else:
            if not in_bigram:
                terms.append(unit.text)
            in_bigram = False
    return terms


def _phrases(run: list[_Unit]) -> list[list[str]]:
    # A colon at the end of a query is punctuation more often than not.
    while run and run[-1].text == YUUKALEAPINTU:
        run = run[:-1]
    lone_first = bool(run) and run[0].is_cluster and not (run[1:] and run[1].is_cluster)
    lone_last = len(run) > 1 and run[-1].is_cluster and not run[-2].is_cluster
    # In the text that is looked for, a lone cluster at an end may be part of a longer run.
    parts = (run[:lone_first], run[lone_first : len(run) - lone_last], run[len(run) - lone_last :])
    return [_terms(part) for part in parts if part]
