"""Folding: all ways to encode and to spell the same text become one canonical search form.

The displayed text keeps its characters; only what is indexed and what is searched is folded. Folding
is idempotent, linear in the length of the text, and never removes a sign that can be seen.
"""

from __future__ import annotations

from analyzers import characters, tai
from analyzers.khmer import encoding, spelling
from analyzers.rules import Folded, apply, apply_tracked, untouched

_RULES = (*characters.RULES, *encoding.RULES, *tai.RULES, *spelling.RULES)


def fold_text(text: str) -> str:
    """The canonical search form of a text.

    Args:
        text: Any string.

    Returns:
        The form; folding it again changes nothing.
    """
    while (folded := apply(_RULES, text)) != text:
        text = folded
    return text


def fold(text: str) -> Folded:
    """The canonical search form of a text, with the way back to the original.

    Args:
        text: Any string.

    Returns:
        The form of `fold_text` and the span that each of its characters came from.
    """
    folded = untouched(text)
    while (again := apply_tracked(_RULES, folded)) is not folded:
        folded = again
    return folded
