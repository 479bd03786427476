"""The words of a query: each with what finds it, here and in the other language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

import analyzers
from kb.glossary import TermMatch, load_glossary
from kb.search.engine import AllOf, AnyOf, Node, Phrase, Term

_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]", re.IGNORECASE)
LATIN_LANGUAGES = ("en", "fr", "vi")
"""Stemmed each in its own way; a query does not say which one it is in."""


_REMEMBERED = 16_384
"""Texts; a query looks at each of its words a dozen times, and terms come again in others."""
_MOST_TRANSLATIONS = 4
_MOST_WRITTEN = 6
"""Every variant costs each search; the preferred ones come first."""


Learned = Callable[[Collection[str]], Mapping[str, str]]
"""Gives the translations learned of folded Khmer words and English stems, by word."""


class Source(Enum):
    """Where a variant comes from, which says how far it may be from what was meant."""

    TERM = auto()
    """A translation or synonym that a person reviewed."""
    SAYING = auto()
    """What laws write where people say the word; it may be about something else."""
    LEARNED = auto()
    """A translation that statistics found."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What else is searched for a word of the query.

    Attributes:
        text: As its source has it.
        lang: Its language ("km" or "en").
    """

    text: str
    lang: str
    source: Source = Source.TERM


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of the query, or a term of the glossary that some of its words make up.

    Attributes:
        text: As typed (folded).
        variants: What else is searched for it.
        parts: The words that a term is made of, with variants of their own; empty for a word.
    """

    text: str
    variants: tuple[Variant, ...] = ()
    parts: tuple[QueryWord, ...] = ()


def query_words(text: str, *, expand: bool) -> tuple[QueryWord, ...]:
    """Cut a query into words and terms; words that say nothing of the subject are left out.

    A query of nothing but such words keeps them all.

    Args:
        text: Folded text.
        expand: Whether to look up variants.
    """
    found = list(_words_and_terms(text) if expand else _plain_words(text))
    return tuple(_telling(found) or found)


def with_learned(words: Sequence[QueryWord], learned: Learned) -> tuple[QueryWord, ...]:
    """Give words of a query the translations that were learned, where no person wrote any."""
    keys = ["" if word.variants else _learned_key(word.text) for word in words]
    asked = [key for key in keys if key]
    found = learned(asked) if asked else {}
    return tuple(
        replace(word, variants=(_learned_variant(found[key]),)) if key in found else word
        for word, key in zip(words, keys, strict=True)
    )


def _learned_key(word: str) -> str:
    return " ".join(tokens_of(word, "en")) if word.isascii() else word


def _learned_variant(text: str) -> Variant:
    return Variant(text, "en" if text.isascii() else "km", Source.LEARNED)


def _words_and_terms(text: str) -> Iterator[QueryWord]:
    at = 0
    for match in load_glossary().find(text):
        yield from _plain_words(text[at : match.start])
        typed = text[match.start : match.end]
        yield QueryWord(typed, _variants(typed, match), _parts(typed))
        at = match.end
    yield from _plain_words(text[at:])


@lru_cache(maxsize=_REMEMBERED)
def _parts(term: str) -> tuple[QueryWord, ...]:
    """The shorter terms and the words that a term is made of."""
    at = 0
    found: list[QueryWord] = []
    for match in load_glossary().find(term, whole=False):
        found += _plain_words(term[at : match.start])
        typed = term[match.start : match.end]
        found.append(QueryWord(typed, _variants(typed, match)))
        at = match.end
    found += _plain_words(term[at:])
    return () if len(found) == 1 else tuple(_telling(found))


def _plain_words(text: str) -> Iterator[QueryWord]:
    for token in analyzers.words(text):
        yield QueryWord(text[token.start : token.end])


def _telling(words: Sequence[QueryWord]) -> list[QueryWord]:
    return [word for word in words if word.variants or not _says_nothing(word.text)]


@lru_cache(maxsize=_REMEMBERED)
def telling_words(text: str, lang: str) -> tuple[str, ...]:
    """The words of a text that say something of a subject, as they stand in it."""
    found = (text[token.start : token.end] for token in analyzers.words(text, lang))
    return tuple(word for word in found if not _says_nothing(word))


@lru_cache(maxsize=50_000)  # a few thousand words make up most of every text
def folded(word: str) -> str:
    """The canonical search form of a word: see `analyzers.fold_text`."""
    return analyzers.fold_text(word)


def _variants(typed: str, match: TermMatch) -> tuple[Variant, ...]:
    other = "en" if match.lang == "km" else "km"
    found = {typed: Variant(typed, match.lang)}
    for text in match.translations[:_MOST_TRANSLATIONS]:
        found.setdefault(folded(text), Variant(text, other))
    for text in match.synonyms[:_MOST_TRANSLATIONS]:
        found.setdefault(folded(text), Variant(text, match.lang))
    for text in match.written[:_MOST_WRITTEN]:
        for variant in _written(text):
            found.setdefault(folded(variant.text), variant)
    return tuple(found.values())[1:]


@lru_cache(maxsize=_REMEMBERED)
def _written(text: str) -> tuple[Variant, ...]:
    """What a law writes, and its translation."""
    lang = analyzers.detect_language(text)
    other = "km" if lang == "en" else "en"
    translations = load_glossary().translations(text)[:1]
    return (
        Variant(text, lang, Source.SAYING),
        *(Variant(translation, other, Source.SAYING) for translation in translations),
    )


def _says_nothing(word: str) -> bool:
    return any(
        word in words
        for table in (analyzers.STOPWORDS, analyzers.QUESTION_WORDS)
        for words in table.values()
    )


@lru_cache(maxsize=_REMEMBERED)
def tokens_of(text: str, lang: str) -> tuple[str, ...]:
    """The words of a text as one language reads it."""
    return tuple(token.text for token in analyzers.words(text, lang))


@lru_cache(maxsize=_REMEMBERED)
def readings(text: str, lang: str = "") -> tuple[str, ...]:
    """The languages whose analysis of a text differs: one for each set of tokens.

    Args:
        text: Any text.
        lang: Its language, if that is known; then it is the only one.
    """
    if lang:
        return (lang,)
    seen: dict[tuple[str, ...], str] = {}
    for each in LATIN_LANGUAGES if _LATIN.search(text) else LATIN_LANGUAGES[:1]:
        seen.setdefault(tokens_of(text, each), each)
    return tuple(seen.values())


@lru_cache(maxsize=_REMEMBERED)
def _phrases(text: str, lang: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase) for phrase in analyzers.cluster_phrases(text, lang))


@lru_cache(maxsize=_REMEMBERED)
def anywhere(text: str, lang: str = "") -> Node:
    """What finds a text wherever it stands, however it was segmented: its clusters in order."""
    ways = [
        _all([Phrase("clusters", phrase) for phrase in phrases])
        for reading in readings(text, lang)
        if (phrases := _phrases(text, reading))
    ]
    return _any(ways)


@lru_cache(maxsize=_REMEMBERED)
def as_words(text: str, field: str, slop: int = 0, lang: str = "") -> Node | None:
    """What finds a text as whole words in a field; None for a text without words."""
    ways: list[Node] = []
    for reading in readings(text, lang):
        if tokens := tokens_of(text, reading):
            ways.append(Term(field, tokens[0]) if len(tokens) == 1 else Phrase(field, tokens, slop))
    return _any(ways) if ways else None


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _any(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))
