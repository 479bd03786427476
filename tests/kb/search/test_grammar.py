"""The query language: what is understood, and that nothing is an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.search.grammar import ParsedQuery, Piece, parse
from tests.analyzers.strategies import any_text

OPERATORS = st.sampled_from(
    ['"', "-", " OR ", "|", " ឬ ", "*", "title:", "year:", "year:2001..", "type:", "lang:km", ":"]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(any_text, OPERATORS), max_size=12).map("".join))
def test_no_text_raises_and_what_was_understood_reads_the_same(text: str) -> None:
    query = parse(text)
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ដី ព្រៃ", ParsedQuery(((Piece("ដី"),), (Piece("ព្រៃ"),)))),
        ('"land law"', ParsedQuery(((Piece("land law", quoted=True),),))),
        ("ដី OR ព្រៃ", ParsedQuery(((Piece("ដី"), Piece("ព្រៃ")),))),
        ("conces*", ParsedQuery(((Piece("conces", prefix=True),),))),
        ("title:forest", ParsedQuery(((Piece("forest", field="title"),),))),
        ("fish -tax", ParsedQuery(((Piece("fish"),),), excluded=(Piece("tax"),))),
        ("type:law", ParsedQuery(filters={"kind": ("law",)})),
        ("year:2001..2003", ParsedQuery(date_from=20010101, date_to=20031231)),
        # what is no operator is a word
        ("type:nonsense", ParsedQuery(((Piece("type:nonsense"),),))),
    ],
)
def test_what_is_understood(text: str, query: ParsedQuery) -> None:
    assert parse(text) == query
