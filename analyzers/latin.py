"""Words of scripts that write spaces, and their stems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from analyzers.lexer import Kind, Piece

_STEMMERS = {"fr": "french", "vi": ""}


def latin_words(piece: Piece, lang: str) -> Iterator[tuple[str, int, int]]:
    """The words of a piece, which is one word except where an apostrophe elides a vowel.

    Args:
        piece: Of kind WORD or IDEOGRAPH.
        lang: Language whose stemmer to use; "" is English. Others than English and French have
            none: Vietnamese is written in syllables that never change.

    Yields:
        Stem, start and end in the folded text.
    """
    if piece.kind is Kind.WORD and lang == "fr":
        at = piece.start
        for part in piece.text.split("'"):
            if part:
                yield stem(part, lang), at, at + len(part)
            at += len(part) + 1
    else:
        yield stem(piece.text, lang), piece.start, piece.end


def stem(word: str, lang: str) -> str:
    """The stem of a folded word; the word itself in a language without a stemmer."""
    algorithm = _STEMMERS.get(lang, "english")
    return _stem(word, algorithm) if algorithm else word


@lru_cache(maxsize=50_000)
def _stem(word: str, algorithm: str) -> str:
    return _stemmer(algorithm)(word)


@cache
def _stemmer(algorithm: str) -> Callable[[str], str]:
    import snowballstemmer  # type: ignore[import-untyped]

    stemmer: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord
    return stemmer
