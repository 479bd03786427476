"""Folding of single characters and of what Unicode calls compatibility and case.

Not ICU's folding, which deletes Khmer signs. NFKC case folding is applied to all scripts except
Khmer, Thai and Lao, which it would damage (it takes SARA AM apart) and which have their own rules.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache

from analyzers import scripts
from analyzers.rules import Rule

_MOST_MARKS = 30
"""Combining marks kept on one letter: the limit of Unicode's stream-safe text format (UAX #15),
above which normalisation of a run of marks would take quadratic time."""

_DELETED = re.compile(f"[{scripts.INVISIBLE}]")

_SINGLE: dict[str, str] = {
    **dict(zip(string.ascii_uppercase, string.ascii_lowercase, strict=True)),
    # Digits of Khmer, Thai, Lao.
    **{chr(zero + n): str(n) for zero in (0x17E0, 0x0E50, 0x0ED0) for n in range(10)},
    # Typographic quotes, primes, hyphens and dashes.
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'"),
    **dict.fromkeys('\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb', '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "\u00a0": " ",
    # Khmer letters and signs that Unicode deprecates or that look like another one.
    "\u17a3": "អ",
    "\u17a4": "អា",
    "\u17a8": "ឧក",
    "\u17b2": "ឱ",
    "\u17d3": "\u17c6",
    "\u17dd": "\u17d1",
    "\u17d8": "។ល។",
}  # fmt: skip


def _character_class(characters: str) -> str:
    return "[" + "".join(map(re.escape, characters)) + "]"


_OWN_RULES = "\u0e00-\u0eff\u1780-\u17ff\u19e0-\u19ff"
_COMPATIBLE = re.compile(
    f"[^\x00-\x7f{_OWN_RULES}{scripts.COMBINING}][{scripts.COMBINING}]*|[a-z]?[{scripts.COMBINING}]+"
)


def _compatible(match: re.Match[str]) -> str:
    return _nfkc_casefold(match.group()[: 1 + _MOST_MARKS])


@lru_cache(maxsize=20_000)
def _nfkc_casefold(text: str) -> str:
    """Unicode's toNFKC_Casefold, repeated until it is stable."""
    while (folded := unicodedata.normalize("NFKC", text).casefold()) != text:
        text = folded
    return text


RULES = (
    Rule(_DELETED, lambda _: ""),
    Rule(
        re.compile(_character_class("".join(_SINGLE))),
        lambda match: _SINGLE[match.group()],
    ),
    Rule(_COMPATIBLE, _compatible),
)
