from __future__ import annotations

from hypothesis import given, settings

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
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
