"""Words that say nothing about the subject of a query."""

from __future__ import annotations

STOPWORDS: dict[str, frozenset[str]] = {}
QUESTION_WORDS: dict[str, frozenset[str]] = {}
