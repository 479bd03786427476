"""Highlights: exact spans of the original text, for any text and any query."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import cluster_boundaries, clusters
from kb.search.highlight import SNIPPET_LENGTH, Highlighter
from kb.search.words import readings
from tests.analyzers.strategies import any_text, mixed

LANGUAGES = st.sampled_from(["", "km", "en", "fr", "vi", "th", "lo"])
queries = st.lists(any_text, min_size=1, max_size=4)


def needles(texts: list[str]) -> set[tuple[str, ...]]:
    """The folded forms that may be marked."""
    return {tokens(text, lang) for text in texts for lang in readings(text)}


def tokens(text: str, lang: str) -> tuple[str, ...]:
    return tuple(token.text for token in clusters(text, lang))


@st.composite
def texts_with_query(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and a query cut from it."""
    text = draw(mixed)
    boundaries = cluster_boundaries(text)
    start = draw(st.integers(0, len(boundaries) - 1))
    end = draw(st.integers(start, len(boundaries) - 1))
    return text, text[boundaries[start] : boundaries[end]]


@settings(max_examples=300, deadline=None)
@given(any_text, queries, LANGUAGES)
def test_spans_are_ordered_and_cut_no_cluster(text: str, texts: list[str], lang: str) -> None:
    spans = Highlighter(dict.fromkeys(texts, "")).spans(text, lang)
    ends = [end for span in spans for end in span]
    assert ends == sorted(ends)
    assert all(start < end for start, end in spans)
    assert set(ends) <= set(cluster_boundaries(text))


@settings(max_examples=600, deadline=None)
@given(texts_with_query(), LANGUAGES)
def test_every_span_is_a_matched_form_after_folding(case: tuple[str, str], lang: str) -> None:
    text, query = case
    for start, end in Highlighter({query: ""}).spans(text, lang):
        # cut out, a mark without a letter may fold otherwise than where it stands: "0៏:"
        marked = tokens(text[start:end], lang)
        assert any(marked[: len(needle)] == needle for needle in needles([query]) if needle)


@settings(max_examples=600, deadline=None)
@given(mixed, mixed, mixed)
def test_what_is_there_is_marked(before: str, query: str, after: str) -> None:
    text = f"{before}\n{query}\n{after}"
    if tokens(query, ""):
        assert Highlighter({query: ""}).spans(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(mixed, min_size=3, max_size=12).map(" ".join), mixed)
def test_a_snippet_marks_what_the_text_marks(text: str, query: str) -> None:
    highlighter = Highlighter({query: ""})
    snippet = highlighter.snippet(f"{text} {query} {text}")
    assert len(snippet.text) <= 2 * SNIPPET_LENGTH
    for start, end in snippet.spans:
        marked = tokens(snippet.text[start:end], "")
        # one character may be several tokens (½)
        assert marked in needles([query]) or (end - start == 1 and len(marked) > 1)


def test_a_character_of_several_tokens_is_marked_once() -> None:
    assert Highlighter({"1": "", "2": ""}).spans("a ½ b") == ((2, 3),)
