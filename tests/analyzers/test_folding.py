from __future__ import annotations

from hypothesis import example, given, settings

from analyzers import fold, fold_text
from tests.analyzers.strategies import any_text


@settings(max_examples=2000, deadline=None)
@given(any_text)
def test_folding_is_idempotent(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


@settings(max_examples=1000, deadline=None)
@given(any_text)
def test_fold_and_fold_text_agree_and_spans_are_monotone(text: str) -> None:
    folded = fold(text)
    assert folded.text == fold_text(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
