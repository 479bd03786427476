"""From the query tree to tantivy queries, with one ranking over several parts."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

import tantivy
from tantivy import Occur, Query

import analyzers
from kb.search.engine import (
    AllOf,
    AnyOf,
    Best,
    Boost,
    Constant,
    EngineQuery,
    Everything,
    Node,
    Phrase,
    Prefix,
    Term,
)
from kb.search.tantivy.schema import DATE_FIELD

_REMEMBERED_TOKENS = 50_000
_REMEMBERED_PHRASES = 16_384
"""Phrases of the terms that queries bring along: some hundred a query, mostly the same."""
_REMEMBERED_WORDS = 512
"""Words of queries, each with all that stands for it: some ten kilobytes."""
_NO_DATE_LIMIT = (0, 99_999_999)


class Statistics:
    """Document frequencies, summed over the parts that a search opens."""

    def __init__(self, searchers: Sequence[tantivy.Searcher]) -> None:
        self._searchers = searchers
        self._total = sum(searcher.num_docs for searcher in searchers)
        self._frequencies = lru_cache(maxsize=_REMEMBERED_TOKENS)(self._count)

    def boost(self, part: int, field: str, tokens: Sequence[str], asked: Collection[int]) -> float:
        """Give what turns a part's own weight of a phrase into that of all parts together.

        BM25 weighs a token by idf = ln(1 + (N - n + .5) / (n + .5)); a phrase by the sum over
        its tokens. Measured on 100,000 sections in twelve parts: 97.8 % of the first twenty as
        in one index, 91.5 % without.

        Args:
            part: Which part.
            field: Where the phrase is searched.
            tokens: The phrase.
            asked: Positions of those of its tokens that are searched for the whole.

        Returns:
            The factor; 0 if the part does not have all the tokens.
        """
        own = everywhere = 0.0
        for at, token in enumerate(tokens):
            frequencies = self._frequencies(field, token)
            if not frequencies[part]:
                return 0.0
            if at in asked:
                own += _idf(self._searchers[part].num_docs, frequencies[part])
            everywhere += _idf(self._total, sum(frequencies))
        return everywhere / own

    def _count(self, field: str, token: str) -> list[int]:
        return [searcher.doc_freq(field, token) for searcher in self._searchers]


def _idf(total: int, frequency: int) -> float:
    return math.log1p((total - frequency + 0.5) / (frequency + 0.5))


class Compiler:
    """Makes the tantivy queries of one part.

    Args:
        schema: The part's schema.
        statistics: Of all parts that the search opens.
        part: Which of them this one is.
    """

    def __init__(self, schema: tantivy.Schema, statistics: Statistics, part: int) -> None:
        self._schema = schema
        self._statistics = statistics
        self._part = part
        self._word = lru_cache(maxsize=_REMEMBERED_WORDS)(self._node)
        self._tokens = lru_cache(maxsize=_REMEMBERED_PHRASES)(self._weighted)

    def ranked(self, query: EngineQuery, match: Query, *, preferred: bool | None = None) -> Query:
        """Make the query that ranks.

        Args:
            query: As asked.
            match: See `match`.
            preferred: Whether to find the preferred hits only, or the others only.
        """
        clauses = self._matching(query, match)
        clauses += [(Occur.Should, one) for one in map(self._node, query.score) if one is not None]
        if preferred is not None and query.prefer is not None:
            occur = Occur.Must if preferred else Occur.MustNot
            of_language = Query.term_query(self._schema, "lang", query.prefer)
            clauses.append((occur, Query.const_score_query(of_language, 0.0)))
        return Query.boolean_query(clauses)

    def counted(self, query: EngineQuery, match: Query, *, without_filter: str = "") -> Query:
        """Make the query that only says what matches.

        Args:
            query: As asked.
            match: See `match`.
            without_filter: Field whose filter is left out (for counting its facet).
        """
        return Query.boolean_query(self._matching(query, match, without_filter))

    def _matching(
        self, query: EngineQuery, match: Query, without_filter: str = ""
    ) -> list[tuple[Occur, Query]]:
        clauses = [(Occur.Must, match)]
        excluded = map(self._node, query.exclude)
        clauses += [(Occur.MustNot, one) for one in excluded if one is not None]
        clauses += self._filters(query.filters, without_filter)
        if query.date_from is not None or query.date_to is not None:
            low, high = query.date_from, query.date_to
            dates = Query.range_query(
                self._schema,
                DATE_FIELD,
                tantivy.FieldType.Unsigned,
                max(1, _NO_DATE_LIMIT[0] if low is None else low),  # 0 means no date
                _NO_DATE_LIMIT[1] if high is None else high,
            )
            clauses.append((Occur.Must, Query.const_score_query(dates, 0.0)))
        return clauses

    def _filters(
        self, filters: Mapping[str, tuple[str, ...]], without: str
    ) -> list[tuple[Occur, Query]]:
        return [
            (
                Occur.Must,
                Query.const_score_query(
                    Query.term_set_query(self._schema, field, list(values)), 0.0
                ),
            )
            for field, values in filters.items()
            if field != without
        ]

    def match(self, node: Node) -> Query:
        """Make the query of what must match; its words come again in wider and later searches."""
        match node:
            case AllOf(nodes):
                found = _all(map(self._word, nodes))
            case AnyOf(nodes, minimum):
                found = _any(map(self._word, nodes), minimum)
            case _:
                found = self._node(node)
        return Query.empty_query() if found is None else found

    def _node(self, node: Node) -> Query | None:
        """Make the query of one node; None if nothing in this part can match it."""
        match node:
            case Term(field, token):
                return self._tokens(field, (token,), 0)
            case Phrase(field, tokens, slop):
                return self._tokens(field, tokens, slop)
            case Prefix(field, prefix):
                pattern = f"{re.escape(prefix)}.*"
                return Query.const_score_query(Query.regex_query(self._schema, field, pattern), 1.0)
            case AllOf(nodes):
                return _all(map(self._node, nodes))
            case AnyOf(nodes, minimum):
                return _any(map(self._node, nodes), minimum)
            case Best(nodes):
                children = [child for one in nodes if (child := self._node(one)) is not None]
                return Query.disjunction_max_query(children) if children else None
            case Boost(one, factor):
                child = self._node(one)
                return None if child is None else Query.boost_query(child, factor)
            case Constant(one, score):
                child = self._node(one)
                return None if child is None else Query.const_score_query(child, score)
            case Everything():
                return Query.const_score_query(Query.all_query(), 0.0)

    def _weighted(self, field: str, tokens: tuple[str, ...], slop: int) -> Query | None:
        asked = range(len(tokens)) if slop else analyzers.telling_terms(tokens)
        boost = self._statistics.boost(self._part, field, tokens, asked)
        if not boost:
            return None
        if len(tokens) == 1:
            query = Query.term_query(self._schema, field, tokens[0], "freq")
        else:
            placed: list[str | tuple[int, str]] = [(at, tokens[at]) for at in asked]
            query = Query.phrase_query(self._schema, field, placed, slop)
        return query if boost == 1.0 else Query.boost_query(query, boost)


def _all(queries: Iterable[Query | None]) -> Query | None:
    present = []
    for query in queries:
        if query is None:
            return None
        present.append(query)
    return Query.boolean_query([(Occur.Must, query) for query in present])


def _any(queries: Iterable[Query | None], minimum: int) -> Query | None:
    present = [query for query in queries if query is not None]
    if len(present) < max(minimum, 1):
        return None
    return Query.boolean_query(
        [(Occur.Should, query) for query in present], minimum_number_should_match=minimum
    )
