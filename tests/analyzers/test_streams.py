"""The two token streams: whole clusters, and words that are found however they were segmented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import (
    BREAK,
    cluster_boundaries,
    cluster_phrases,
    cluster_terms,
    clusters,
    fold_text,
    words,
)

khmer_words = st.lists(
    st.sampled_from(
        [
            "ដី",
            "ដីធ្លី",
            "ព្រៃសហគមន៍",
            "កម្មសិទ្ធិ",
            "អចលនវត្ថុ",
            "ច្បាប់",
            "ស្រុក",
            "ខ្មែរ",
            "land",
            "146",
            "។",
            " ",
        ]
    ),
    max_size=12,
).map("".join)


def holds(terms: list[str], phrase: list[str]) -> bool:
    """Whether a phrase stands in the indexed terms."""
    return any(terms[at : at + len(phrase)] == phrase for at in range(len(terms)))


@settings(deadline=None)
@given(khmer_words)
def test_no_token_cuts_a_cluster(text: str) -> None:
    boundaries = set(cluster_boundaries(text))
    for token in [*clusters(text), *words(text)]:
        assert 0 <= token.start < token.end <= len(text)
        assert {token.start, token.end} <= boundaries


@settings(deadline=None)
@given(khmer_words)
def test_a_token_is_the_folded_form_of_its_span(text: str) -> None:
    for token in clusters(text):
        if re.match("[\u1780-\u17b3]", token.text):
            assert fold_text(text[token.start : token.end]) == token.text


@settings(deadline=None)
@given(before=khmer_words, after=khmer_words)
def test_a_word_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    terms = cluster_terms(f"{before}កម្មសិទ្ធិដីធ្លី{after}")
    for word in ("កម្មសិទ្ធិ", "ដីធ្លី", "សិទ្ធិដី"):
        assert all(holds(terms, phrase) for phrase in cluster_phrases(word))


def test_spaces_between_clusters_do_not_matter_and_sentence_ends_do() -> None:
    (phrase,) = cluster_phrases("ដីធ្លី")
    assert holds(cluster_terms("ដី ធ្លី"), phrase)
    assert holds(cluster_terms("ដី\u200bធ្លី"), phrase)
    assert not holds(cluster_terms("ដី។ ធ្លី"), phrase)
    assert BREAK in cluster_terms("ដី។ ធ្លី")


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("land laws, ២០០១", "en", ["land", "law", "2001"]),
        ("les forêts communautaires", "fr", ["le", "forêt", "communautair"]),
        ("ច្បាប់ភូមិបាល ឆ្នាំ២០០១", "", ["ច្បាប់", "ភូមិបាល", "ឆ្នាំ", "2001"]),
    ],
)
def test_words_of_mixed_lines(text: str, lang: str, expected: list[str]) -> None:
    assert [token.text for token in words(text, lang)] == expected
