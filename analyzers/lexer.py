"""Folded text cut into pieces of one script: the common ground of both token streams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from analyzers.scripts import COMBINING, KHMER_LETTERS, LAO_LETTERS, THAI_LETTERS

LONGEST_TOKEN = 64
"""In code points. Longer runs of letters (encoded data, hostile text) are cut, so that a term never
outgrows an engine's limit, and are found in the same cuts."""


class Kind(StrEnum):
    """What a piece is; the values are the names of the groups of the pattern."""

    KHMER = "khmer"
    THAI = "thai"
    LAO = "lao"
    WORD = "word"
    NUMBER = "number"
    BREAK = "break"


class Piece(NamedTuple):
    """A piece of a folded text.

    Attributes:
        start, end: Code-point offsets in the folded text.
    """

    kind: Kind
    text: str
    start: int
    end: int


_IDEOGRAPHS = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_CUT_ELSEWHERE = f"{KHMER_LETTERS}\u0e00-\u0eff{_IDEOGRAPHS}"
_MARKED = "\u0900-\u0dff\u1000-\u109f"
"""Indic scripts and Myanmar, whose vowel signs Python does not count as parts of a word."""

_LETTER = f"[^\\W\\d_{_CUT_ELSEWHERE}]"
_PIECE = re.compile(
    f"(?P<khmer>[{KHMER_LETTERS}]+)"
    f"|(?P<thai>[{THAI_LETTERS}]+)"
    f"|(?P<lao>[{LAO_LETTERS}]+)"
    f"|(?P<word>{_LETTER}(?:[^\\W_{_CUT_ELSEWHERE}]|[{COMBINING}{_MARKED}]|'(?={_LETTER}))"
    f"{{0,{LONGEST_TOKEN - 1}}}|[{_IDEOGRAPHS}])"
    # With the separators of thousands: 1.000.000 or 1,000,000.
    rf"|(?P<number>[0-9]{{1,3}}(?:[.,][0-9]{{3}}){{1,8}}(?![.,]?[0-9])|\d{{1,{LONGEST_TOKEN}}})"
    "|(?P<break>[.,;:!?()\\[\\]\t\u17d4\u17d5\u17d9\u17da\u2029]|\n[^\\S\n]*\n)"
)


_KINDS = {str(kind): kind for kind in Kind}


def pieces(folded: str) -> Iterator[Piece]:
    """Cut a folded text.

    Args:
        folded: A text in the form that `analyzers.folding.fold` gives.

    Yields:
        In order: runs of letters of Khmer, Thai and Lao; words of other scripts (an ideograph is
        one); numbers; and breaks, where a sentence, a clause, a table cell or a paragraph ends.
        Other white space and symbols yield nothing.
    """
    for match in _PIECE.finditer(folded):
        yield Piece(_KINDS[match.lastgroup or ""], match.group(), *match.span())


def number(text: str) -> str:
    """The token of a number: without separators of thousands."""
    return text.replace(".", "").replace(",", "")
