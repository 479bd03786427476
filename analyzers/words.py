"""Words: the token stream that ranks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from analyzers import models
from analyzers.folding import fold
from analyzers.latin import latin_words
from analyzers.lexer import LONGEST_TOKEN, Kind, Piece, number, pieces
from analyzers.scripts import YUUKALEAPINTU
from analyzers.tokens import Token


def words(text: str, lang: str = "") -> list[Token]:
    """The word stream of a text.

    Args:
        text: Any text, as it is displayed; scripts may be mixed.
        lang: Language (BCP 47) whose stemmer words in Latin script get: "fr" French, "vi" none
            (Vietnamese is written in syllables that never change), any other English.

    Returns:
        Khmer, Thai and Lao words as their segmenters cut them, stems, syllables, numbers in ASCII
        digits without separators. Punctuation gives no token. Linear in the length of the text.

    Raises:
        ModelError: The model of Khmer words cannot be loaded.
    """
    folded = fold(text)
    return [Token(word, *folded.span(start, end)) for word, start, end in _words(folded.text, lang)]


def _words(folded: str, lang: str) -> Iterator[tuple[str, int, int]]:
    khmer_ends: list[int] = []
    for piece in pieces(folded):
        if piece.kind is Kind.KHMER:
            # Whole lines, since the model looks at what stands around the Khmer.
            khmer_ends = khmer_ends or list(accumulate(map(len, models.khmer().segment(folded))))
            yield from _cut(folded, piece, _ends_within(khmer_ends, piece))
        elif piece.kind is Kind.THAI:
            yield from _cut(folded, piece, _ends(piece, models.thai().segment(piece.text)))
        elif piece.kind is Kind.LAO:
            yield from _cut(folded, piece, _ends(piece, models.lao().segment(piece.text)))
        elif piece.kind is Kind.NUMBER:
            yield number(piece.text), piece.start, piece.end
        elif piece.kind is Kind.WORD:
            yield from latin_words(piece, lang)


def _ends(piece: Piece, words: Iterable[str]) -> Iterator[int]:
    return accumulate(map(len, words), initial=piece.start)


def _ends_within(ends: list[int], piece: Piece) -> list[int]:
    first, last = bisect_right(ends, piece.start), bisect_right(ends, piece.end)
    return [*ends[first:last], piece.end]


def _cut(folded: str, piece: Piece, ends: Iterable[int]) -> Iterator[tuple[str, int, int]]:
    start = piece.start
    for end in ends:
        for at in range(start, end, LONGEST_TOKEN):
            if word := folded[at : min(at + LONGEST_TOKEN, end)].rstrip(YUUKALEAPINTU):
                yield word, at, at + len(word)
        start = end
