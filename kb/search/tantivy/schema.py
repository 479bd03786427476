"""The fields of a tantivy index, and how a section becomes a tantivy document."""

from __future__ import annotations

import tantivy

from kb.search.engine import (
    FACET_FIELDS,
    KEYWORD_FIELDS,
    TOKEN_FIELDS,
    IndexedSection,
)

SCHEMA_VERSION = 1
"""Goes up with every change of the fields, or of what the analysis makes of a text."""

DATE_FIELD = "date"
ORDER_FIELD = "newest_first"
_POSITION_BITS = 20
_DOCUMENT_BITS = 18


def build_schema() -> tantivy.Schema:
    """Make the schema: tokens come ready-made, so the only tokenizer is white space."""
    builder = tantivy.SchemaBuilder()
    for name in TOKEN_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(
            name,
            tokenizer_name="raw",
            index_option="basic",
            fast=name in FACET_FIELDS,
            stored=name == "section",
        )
    builder.add_unsigned_field(DATE_FIELD, indexed=True, fast=True)
    builder.add_unsigned_field(ORDER_FIELD, fast=True)
    return builder.build()


def to_tantivy(section: IndexedSection) -> tantivy.Document:
    """Make the tantivy document of a section."""
    document = tantivy.Document()
    for name, tokens in section.tokens.items():
        document.add_text(name, tokens)
    for name, values in section.keywords.items():
        for value in values:
            document.add_text(name, value)
    document.add_text("section", section.id)
    document.add_text("document", section.document_id)
    document.add_unsigned(DATE_FIELD, section.date)
    document.add_unsigned(ORDER_FIELD, _newest_first(section))
    return document


def _newest_first(section: IndexedSection) -> int:
    """One number whose descending order is: newest date, then document, then reading order.

    tantivy sorts by one field; a number that is unique within a part leaves no ties to it.
    """
    last = (1 << _POSITION_BITS) - 1
    document = int.from_bytes(section.document_id.encode()[:8].ljust(8, b"\0"), "big")
    key = (section.date << _DOCUMENT_BITS) | _hash_bits(document)
    return (key << _POSITION_BITS) | (last - min(section.position, last))


def _hash_bits(number: int) -> int:
    """Fold a number to `_DOCUMENT_BITS` bits (multiplicative hashing, Knuth, vol. 3, 6.4)."""
    return (number * 0x9E3779B97F4A7C15 % (1 << 64)) >> (64 - _DOCUMENT_BITS)
