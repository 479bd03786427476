"""Character clusters: the token stream that finds everything.

A cluster is what a reader sees as one letter with all that hangs on it; no word begins or ends
inside one, and where a cluster begins depends only on its own characters. So every word, whatever
a segmenter makes of its surroundings, is a sequence of whole clusters, and a phrase query over
clusters finds it.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

from analyzers import scripts
from analyzers.folding import fold, fold_text
from analyzers.lexer import Kind, number, pieces
from analyzers.tokens import Token
from analyzers.latin import latin_words

JOINER = "\u241f"
"""Between the two clusters of a bigram. A symbol, so no token can hold it."""

BREAK = "\u241e"
"""Stands in the stream where a sentence ends, so that no phrase matches across."""

_MOST_UNITS = 24
"""Marks on one base; more do not occur in any text, and a term must not outgrow an engine."""

_KHMER = (
    f"[{scripts.KHMER_BASES}](?:\u17d2[{scripts.KHMER_BASES}]|[\u17b6-\u17c7\u17c9-\u17d1])"
    f"{{0,{_MOST_UNITS}}}"
)
_CLUSTER = re.compile(
    f"{_KHMER}"
    f"|[{scripts.THAI_PREVOWELS}]?[{scripts.THAI_CONSONANTS}][{scripts.THAI_MARKS}]{{0,{_MOST_UNITS}}}"
    f"[{scripts.THAI_POSTVOWELS}]?"
    f"|[{scripts.LAO_PREVOWELS}]?[{scripts.LAO_CONSONANTS}][{scripts.LAO_MARKS}]{{0,{_MOST_UNITS}}}"
    f"[{scripts.LAO_POSTVOWELS}]?"
    "|.",
    re.DOTALL,
)
_WITHOUT_SPACES = frozenset({Kind.KHMER, Kind.THAI, Kind.LAO})


class _Unit(NamedTuple):
    """A token in the folded text; `joins` says that it is a cluster, not a word or a number."""

    text: str
    start: int
    end: int
    joins: bool


def split(folded: str) -> list[str]:
    """Cut folded text of a script without spaces into clusters; nothing is lost."""
    return _CLUSTER.findall(folded)


def clusters(text: str, lang: str = "") -> list[Token]:
    """The cluster stream of a text.

    Args:
        text: Any text, as it is displayed.
        lang: Language whose stemmer words in Latin script get; "" is English.

    Returns:
        A token for each cluster of Khmer, Thai and Lao, each word of other scripts (in the same
        form as in the word stream) and each number. Punctuation gives none.
    """
    folded = fold(text)
    return [
        Token(unit.text, *folded.span(unit.start, unit.end))
        for run in _runs(folded.text, lang)
        for unit in run
    ]


def cluster_terms(text: str, lang: str = "") -> list[str]:
    """What of a text is indexed, one term a position.

    Clusters that follow each other become overlapping bigrams ("កម្ម␟ភាព"), white space between
    them or not; words and numbers stay as they are. A sentence end becomes `BREAK`. After the last
    position and a `BREAK` each cluster of the text follows once by itself, for queries of one
    cluster.

    Args:
        text: Any text, as it is displayed.
        lang: As in `clusters`.

    Returns:
        The terms. None holds white space.
    """
    terms: list[str] = []
    singles: dict[str, None] = {}
    for run in _runs(fold_text(text), lang):
        if terms:
            terms.append(BREAK)
        terms += _bigrams(run)
        singles.update((unit.text, None) for unit in run if unit.joins)
    if singles:
        terms += (BREAK, *singles)
    return terms


def cluster_phrases(text: str, lang: str = "") -> list[list[str]]:
    """What to look for in `cluster_terms` of the texts that hold a given text.

    Args:
        text: A word or phrase as typed.
        lang: As in `clusters`.

    Returns:
        Phrases: the terms of each must follow each other, and each phrase must be found. A text
        that has them all, with no sentence end within, is one that holds the given text (for a
        phrase of three or more clusters: exactly; spaces between clusters do not matter).
    """
    phrases: list[list[str]] = []
    for run in _runs(fold_text(text), lang):
        phrases += _phrases(run)
    return phrases


def _runs(folded: str, lang: str) -> list[list[_Unit]]:
    """The tokens between two sentence ends."""
    runs: list[list[_Unit]] = [[]]
    for piece in pieces(folded):
        if piece.kind is Kind.BREAK:
            runs.append([])
        elif piece.kind in _WITHOUT_SPACES:
            runs[-1] += [
                _Unit(match.group(), *match.span(), True)
                for match in _CLUSTER.finditer(folded, piece.start, piece.end)
            ]
        elif piece.kind is Kind.NUMBER:
            runs[-1].append(_Unit(number(piece.text), piece.start, piece.end, False))
        else:
            runs[-1] += [_Unit(*word, False) for word in latin_words(piece, lang)]
    return [run for run in runs if run]


def _bigrams(run: list[_Unit]) -> list[str]:
    terms: list[str] = []
    joined = False
    for unit, after in zip_longest(run, run[1:]):
        if unit.joins and after and after.joins:
            terms.append(unit.text + JOINER + after.text)
            joined = True
        else:
            if not (unit.joins and joined):
                terms.append(unit.text)
            joined = False
    return terms


def _phrases(run: list[_Unit]) -> list[list[str]]:
    # A lone cluster at an edge may have more clusters beside it in the text that holds it: there
    # it is no term of its own, except after the last position.
    head = run[:1] if run[0].joins and not (len(run) > 1 and run[1].joins) else []
    rest = run[len(head) :]
    tail = rest[-1:] if rest and rest[-1].joins and not (len(rest) > 1 and rest[-2].joins) else []
    middle = rest[: len(rest) - len(tail)]
    return (
        [[unit.text for unit in head]] * bool(head)
        + ([_bigrams(middle)] if middle else [])
        + [[unit.text for unit in tail]] * bool(tail)
    )
