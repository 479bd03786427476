"""The words of a query: each with what finds it, here and in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import analyzers
from kb.glossary import find_terms
from kb.search.engine import AllOf, AnyOf, Node, Phrase, Term

_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]", re.IGNORECASE)
LATIN_LANGUAGES = ("en", "fr", "vi")
"""Stemmed each in its own way; a query does not say which one it is in."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of the query, or a term of the glossary that some of its words make up.

    Attributes:
        text: As typed (folded).
        translations: What else is searched for it: the other language's words, and synonyms.
    """

    text: str
    translations: tuple[str, ...] = ()


def query_words(text: str, *, expand: bool) -> list[QueryWord]:
    """Cut a query into words and terms; words that say nothing of the subject are left out.

    A query of nothing but such words keeps them all.

    Args:
        text: Folded text.
        expand: Whether to look up translations.
    """
    found = list(_words_and_terms(text, expand=expand))
    telling = [word for word in found if word.translations or not _says_nothing(word.text)]
    return telling or found


def _words_and_terms(text: str, *, expand: bool) -> Iterator[QueryWord]:
    at = 0
    for match in find_terms(text) if expand else ():
        yield from _plain_words(text[at : match.start])
        typed = text[match.start : match.end]
        yield QueryWord(typed, _translations(typed, (*match.translations, *match.synonyms)))
        at = match.end
    yield from _plain_words(text[at:])


def _plain_words(text: str) -> Iterator[QueryWord]:
    for token in analyzers.words(text):
        yield QueryWord(text[token.start : token.end])


def _translations(typed: str, variants: Sequence[str]) -> tuple[str, ...]:
    other = dict.fromkeys(variant for variant in variants if analyzers.fold_text(variant) != typed)
    return tuple(other)


def _says_nothing(word: str) -> bool:
    return any(
        word in words
        for table in (analyzers.STOPWORDS, analyzers.QUESTION_WORDS)
        for words in table.values()
    )


@lru_cache(maxsize=8192)  # a query looks at each of its words a dozen times
def tokens_of(text: str, lang: str) -> tuple[str, ...]:
    """The words of a text as one language reads it."""
    return tuple(token.text for token in analyzers.words(text, lang))


@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[str, ...]:
    """The languages whose analysis of a text differs: one for each set of tokens."""
    seen: dict[tuple[str, ...], str] = {}
    for lang in LATIN_LANGUAGES if _LATIN.search(text) else LATIN_LANGUAGES[:1]:
        seen.setdefault(tokens_of(text, lang), lang)
    return tuple(seen.values())


@lru_cache(maxsize=8192)
def _phrases(text: str, lang: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase) for phrase in analyzers.cluster_phrases(text, lang))


def anywhere(text: str) -> Node:
    """What finds a text wherever it stands, however it was segmented: its clusters in order."""
    ways = [
        _all([Phrase("clusters", phrase) for phrase in phrases])
        for lang in readings(text)
        if (phrases := _phrases(text, lang))
    ]
    return _any(ways)


def as_words(text: str, field: str, slop: int = 0) -> Node | None:
    """What finds a text as whole words in a field; None for a text without words."""
    ways: list[Node] = []
    for lang in readings(text):
        if tokens := tokens_of(text, lang):
            ways.append(Term(field, tokens[0]) if len(tokens) == 1 else Phrase(field, tokens, slop))
    return _any(ways) if ways else None


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _any(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))
