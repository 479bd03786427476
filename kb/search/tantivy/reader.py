"""Reading some parts of the index in one state, as one index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import tantivy

from kb.search.engine import MOST_FACET_VALUES, EngineHit, EngineQuery, EngineResult
from kb.search.tantivy.compiler import Compiler, Statistics
from kb.search.tantivy.part import Part
from kb.search.tantivy.schema import LANGUAGE_FIELD, ORDER_FIELD, language_number

_POOL = 40
"""Hits of all languages to look through, in pages; most hold a page of each of two languages.

Measured on 160 searches in 100,000 sections: 18 times a language is searched again, with 20 pages
39 times, which takes a tenth more time on the whole."""


class Reader:
    """What searches of the same parts share until the index changes.

    Args:
        parts: In a fixed order; the reader sees what was committed to them when it was made.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._searchers = [part.searcher() for part in parts]
        statistics = Statistics(self._searchers)
        self._compilers = [
            Compiler(part.schema, statistics, number) for number, part in enumerate(parts)
        ]

    def search(self, query: EngineQuery) -> EngineResult:
        """See `kb.search.engine.SearchEngine.search`."""
        total = 0
        prefer = None if query.prefer is None else language_number(query.prefer)
        rankings: dict[bool, list[_Found]] = {True: [], False: []}
        matches = [compiler.match(query.match) for compiler in self._compilers]
        for compiler, searcher, match in zip(
            self._compilers, self._searchers, matches, strict=True
        ):
            count, found = _found(searcher, compiler, query, match)
            total += count
            for hit in found:
                rankings[prefer in (None, hit.language)].append(hit)
        preferred, others = (_page(rankings[is_preferred], query) for is_preferred in (True, False))
        return EngineResult(total, preferred, self._count_facets(query, matches, total), others)

    def values_with_prefix(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See `kb.search.engine.SearchEngine.values_with_prefix`."""
        counts: Counter[str] = Counter()
        alive = tantivy.Query.all_query()  # without it, removed sections stay until a merge
        for searcher in self._searchers:
            for token, count in searcher.terms_with_prefix(field, prefix, alive):
                counts[token] += count
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _count_facets(
        self, query: EngineQuery, matches: Sequence[tantivy.Query], total: int
    ) -> dict[str, dict[str, int]]:
        counts: dict[str, Counter[str]] = {field: Counter() for field in query.facets}
        groups: dict[str, list[str]] = {}  # filter to leave out -> facets to count without it
        for field in query.facets:
            groups.setdefault(field if field in query.filters else "", []).append(field)
        for without, fields in groups.items():
            if not total and not without:
                continue  # a narrow query often finds nothing, and is followed by a wider one
            request = {
                field: {"terms": {"field": field, "size": MOST_FACET_VALUES}} for field in fields
            }
            for compiler, searcher, match in zip(
                self._compilers, self._searchers, matches, strict=True
            ):
                counted = compiler.counted(query, match, without_filter=without)
                answer = searcher.aggregate(counted, request)
                for field in fields:
                    for bucket in answer[field]["buckets"]:
                        counts[field][str(bucket["key"])] += bucket["doc_count"]
        return {field: dict(values) for field, values in counts.items()}


class _Found(NamedTuple):
    """A hit of one part; the highest key is the first, then the highest order."""

    key: float
    order: int
    language: int
    searcher: tantivy.Searcher
    address: tantivy.DocAddress

    @property
    def section(self) -> str:
        """The id, which lies among the stored texts: many times as slow to read as numbers."""
        section: str = self.searcher.doc(self.address)["section"][0]
        return section


def _found(
    searcher: tantivy.Searcher, compiler: Compiler, query: EngineQuery, match: tantivy.Query
) -> tuple[int, list[_Found]]:
    """Give the total, and every hit of a part that may be on the page.

    Two rankings, by language, are mostly found in one: each takes its own out of the first hits of
    all. Only what is missing is searched apart.
    """
    wanted = query.offset + query.limit
    everything = compiler.ranked(query, match)
    if query.prefer is None:
        return _best(searcher, everything, wanted, query.sort)
    total, first = _best(searcher, everything, _POOL * wanted, query.sort)
    if not wanted or len(first) == total:
        return total, first
    found: list[_Found] = []
    prefer = language_number(query.prefer)
    for is_preferred in (True, False):
        hits = [hit for hit in first if (hit.language == prefer) is is_preferred]
        if len(hits) < wanted:
            of_language = compiler.ranked(query, match, preferred=is_preferred)
            _, hits = _best(searcher, of_language, wanted, query.sort)
        found += hits
    return total, found


def _best(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: int, sort: str
) -> tuple[int, list[_Found]]:
    """Give the total, and every hit that may be among the first `wanted`, ties included.

    tantivy orders equal scores by where they lie in the index, which differs between two builds
    (the same first twenty in 178 of 400 queries); so fetch on until the score falls.
    """
    result: Any  # the stubs do not know `count`
    if not wanted:
        result = searcher.search(tantivy.Query.const_score_query(query, 0.0), 1)
        return result.count, []
    if sort == "date":
        result = searcher.search(query, wanted, order_by_field=ORDER_FIELD)
        hits = result.hits
    else:
        fetch = wanted + 20
        while True:
            result = searcher.search(query, fetch)
            hits = result.hits
            if len(hits) == result.count or hits[-1][0] < hits[wanted - 1][0]:
                break
            fetch *= 4
        hits = [hit for hit in hits if hit[0] >= hits[:wanted][-1][0]]
    addresses = [address for _, address in hits]
    orders: Any = searcher.fast_field_values(ORDER_FIELD, addresses)
    languages: Any = searcher.fast_field_values(LANGUAGE_FIELD, addresses)
    return result.count, [
        _Found(key, order, language, searcher, address)
        for (key, address), order, language in zip(hits, orders, languages, strict=True)
    ]


def _page(ranking: list[_Found], query: EngineQuery) -> tuple[EngineHit, ...]:
    ranking.sort(key=_place)
    last = end = query.offset + query.limit
    while 0 < end < len(ranking) and _place(ranking[end]) == _place(ranking[last - 1]):
        end += 1
    ordered = sorted((*_place(hit), hit.section) for hit in ranking[:end])
    return tuple(EngineHit(section, -key) for key, _, section in ordered[query.offset : last])


def _place(hit: _Found) -> tuple[float, int]:
    return -hit.key, -hit.order
