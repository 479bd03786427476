"""Words of scripts that write spaces, and their stems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analyzers.lexer import Piece

_ENGLISH = "english"
_AMERICAN = (
    (re.compile(r"(?<=\w{3})is(?=(?:e[drs]?|es|ing|ations?)$)"), "iz"),
    (re.compile(r"(?<=\w{3})our(?=(?:s|ed|ing|able|ite|hood|ly)*$)"), "or"),
    (re.compile(r"(?:(?<=licen)|(?<=defen)|(?<=offen))c(?=e[ds]?$)"), "s"),
    (re.compile(r"(?:(?<=cent)|(?<=heat)|(?<=lit))re(?=s?$)"), "er"),
    (re.compile(r"(?<=program)me(?=s?$)"), ""),
    (re.compile(r"(?<=dg)e(?=ments?$)"), ""),
)
"""British spellings that translations of laws mix with American ones. What else a pattern changes
("exercise") it changes in texts and queries alike."""
_ALGORITHMS = {"fr": "french", "vi": ""}
"""Snowball's name of the stemmer of a language; "" for one whose words never change."""


def latin_words(piece: Piece, lang: str) -> Iterator[tuple[str, int, int]]:
    """The words of a piece.

    Args:
        piece: A piece of kind WORD.
        lang: As in `analyzers.words.words`.

    Yields:
        Stem, start and end in the folded text. A French elision (l'eau) gives two words.
    """
    if lang != "fr":
        yield stem(piece.text, lang), piece.start, piece.end
        return
    at = piece.start
    for part in piece.text.split("'"):
        yield stem(part, lang), at, at + len(part)
        at += len(part) + 1


def stem(word: str, lang: str) -> str:
    """The stem of a folded word.

    Args:
        word: In the folded form.
        lang: As in `analyzers.words.words`.
    """
    algorithm = _ALGORITHMS.get(lang, _ENGLISH)
    return _stem(word, algorithm) if algorithm else word


@lru_cache(maxsize=50_000)
def _stem(word: str, algorithm: str) -> str:
    import snowballstemmer  # type: ignore[import-untyped]

    if algorithm == _ENGLISH:
        for british, american in _AMERICAN:
            word = british.sub(american, word)
    # A stemmer keeps the word in itself while it works: one for each word is safe with threads.
    stemmed: str = snowballstemmer.stemmer(algorithm).stemWord(word)
    return stemmed
