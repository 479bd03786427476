"""From a typed query to what the engine is asked: what must match, and what scores."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import analyzers
from kb.access import Audience
from kb.search.citations import Citation, find_citation
from kb.search.engine import (
    AllOf,
    AnyOf,
    Constant,
    Everything,
    Node,
    Prefix,
    Term,
)
from kb.search.grammar import ParsedQuery, Piece, parse
from kb.search.ranking import Ranking
from kb.search.scoring import Scorer
from kb.search.words import (
    Learned,
    QueryWord,
    anywhere,
    as_words,
    query_words,
    telling_words,
    with_learned,
)
from kb.works import RegisteredWork, find_works

_MOST_FOR_ALL = 4
"""Words; hardly any section has all words of a longer query, a sentence."""

_REMEMBERED = 1024
"""Queries, some ten kilobytes each: the next page and the next filter ask the same words."""

WorkIds = Callable[[Collection[RegisteredWork], Audience], Sequence[str]]
"""Gives the ids of those works of which the audience may read a text."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query comes to.

    Attributes:
        tiers: What a hit must match, and what its words are worth: a wider tier counts if the one
            before gives few hits.
        score, exclude, filters, date_from, date_to, prefer: As in `EngineQuery`.
        interpreted: What was understood, in the query language.
        marked: Texts to highlight, as `Highlighter` takes them.
        also_searched: Texts that were added to what was typed.
    """

    tiers: tuple[Node, ...]
    score: tuple[Node, ...] = ()
    exclude: tuple[Node, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: int | None = None
    date_to: int | None = None
    prefer: str | None = None
    interpreted: str = ""
    marked: Mapping[str, str] = field(default_factory=dict)
    also_searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a query says beside the act and the article that it names.

    Attributes:
        every: Finds all its words, or what stands for them.
        some: Finds them one by one; empty if there are none.
        marked: Texts to highlight, as `Highlighter` takes them.
        added: What was not typed.
    """

    every: Node
    some: tuple[Node, ...]
    marked: Mapping[str, str]
    added: tuple[str, ...]


class Planner:
    """Makes plans.

    Args:
        ranking: The weights.
        work_ids: Looks up acts of the register in the collection.
        learned: Looks up what the collection's translations taught.
    """

    def __init__(self, ranking: Ranking, work_ids: WorkIds, learned: Learned) -> None:
        self._scorer = Scorer(ranking)
        self._work_ids = work_ids
        self._learned = learned
        self._typed_words = lru_cache(maxsize=_REMEMBERED)(query_words)
        self._subject = lru_cache(maxsize=_REMEMBERED)(self._find_subject)

    def prepare(self) -> None:
        """Do ahead what takes long the first time; see `Scorer.prepare`."""
        self._scorer.prepare()

    def plan(self, text: str, audience: Audience, *, expand: bool) -> Plan:
        """Understand a query; there is none that cannot be.

        Args:
            text: As typed.
            audience: Who typed it; an act that it may not read is as if not there.
            expand: Whether to search translations and synonyms too.
        """
        query = parse(_plain_digits(text))
        if query.plain:
            return self._plain(query, audience, expand=expand)
        return self._with_operators(query, audience)

    # -- plain words -------------------------------------------------------------------------

    def _plain(self, query: ParsedQuery, audience: Audience, *, expand: bool) -> Plan:
        pieces = [analyzers.fold_text(group[0].text) for group in query.groups]
        whole = " ".join(pieces)
        citation = find_citation(whole)
        in_act = self._in_act(citation.works, audience)
        named = _named(citation, in_act)
        is_understood = in_act is not None or (citation.article and not citation.works)
        rest = citation.rest if is_understood else whole
        searchable = [piece for piece in pieces if _searchable(piece)]
        subject = self._subject(self._words(rest, expand=expand))
        if subject.some:
            every, some = subject.every, subject.some
            half = AnyOf(some, minimum=(len(some) + 1) // 2)
            tiers = [
                _any_of((named, _both(in_act, every) if in_act is not None else every)),
                _any_of((named, half, _both(in_act, _any_of(some)))),
                _any_of((named, *some)),
            ]
            if len(some) > _MOST_FOR_ALL:
                tiers = tiers[1:]
        else:
            exact = Constant(_all([anywhere(piece) for piece in searchable]), 0.0)
            tiers = [_any_of((named, exact, in_act))]
        return Plan(
            tiers=tuple(tiers),
            score=(
                *self._scorer.names(
                    named, in_act, alone=citation.article is None and not citation.rest
                ),
                *self._scorer.phrases(pieces),
            ),
            filters=query.filters,
            date_from=query.date_from,
            date_to=query.date_to,
            prefer=analyzers.detect_language(whole),
            interpreted=_interpreted(query, citation if in_act or citation.article else None, rest),
            marked={**subject.marked, **dict.fromkeys(searchable, "")},
            also_searched=subject.added,
        )

    def _words(self, text: str, *, expand: bool) -> tuple[QueryWord, ...]:
        words = self._typed_words(text, expand=expand) if text else ()
        return with_learned(words, self._learned) if expand else words

    def _find_subject(self, words: tuple[QueryWord, ...]) -> _Subject:
        return _Subject(
            every=_all([self._scorer.word(word, _all) for word in words]),
            some=tuple(self._scorer.word(word, _any_of) for word in words),
            marked=dict(_marked(words)),
            added=_added(words),
        )

    def _in_act(self, works: Collection[RegisteredWork], audience: Audience) -> Node | None:
        """What finds the sections of these acts; None if the audience may read none of them."""
        ids = self._work_ids(works, audience)
        acts = tuple(Term("work", work_id) for work_id in ids)
        return Constant(AnyOf(acts), 0.0) if acts else None

    # -- operators ---------------------------------------------------------------------------

    def _with_operators(self, query: ParsedQuery, audience: Audience) -> Plan:
        groups = [[piece for piece in group if _searchable(piece.text)] for group in query.groups]
        asked = [piece for group in groups for piece in group if piece.field in ("", "title")]
        found = _all(
            [_any_of(self._piece(piece, audience) for piece in group) for group in groups if group]
        )
        return Plan(
            tiers=(Constant(found, 0.0),),
            score=tuple(self._scorer.text(analyzers.fold_text(piece.text)) for piece in asked),
            exclude=tuple(
                self._piece(piece, audience) for piece in query.excluded if _searchable(piece.text)
            ),
            filters=query.filters,
            date_from=query.date_from,
            date_to=query.date_to,
            interpreted=str(query),
            marked=dict.fromkeys((piece.text for piece in asked), ""),
        )

    def _piece(self, piece: Piece, audience: Audience) -> Node:
        text = analyzers.fold_text(piece.text)
        if piece.field == "article":
            return Term("number", text)
        if piece.field == "act":
            works = {work for mention in find_works(text) for work in mention.works}
            return self._in_act(works, audience) or AnyOf(())
        if piece.field == "title":
            return as_words(text, "title_words") or Everything()
        if piece.prefix:
            return _begun(text)
        return anywhere(text)


def _plain_digits(text: str) -> str:
    """Write the digits of every script as ASCII, so that `year:២០០១` is a year."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def _searchable(text: str) -> bool:
    return bool(analyzers.clusters(text))


def _named(citation: Citation, in_act: Node | None) -> Node | None:
    """What finds the article that the query names, of the act that it names."""
    if citation.article is None or (citation.works and in_act is None):
        return None
    number = Constant(Term("number", citation.article), 0.0)
    return number if in_act is None else AllOf((in_act, number))


def _marked(words: Sequence[QueryWord]) -> Iterator[tuple[str, str]]:
    for word in words:
        for variant in word.variants:
            yield variant.text, variant.lang
            if variant.text.isascii():  # what a segmenter makes of a Khmer one may be no words
                for part in telling_words(variant.text, variant.lang):
                    yield part, variant.lang
        yield word.text, ""
        if not any(_is_fragment(part.text) for part in word.parts):
            yield from _marked(word.parts)


def _is_fragment(word: str) -> bool:
    """Whether it is one cluster, as segmenters leave of words that they do not know (អ|ចលនវត្ថុ)."""
    return not word.isascii() and len(analyzers.clusters(word)) == 1


def _added(words: Sequence[QueryWord]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(variant.text for word in words for variant in word.variants))


def _begun(text: str) -> Node:
    """What finds words that begin so: stems hide the ends of words, so the stem is one too."""
    stems = [anywhere(text)] if analyzers.words(text) else []
    return _any_of((*stems, Prefix("body_words", text), Prefix("heading_words", text)))


def _interpreted(query: ParsedQuery, citation: Citation | None, rest: str) -> str:
    if citation is None:
        return str(query)
    parts = [f'act:"{work.title_km or work.title_en}"' for work in citation.works]
    parts = [" OR ".join(parts)] if parts else []
    if citation.article:
        parts.append(f"article:{citation.article}")
    groups = ParsedQuery(
        tuple((Piece(word),) for word in rest.split()),
        filters=query.filters,
        date_from=query.date_from,
        date_to=query.date_to,
    )
    return " ".join(part for part in (*parts, str(groups)) if part)


def _both(first: Node | None, second: Node | None) -> Node | None:
    return AllOf((first, second)) if first is not None and second is not None else None


def _any_of(nodes: Iterable[Node | None]) -> Node:
    present = tuple(node for node in nodes if node is not None)
    return present[0] if len(present) == 1 else AnyOf(present)


def _all(nodes: Sequence[Node]) -> Node:
    if not nodes:
        return Everything()
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
