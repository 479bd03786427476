"""Two editions of one act: which section became which."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb.editions import Match, align_editions, match
from kb.model import ParsedSection, Section, SectionKind

WORDS = ["ដីធ្លី", "ព្រៃឈើ", "ទឹក", "កម្មសិទ្ធិ", "ម្ចាស់", "រដ្ឋ", "តុលាការ", "ព្រំប្រទល់", "ពន្ធ", "law"]


def act(*texts: str) -> list[Section]:
    return [
        Section(
            SectionKind.ARTICLE, text, str(at + 1), id=f"{text}{at}", document_id="", position=at
        )
        for at, text in enumerate(texts)
    ]


def wording(seed: int) -> str:
    return "".join(random.Random(seed).choices(WORDS, k=20))


def matches(old: list[Section], new: list[Section]) -> list[tuple[int, int, bool]]:
    return [(one.old, one.new, one.moved) for one in match(old, new)]


def test_renumbered_articles_are_found_by_what_they_say() -> None:
    old = act(*map(wording, range(6)))
    new = act(wording(0), wording(1), wording(90), *map(wording, range(2, 6)))
    assert matches(old, new) == [
        (0, 0, False),
        (1, 1, False),
        *((n, n + 1, False) for n in range(2, 6)),
    ]


def test_of_twins_the_number_decides() -> None:
    twins = act(*[wording(0) + " one", wording(0) + " two", wording(0) + " three"])
    edited = [replace(one, text=one.text + " more") for one in twins]
    assert matches(twins, edited) == [(0, 0, False), (1, 1, False), (2, 2, False)]


def test_a_moved_article_is_found_and_doubtful() -> None:
    old = act(*map(wording, range(6)))
    new = act(*map(wording, (4, 0, 1, 2, 3, 5)))
    assert sorted(matches(old, new)) == [
        (0, 1, False), (1, 2, False), (2, 3, False), (3, 4, False), (4, 0, True), (5, 5, False)
    ]  # fmt: skip
    pairs = align_editions(old, new)
    assert [pair.doubtful for pair in pairs] == [False] * 4 + [True, False]


def test_another_text_pairs_with_nothing() -> None:
    old, new = act(wording(1)), [replace(act(wording(2))[0], number="7")]
    assert match(old, new) == []
    assert [(pair.left, pair.right) for pair in align_editions(old, new)] == [
        (old[0], None),
        (None, new[0]),
    ]


@given(
    st.lists(st.sampled_from(["", "ដីធ្លី", "land law", "មាត្រា", "x"]), max_size=8),
    st.lists(st.sampled_from(["", "ដីធ្លី", "land law", "forest", "x"]), max_size=8),
)
def test_every_section_stands_once(left: list[str], right: list[str]) -> None:
    old, new = act(*left), act(*right)
    found = match(old, new)
    assert len({one.old for one in found}) == len({one.new for one in found}) == len(found)
    in_order = [(one.old, one.new) for one in sorted(found, key=lambda m: m.old) if not one.moved]
    assert in_order == sorted(in_order, key=lambda pair: pair[1])
    pairs = align_editions(old, new)
    assert [pair.left for pair in pairs if pair.left] == old
    assert sorted(one.position for pair in pairs if (one := pair.right)) == list(range(len(new)))


@given(st.lists(st.integers(0, 5), max_size=8))
def test_the_same_text_pairs_with_itself(seeds: list[int]) -> None:
    sections = act(*map(wording, seeds))
    assert match(sections, sections) == [Match(at, at) for at in range(len(sections))]


def test_the_renumbering_of_the_constitution_is_found(shared: Path) -> None:
    def articles(name: str) -> list[ParsedSection]:
        path = shared / "corpus" / "laws_km" / f"{name}.json"
        return [
            ParsedSection(SectionKind.ARTICLE, one["text"], str(one["n"]))
            for one in json.loads(path.read_text(encoding="utf-8"))["articles"]
        ]

    old, new = articles("constitution_1999_limon"), articles("constitution_2015")
    found = match(old, new)
    numbers = {int(old[one.old].number or 0): int(new[one.new].number or 0) for one in found}
    assert len(numbers) == 149
    # The first seven of the older file are those of the act that brought the amendments.
    assert all(new == old + 2 * (old >= 150) for old, new in numbers.items())
