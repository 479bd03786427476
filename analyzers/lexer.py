"""Folded text cut into pieces of one script: the common ground of both token streams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from analyzers import scripts

_LONGEST_WORD = 64
"""Longer runs of letters (base64, hostile text) are cut, so that a term never outgrows an engine."""


class Kind(StrEnum):
    """What a piece is; the values are the names of the groups of the pattern."""

    KHMER = "khmer"
    THAI = "thai"
    LAO = "lao"
    IDEOGRAPH = "ideograph"
    NUMBER = "number"
    WORD = "word"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a folded text.

    Attributes:
        start, end: Code-point offsets in the folded text.
    """

    kind: Kind
    text: str
    start: int
    end: int


_IDEOGRAPHS = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_OTHER_LETTER = f"[^\\W\\d_{scripts.KHMER_LETTERS}\u0e00-\u0eff{_IDEOGRAPHS}]"
_WORD_PART = (
    f"(?:[^\\W_{scripts.KHMER_LETTERS}\u0e00-\u0eff{_IDEOGRAPHS}]"
    # Marks of Indic scripts and Myanmar are not \\w for Python.
    f"|[{scripts.COMBINING}\u0900-\u0dff\u1000-\u109f]|'(?={_OTHER_LETTER}))"
)
_PIECE = re.compile(
    f"(?P<khmer>[{scripts.KHMER_LETTERS}]+)"
    f"|(?P<thai>[{scripts.THAI_LETTERS}]+)"
    f"|(?P<lao>[{scripts.LAO_LETTERS}]+)"
    f"|(?P<ideograph>[{_IDEOGRAPHS}])"
    r"|(?P<number>[0-9]{1,3}(?:[.,][0-9]{3}){1,10}(?![.,]?[0-9])|\d{1,64})"
    f"|(?P<word>{_OTHER_LETTER}{_WORD_PART}{{0,{_LONGEST_WORD - 1}}})"
    r"|(?P<break>[.,;:!?()\[\]\u17d4\u17d5\u17da\u17d9\u2029]|\n\s*\n)"
)


def pieces(folded: str) -> Iterator[Piece]:
    """Cut a folded text.

    Args:
        folded: A text in the form of `analyzers.folding.fold`.

    Yields:
        Runs of letters of one script, words, numbers and breaks between sentences, in order. White
        space and symbols that do not end a sentence yield nothing.
    """
    for match in _PIECE.finditer(folded):
        assert match.lastgroup
        yield Piece(Kind(match.lastgroup), match.group(), *match.span())


def number(text: str) -> str:
    """A number without the separators of its thousands: "1.000.000" and "1,000,000" are one."""
    return text.replace(".", "").replace(",", "")
