"""Words linked by how often they stand in translated texts together."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.association import MIN_LIKELIHOOD, Association, associate

Pairs = list[tuple[frozenset[str], frozenset[str]]]


def linked(pairs: Pairs) -> set[tuple[str, str]]:
    return {(one.left, one.right) for one in associate(pairs)}


def texts(*pairs: tuple[str, str]) -> Pairs:
    return [(frozenset(left.split()), frozenset(right.split())) for left, right in pairs]


def noise(count: int, seed: int, words: int = 40) -> Pairs:
    """Pairs of texts whose words have nothing to do with each other."""
    chance = random.Random(seed)
    return [
        (
            frozenset(f"l{n}" for n in chance.sample(range(words), 6)),
            frozenset(f"r{n}" for n in chance.sample(range(words), 6)),
        )
        for _ in range(count)
    ]


def test_words_of_the_same_places_are_linked() -> None:
    pairs = texts(*[("ជំនួញ ក", "trade x"), ("ជំនួញ ខ", "trade y"), ("ជំនួញ គ", "trade z")])
    assert linked(pairs + noise(300, 1)) == {("ជំនួញ", "trade")}


def test_two_places_are_too_few_and_so_are_too_small_collections() -> None:
    pairs = texts(*[("ជំនួញ", "trade")] * 3)
    assert associate(pairs[:2] + noise(300, 1)) == []
    assert associate(pairs) == []  # nothing speaks against chance
    assert associate([]) == []


def test_a_word_that_goes_with_another_does_not_share_its_translation() -> None:
    force = [("ប្រធានសក្តិ", "force majeure")] * 4 + [("កម្លាំង", "force")] * 6
    found = linked(texts(*force) + noise(300, 2))
    assert found == {("កម្លាំង", "force"), ("ប្រធានសក្តិ", "majeure")}


def test_words_that_avoid_each_other_are_not_linked() -> None:
    often = texts(*[("a", "x y")] * 60, *[("a b", "y")] * 20, *[("b", "x")] * 20)
    assert ("a", "x") not in linked(often)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(300, 500))
def test_noise_makes_no_link(seed: int, count: int) -> None:
    assert associate(noise(count, seed)) == []


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_noise_takes_no_link_away_and_order_does_not_matter(seed: int) -> None:
    pairs = texts(*[("ជំនួញ", "trade")] * 5, *[("ផ្លូវ", "road")] * 5) + noise(300, seed)
    found = associate(pairs)
    assert {(one.left, one.right) for one in found} == {("ជំនួញ", "trade"), ("ផ្លូវ", "road")}
    random.Random(seed).shuffle(pairs)
    assert associate(pairs) == found


def test_the_likelihood_is_that_of_dunning() -> None:
    # 2 * sum of observed * ln(observed / expected) over the table (10, 0; 0, 90)
    pairs = texts(*[("a", "x")] * 10, *[("", "")] * 90)
    (found,) = associate(pairs)
    assert found == Association("a", "x", found.likelihood)
    assert abs(found.likelihood - 65.0166) < 0.001
    assert found.likelihood > MIN_LIKELIHOOD
