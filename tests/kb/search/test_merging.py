"""Hits of two languages in one list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.search.engine import EngineHit
from kb.search.merging import merge


def hits(prefix: str, *scores: float) -> list[EngineHit]:
    return [EngineHit(f"{prefix}{number}", score) for number, score in enumerate(scores)]


def order(merged: list[EngineHit]) -> str:
    return " ".join(hit.section_id for hit in merged)


def test_others_take_every_second_place_from_the_third_on() -> None:
    merged = merge(hits("a", 10, 9, 8, 7), hits("b", 5, 4), 0.3)
    assert order(merged) == "a0 a1 b0 a2 b1 a3"


def test_a_better_hit_stands_first_in_whatever_language() -> None:
    assert order(merge(hits("a", 10), hits("b", 12, 5), 0.3)) == "b0 a0 b1"


def test_weak_others_come_last() -> None:
    assert order(merge(hits("a", 10, 9, 8, 7), hits("b", 2.6), 0.3)) == "a0 a1 a2 a3 b0"


def test_a_first_hit_far_above_the_next_does_not_make_others_weak() -> None:
    assert order(merge(hits("a", 79, 9, 8, 7), hits("b", 5), 0.3)) == "a0 a1 b0 a2 a3"


def test_one_language_alone_stays_as_it_is() -> None:
    assert order(merge(hits("a", 2, 1), [], 0.3)) == "a0 a1"
    assert order(merge([], hits("b", 2, 1), 0.3)) == "b0 b1"


descending = st.lists(st.floats(0, 100), max_size=30).map(lambda s: sorted(s, reverse=True))


@given(descending, descending, st.floats(0, 1), st.integers(0, 12))
def test_a_page_needs_only_the_first_hits_of_both(
    ours: list[float], theirs: list[float], share: float, page: int
) -> None:
    a, b = hits("a", *ours), hits("b", *theirs)
    merged = merge(a, b, share)
    assert sorted(merged, key=str) == sorted([*a, *b], key=str)
    assert merge(a[:page], b[:page], share)[:page] == merged[:page]
