"""The codes that most legacy families share: the layout of the Khmer typewriter on Latin keys.

Codes as Windows-1252 shows them. A family is this layout with what it draws elsewhere.
"""

from __future__ import annotations

import re


def letters(codes: str, texts: str) -> dict[str, str]:
    """A table of single codes and single letters, which stand one above the other."""
    return dict(zip(codes, texts, strict=True))


def subscripts(codes: str, consonants: str) -> dict[str, str]:
    """A table of single codes and the subscript forms of consonants."""
    return {code: "\u17d2" + text for code, text in letters(codes, consonants).items()}


CONSONANTS = letters(
    "kxKXgcqCQjdzDZNtfTFnbpBPmyrlvshLG",
    "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ",
)
SUBSCRIPTS = subscripts(
    "çÇ¶©ä¢ÄØJæÐÆÑþÞ§ñ,ö<Öμµü®RøV",
    "ខឃងចឆជឈញញឋឌឍណតទធនបផពភមមយររលវ",
)
VOWELS = letters(
    "aiíIÍwåWÅuúUÚYÜeEéoóOÓA",
    "ាិិីីឹឹឺឺុុូូួួេែៃៀៀឿឿៅ",
)
SIGNS = {"M": "ំ", "_": "៍", "¾": "៏"}
DIGITS = letters("0123456789", "០១២៣៤៥៦៧៨៩")

LAYOUT = CONSONANTS | SUBSCRIPTS | VOWELS | SIGNS | DIGITS | {"É": "ឯ"}

_MARKS = "[iíIÍwåWÅuúUÚYÜM]*"


def tailless_nyo(codes: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Contexts for ញ, which loses its tail above a subscript and is then typed as ព and ា.

    Args:
        codes: Of the subscripts that stand under it, as the inside of a regular-expression class.
    """
    return (
        (re.compile(f"B({_MARKS}[{codes}]{_MARKS})a"), r"ញ\1"),
        (re.compile(f"Ba(?=[{codes}])"), "ញ"),
    )
