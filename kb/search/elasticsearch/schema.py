"""The fields of an Elasticsearch index, and how a section becomes a document of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.search.engine import (
    FACET_FIELDS,
    KEYWORD_FIELDS,
    LISTED_FIELDS,
    TOKEN_FIELDS,
    IndexedSection,
)
from kb.search.ordering import newest_first

SCHEMA_VERSION = 5
"""Goes up with every change of the fields, or of what the analysis makes of a text."""

DATE_FIELD = "date"
ORDER_FIELD = "newest_first"
VERSION_FIELD = "version"
"""One update's version of a document: its sections appear and disappear together."""

MOST_HITS = 20_000
"""How far into a result a page may lie."""

_WORDS = {"type": "text", "analyzer": "whitespace", "index_options": "positions"}
_LONGEST_VALUE = 8191
"""In characters: four bytes each, as many as Lucene takes (32,766); one more would be an error."""
_VALUE = {"type": "keyword", "ignore_above": _LONGEST_VALUE}
_SEARCHED_ONLY = {**_VALUE, "doc_values": False}

MAPPING: Mapping[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},  # the store has the texts, and the index is built from them
    "properties": {
        **dict.fromkeys(TOKEN_FIELDS, _WORDS),
        **dict.fromkeys(KEYWORD_FIELDS, _SEARCHED_ONLY),
        **dict.fromkeys((*FACET_FIELDS, *LISTED_FIELDS), _VALUE),
        "section": _VALUE,
        VERSION_FIELD: _VALUE,
        DATE_FIELD: {"type": "integer"},
        ORDER_FIELD: {"type": "long", "index": False},
    },
}
"""Tokens come ready-made, so the only analysis is white space."""

STATE_MAPPING: Mapping[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "position": {"type": "long", "index": False},
        "hidden": {"type": "keyword", "index": False, "doc_values": False},
    },
}


_NOTHING = "\N{EMPTY SET}"
"""Stands in an empty field. Lucene leaves sections without a field out of the statistics of BM25,
tantivy does not: 97.4 % of the first ten hits of judged queries are the same, 94.8 % without.
"""


def to_elasticsearch(section: IndexedSection, version: str) -> dict[str, Any]:
    """Make the document of a section."""
    return {
        **{name: section.tokens.get(name) or _NOTHING for name in TOKEN_FIELDS},
        **{name: list(values) for name, values in section.keywords.items()},
        "section": section.id,
        "document": section.document_id,
        VERSION_FIELD: version,
        DATE_FIELD: section.date,
        ORDER_FIELD: newest_first(section),
    }
