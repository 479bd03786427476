"""Words: the token stream that ranks."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers import models
from analyzers.folding import fold
from analyzers.latin import latin_words
from analyzers.lexer import Kind, Piece, number, pieces
from analyzers.tokens import Token

_CLOSING = "\u17c8"
"""YUUKALEAPINTU at the end of a word: in the folded form also a colon, so no part of the word."""


def words(text: str, lang: str = "") -> list[Token]:
    """The word stream of a text.

    Args:
        text: Any text, as it is displayed. Scripts may be mixed.
        lang: Language whose stemmer words in Latin script get; "" is English.

    Returns:
        Khmer, Thai and Lao words as their segmenters cut them, stems of English and French,
        Vietnamese syllables, words of other scripts, numbers. Punctuation gives no token.
    """
    folded = fold(text)
    tokens: list[Token] = []
    for word, start, end in _words(folded.text, lang):
        tokens.append(Token(word, *folded.span(start, end)))
    return tokens


def _words(folded: str, lang: str) -> Iterator[tuple[str, int, int]]:
    khmer_cuts: list[int] | None = None
    for piece in pieces(folded):
        if piece.kind is Kind.KHMER:
            if khmer_cuts is None:
                khmer_cuts = _cuts(models.khmer().segment(folded))
            for start, end in _between(khmer_cuts, piece):
                if word := folded[start:end].rstrip(_CLOSING):
                    yield word, start, start + len(word)
        elif piece.kind in (Kind.THAI, Kind.LAO):
            segmenter = models.thai() if piece.kind is Kind.THAI else models.lao()
            start = piece.start
            for word in segmenter.segment(piece.text):
                yield word, start, start + len(word)
                start += len(word)
        elif piece.kind is Kind.NUMBER:
            yield number(piece.text), piece.start, piece.end
        elif piece.kind is not Kind.BREAK:
            yield from latin_words(piece, lang)


def _cuts(words: list[str]) -> list[int]:
    cuts, at = [], 0
    for word in words:
        at += len(word)
        cuts.append(at)
    return cuts


def _between(cuts: list[int], piece: Piece) -> Iterator[tuple[int, int]]:
    from bisect import bisect_right

    start = piece.start
    at = bisect_right(cuts, start)
    while start < piece.end:
        end = min(cuts[at], piece.end)
        yield start, end
        start, at = end, at + 1
