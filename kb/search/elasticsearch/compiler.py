"""From the query tree to the body of an Elasticsearch search."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kb.search.elasticsearch.schema import DATE_FIELD, ORDER_FIELD
from kb.search.engine import (
    MOST_FACET_VALUES,
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

Clause = dict[str, Any]


def rankings(query: EngineQuery, hidden: Sequence[Clause]) -> list[Clause]:
    """Make the bodies of the searches that rank: one, or one for the preferred hits and the others.

    Each counts totals and facets of its own hits.

    Args:
        hidden: What no search may see.
    """
    if query.prefer is None:
        return [_ranking(query, [], hidden)]
    preferred: Clause = {"term": {"lang": query.prefer}}
    return [_ranking(query, [preferred], hidden), _ranking(query, [], [*hidden, preferred])]


def _ranking(query: EngineQuery, must: Sequence[Clause], must_not: Sequence[Clause]) -> Clause:
    """Make the body of one search.

    The filters of facets that are counted come after the counting (`post_filter`), so that each
    count can leave its own filter out; hits and total see all filters.
    """
    after = {name: values for name, values in query.filters.items() if name in query.facets}
    before = {name: values for name, values in query.filters.items() if name not in after}
    by_date = query.sort == "date"
    return {
        "query": {
            "bool": {
                "must": [node(query.match)],
                "filter": [*must, *_terms(before), *_dates(query)],
                "should": [] if by_date else [node(scored) for scored in query.score],
                "must_not": [*(node(excluded) for excluded in query.exclude), *must_not],
                "minimum_should_match": 0,
            }
        },
        "post_filter": {"bool": {"filter": _terms(after)}},
        "aggregations": {name: _count(name, after) for name in query.facets},
        "sort": [
            {field: "desc"} for field in ([ORDER_FIELD] if by_date else ["_score", ORDER_FIELD])
        ]
        + [{"section": "asc"}],
        "from": query.offset,
        "size": query.limit,
        "track_total_hits": True,
        "_source": False,
    }


def copies(query: EngineQuery) -> str:
    """Name the copies of the shards that all pages of a result are read from.

    Another copy may still count deleted sections in its statistics, and so rank otherwise.
    """
    return f"q{zlib.crc32(repr((query.match, query.score)).encode()):08x}"


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
    values = {"terms": {"field": field, "size": MOST_FACET_VALUES}}
    return {"filter": {"bool": {"filter": _terms(others)}}, "aggregations": {"values": values}}


def node(tree: Node, boost: float = 1.0) -> Clause:
    """Make the query of a node, its score multiplied by `boost`."""
    match tree:
        case Term(field, token):
            return {"term": {field: {"value": token, "boost": boost}}}
        case Phrase(field, (token,)):
            return node(Term(field, token), boost)
        case Phrase(field, tokens, slop):
            phrase = {"query": " ".join(tokens), "slop": slop, "boost": boost}
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
