"""From the query tree to the body of an Elasticsearch search."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kb.search.elasticsearch.schema import DATE_FIELD, ORDER_FIELD
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

_BM25_SCALE = 2.2
"""Lucene leaves out the constant factor k1 + 1 of BM25; tantivy, as the papers, has it in."""
_MOST_FACET_VALUES = 1000

Clause = dict[str, Any]


def search_body(query: EngineQuery, hidden: Sequence[Clause]) -> dict[str, Any]:
    """Make the arguments of a search.

    The filters of facets that are counted come after the counting (`post_filter`), so that each
    count can leave its own filter out; hits and total see all filters.

    Args:
        hidden: What no search may see.
    """
    after = {name: values for name, values in query.filters.items() if name in query.facets}
    before = {name: values for name, values in query.filters.items() if name not in after}
    by_date = query.sort == "date"
    return {
        "query": {
            "bool": {
                "filter": [node(query.match), *_terms(before), *_dates(query)],
                "should": [] if by_date else [node(scored) for scored in query.score],
                "must_not": [*(node(excluded) for excluded in query.exclude), *hidden],
                "minimum_should_match": 0,
            }
        },
        "post_filter": {"bool": {"filter": _terms(after)}} if after else None,
        "aggregations": {name: _count(name, after) for name in query.facets} or None,
        "sort": [{ORDER_FIELD if by_date else "_score": "desc"}, {"section": "asc"}],
        "from_": query.offset,
        "size": query.limit,
        "track_total_hits": True,
        "source": False,
        # the same copies for all pages of a result: another copy's deleted sections score otherwise
        "preference": f"q{zlib.crc32(repr((query.match, query.score)).encode()):08x}",
    }


def _terms(filters: Mapping[str, Collection[str]]) -> list[Clause]:
    return [{"terms": {name: list(values)}} for name, values in filters.items()]


def _dates(query: EngineQuery) -> list[Clause]:
    if query.date_from is None and query.date_to is None:
        return []
    bounds = {"gte": max(1, query.date_from or 0)}  # 0 means no date
    if query.date_to is not None:
        bounds["lte"] = query.date_to
    return [{"range": {DATE_FIELD: bounds}}]


def _count(field: str, filters: Mapping[str, Collection[str]]) -> Clause:
    others = {name: values for name, values in filters.items() if name != field}
    values = {"terms": {"field": field, "size": _MOST_FACET_VALUES}}
    return {"filter": {"bool": {"filter": _terms(others)}}, "aggregations": {"values": values}}


def node(tree: Node, boost: float = 1.0) -> Clause:
    """Make the query of a node, its score multiplied by `boost`."""
    match tree:
        case Term(field, token):
            return {"term": {field: {"value": token, "boost": boost * _BM25_SCALE}}}
        case Phrase(field, (token,)):
            return node(Term(field, token), boost)
        case Phrase(field, tokens, slop):
            phrase = {"query": " ".join(tokens), "slop": slop, "boost": boost * _BM25_SCALE}
            return {"match_phrase": {field: phrase}}
        case Prefix(field, prefix):
            return {"prefix": {field: {"value": prefix, "boost": boost}}}
        case AnyOf(()):
            return {"match_none": {}}
        case AllOf(nodes):
            return {"bool": {"must": [node(child, boost) for child in nodes]}}
        case AnyOf(nodes, minimum):
            children = [node(child, boost) for child in nodes]
            return {"bool": {"should": children, "minimum_should_match": minimum}}
        case Best(nodes):
            return {"dis_max": {"queries": [node(child, boost) for child in nodes]}}
        case Boost(child, factor):
            return node(child, boost * factor)
        case Constant(child, score):
            return {"constant_score": {"filter": node(child), "boost": boost * score}}
        case Everything():
            return {"match_all": {"boost": 0.0}}


def prefix_pattern(prefix: str) -> str:
    """A Lucene regular expression for what begins so."""
    return re.sub(r'([.?+*|{}\[\]()"\\#@&<>~^$-])', r"\\\1", prefix) + ".*"
