"""Canonical encoding of Thai and Lao, whose Unicode blocks are laid out alike (Lao = Thai + 0x80).

Order within a cluster: consonant, vowels above and below, tone and other signs, then SARA AM, which
is one vowel whether typed as such or as NIKHAHIT and SARA AA (The Unicode Standard, chapters 16.1
and 16.2). A doubled mark is a slip.
"""

from __future__ import annotations

import re

from analyzers import scripts
from analyzers.rules import Rule

_LAO_SHIFT = 0x80


def _rules(marks: str, shift: int) -> tuple[Rule, ...]:
    e, ae = chr(0x0E40 + shift), chr(0x0E41 + shift)
    aa, am, nikhahit = chr(0x0E32 + shift), chr(0x0E33 + shift), chr(0x0E4D + shift)

    def order(mark: str) -> tuple[bool, str]:
        is_vowel = ord(mark) - shift < 0x0E47 or mark == nikhahit
        return not is_vowel, mark

    def canonical(match: re.Match[str]) -> str:
        cluster = match.group()
        tail = aa if cluster[-1] == aa else ""
        signs = set(cluster.replace(aa, ""))
        if am in signs or (nikhahit in signs and tail):
            tail = tail if am in signs else ""
            return "".join(sorted(signs - {am, nikhahit}, key=order)) + am + tail
        return "".join(sorted(signs, key=order)) + tail

    return (
        Rule(re.compile(e + e), lambda _: ae),
        Rule(re.compile(f"[{marks}{am}]{{2,}}+{aa}?|{nikhahit}{aa}"), canonical),
    )


RULES = (
    *_rules(scripts.THAI_MARKS, 0),
    *_rules(scripts.LAO_MARKS, _LAO_SHIFT),
    # HO SUNG before NO, MO and LO has a letter of its own; both spellings are in use.
    Rule(re.compile("ຫ[ນມລ]"), lambda match: {"ນ": "ໜ", "ມ": "ໝ", "ລ": "ຫຼ"}[match.group()[1]]),
)
