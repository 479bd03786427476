"""The fields of a tantivy index, and how a section becomes a tantivy document."""

from __future__ import annotations

import tantivy

from kb.search.engine import (
    FACET_FIELDS,
    KEYWORD_FIELDS,
    TOKEN_FIELDS,
    IndexedSection,
)
from kb.search.ordering import newest_first

SCHEMA_VERSION = 8
"""Goes up with every change of the fields, or of what the analysis makes of a text."""

DATE_FIELD = "date"
STORED_FIELD = "section"
"""What is read of a hit."""
ORDER_FIELD = "newest_first"
LANGUAGE_FIELD = "language"
"""The language as a number, which alone can be read without the stored text around it."""


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
            stored=name == STORED_FIELD,
        )
    builder.add_unsigned_field(DATE_FIELD, indexed=True, fast=True)
    builder.add_unsigned_field(ORDER_FIELD, fast=True)
    builder.add_unsigned_field(LANGUAGE_FIELD, fast=True)
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
    document.add_unsigned(ORDER_FIELD, newest_first(section))
    for lang in section.keywords.get("lang", ()):
        document.add_unsigned(LANGUAGE_FIELD, language_number(lang))
    return document


def language_number(lang: str) -> int:
    """The first eight letters of a language's code as one number, which is the same for no two."""
    return int.from_bytes(lang.encode()[:8], "big")
