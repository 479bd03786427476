"""Suggestions while a query is typed: names of documents and acts, headings, terms.

Names and headings are whole values of the index, so they come from the parts that the asker may
read, and go with their documents. The glossary is public; of its terms those are suggested that
something in these parts holds.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import analyzers
from kb.access import Audience
from kb.glossary import load_glossary
from kb.search.engine import EngineQuery, Node, SearchEngine
from kb.search.results import MAX_QUERY_LENGTH
from kb.search.words import anywhere

LONGEST_NAME = 160
"""Code points; longer names are not suggested, since they fill a phone's screen."""
_STARTS = 12
"""Words of a name by which it can be found; names of acts have their subject before that."""
_OPEN_WORDS = 6
"""Typed words, from the last one back, that may belong to the name being typed."""
_LOOKED_AT = 50
"""Names of a kind that are looked at, the most frequent ones, before languages are told apart."""
_TERMS_LOOKED_AT = 16


class SuggestionKind(StrEnum):
    """Where a suggestion comes from."""

    NAME = "name"
    HEADING = "heading"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the typed text may become.

    Attributes:
        text: The whole query: what was typed before, and the name in its own spelling.
        lang: Language of the name.
    """

    text: str
    kind: SuggestionKind
    lang: str


def name_entries(names: Iterable[str]) -> tuple[str, ...]:
    """Values for the index by which names are completed from any of their first words on."""
    entries: dict[str, None] = {}
    for name in map(_displayed, names):
        starts = [token.start for token in analyzers.words(name)][:_STARTS]
        entries.update((_entry(name, start), None) for start in starts)
    return tuple(entries)


def heading_entries(heading: str) -> tuple[str, ...]:
    """Values for the index by which a heading is completed from its beginning on."""
    name = _displayed(heading)
    return (_entry(name, 0),) if analyzers.completion_key(name) else ()


def _displayed(name: str) -> str:
    """A name without line ends and invisible characters; "" if it is too long to suggest."""
    visible = "".join(c for c in name if unicodedata.category(c) != "Cf")
    name = " ".join(visible.split())
    return name if len(name) <= LONGEST_NAME else ""


def _entry(name: str, start: int) -> str:
    return f"{analyzers.completion_key(name[start:])}{analyzers.BREAK}{name}"


def _mixed(found: Sequence[Suggestion], limit: int) -> list[Suggestion]:
    """The first suggestions; names leave half of the places to the others if there are so many."""
    names = [one for one in found if one.kind is SuggestionKind.NAME]
    others = [one for one in found if one.kind is not SuggestionKind.NAME]
    places = max(limit - len(others), -(-limit // 2))
    return [*names[:places], *others][:limit]


class Suggester:
    """Completes what is being typed.

    Args:
        engine: Whose index holds the names.
    """

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def suggest(
        self, text: str, audience: Audience, *, langs: Collection[str] = (), limit: int = 10
    ) -> list[Suggestion]:
        """Give names that begin with the typed text, or else with its last words.

        Khmer, Thai and Lao are compared by clusters, in any spelling. Names of documents and acts
        come first, then headings and terms, those of most sections first.

        Args:
            text: As typed so far; nothing completes one above `MAX_QUERY_LENGTH`.
            langs: Only names in these languages; any if empty.
            limit: At most so many.

        Raises:
            Unavailable: The index cannot be read.
        """
        if len(text) > MAX_QUERY_LENGTH:
            return []
        starts = [match.start() for match in re.finditer(r"\S+", text)]
        for start in [*starts[:1], *starts[1:][-_OPEN_WORDS:]]:
            prefix = analyzers.completion_prefix(text[start:])
            found = self._completions(prefix, audience.parts, langs) if prefix else []
            if found:
                before = text[:start]
                return [replace(one, text=before + one.text) for one in _mixed(found, limit)]
        return []

    def _completions(
        self, prefix: str, parts: Collection[str], langs: Collection[str]
    ) -> list[Suggestion]:
        """Names of documents and acts, the shortest first; then headings and terms, by count."""
        names: dict[str, str] = {}
        for entry, _ in self._engine.values_with_prefix("names", prefix, parts, _LOOKED_AT):
            subject, _, name = entry.partition(analyzers.BREAK)
            # of the names that end alike ("law on forestry", "forestry") the shortest
            names[subject] = min(names.get(subject, name), name, key=len)
        counted = [(SuggestionKind.NAME, name, len(name)) for name in names.values()]
        counted.sort(key=lambda one: one[2])
        headings = self._engine.values_with_prefix("headings", prefix, parts, _LOOKED_AT)
        others = [
            *((SuggestionKind.HEADING, e.partition(analyzers.BREAK)[2], n) for e, n in headings),
            *((SuggestionKind.TERM, name, count) for count, name in self._terms(prefix, parts)),
        ]
        counted += sorted(others, key=lambda one: (-one[2], one[1]))
        typed = prefix.removesuffix(analyzers.JOINER)
        suggestions: dict[str, Suggestion] = {}
        for kind, name, _ in counted:
            key, lang = analyzers.completion_key(name), analyzers.detect_language(name)
            if key.removesuffix(analyzers.JOINER) != typed and (not langs or lang in langs):
                suggestions.setdefault(key, Suggestion(name, kind, lang))
        return list(suggestions.values())

    def _terms(self, prefix: str, parts: Collection[str]) -> list[tuple[int, str]]:
        """The shortest terms of the glossary that begin so, with the number of sections of each."""
        known = self._glossary
        first = bisect_left(known, (prefix,))
        last = bisect_left(known, (prefix + chr(0x10FFFF),))
        names = sorted((name for _, name in known[first:last]), key=len)[:_TERMS_LOOKED_AT]
        counted = ((self._count(anywhere(name), parts), name) for name in names)
        return [(count, name) for count, name in counted if count]

    def _count(self, node: Node, parts: Collection[str]) -> int:
        return self._engine.search(EngineQuery(node, limit=0), parts).total

    @cached_property
    def _glossary(self) -> list[tuple[str, ...]]:
        """The names of all terms, each after its key, sorted."""
        names = {name for term in load_glossary().terms for name in (*term.km, *term.en)}
        return sorted((analyzers.completion_key(name), name) for name in names)
