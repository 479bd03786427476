"""Spellings of the same Khmer word that people mix."""

from __future__ import annotations

import re

from analyzers.rules import Rule

_VARIANTS = {"អោយ": "ឱ្យ", "ឱយ": "ឱ្យ", "សំរាប់": "សម្រាប់"}

RULES = (
    Rule(
        re.compile("|".join(sorted(_VARIANTS, key=len, reverse=True))),
        lambda m: _VARIANTS[m.group()],
    ),
)
