"""Completion: which names begin with what was typed so far.

A name begins with a text if its first clusters (Khmer, Thai, Lao), words or numbers are those of
the text. Only the last word in a script of single letters, or the last number, may be unfinished:
a cluster is a letter to its reader, and half of one is another letter.
"""

from __future__ import annotations

from analyzers.clusters import JOINER, split
from analyzers.folding import fold_text
from analyzers.lexer import Kind, number, pieces


def completion_key(name: str) -> str:
    """What a name is compared by.

    Args:
        name: A name, as it is displayed.

    Returns:
        Its folded clusters, words and numbers, each closed by `JOINER`: the name begins with a
        typed text if this begins with the text's `completion_prefix`. "" for punctuation alone.
    """
    return "".join(unit + JOINER for unit in _units(name))


def completion_prefix(typed: str) -> str:
    """What the keys of the names begin with that complete a typed text.

    Args:
        typed: The beginning of a name, in any spelling; its last word may be unfinished, unless
            white space follows.
    """
    folded = fold_text(typed)
    last = next((piece for piece in reversed(list(pieces(folded)))), None)
    is_open = last is not None and last.end == len(folded) and last.kind in (Kind.WORD, Kind.NUMBER)
    key = completion_key(folded)
    return key.removesuffix(JOINER) if is_open else key


def _units(text: str) -> list[str]:
    units: list[str] = []
    for piece in pieces(fold_text(text)):
        if piece.kind in (Kind.KHMER, Kind.THAI, Kind.LAO):
            units += split(piece.text)
        elif piece.kind is Kind.NUMBER:
            units.append(number(piece.text))
        elif piece.kind is Kind.WORD:
            units.append(piece.text)
    return units
