"""Two texts of one act in two languages, section by section."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb.alignment import align
from kb.model import Section, SectionKind


def sections(name: str, *numbers: str | None, text: str = "text") -> list[Section]:
    return [
        Section(SectionKind.ARTICLE, text, number, id=f"{name}{at}", document_id=name, position=at)
        for at, number in enumerate(numbers)
    ]


def numbers_of(left: list[Section], right: list[Section]) -> list[tuple[str | None, str | None]]:
    return [
        (pair.left.number if pair.left else None, pair.right.number if pair.right else None)
        for pair in align(left, right)
    ]


def test_sections_pair_by_number() -> None:
    left = sections("a", "1", "2", "2 bis", "4")
    right = sections("b", "1", "2", "3", "4")
    assert numbers_of(left, right) == [
        ("1", "1"),
        ("2", "2"),
        ("2 bis", None),
        (None, "3"),
        ("4", "4"),
    ]


def test_preamble_and_signatures_pair_without_a_number() -> None:
    def act(name: str, *kinds: SectionKind) -> list[Section]:
        return [
            Section(kind, kind, id=f"{name}{at}", document_id=name, position=at)
            for at, kind in enumerate(kinds)
        ]

    whole = (SectionKind.PREAMBLE, SectionKind.TEXT, SectionKind.SIGNATURE)
    pairs = align(act("a", *whole), act("b", *whole))
    paired = [pair.left.kind for pair in pairs if pair.left and pair.right]
    assert paired == [SectionKind.PREAMBLE, SectionKind.SIGNATURE]


def test_a_new_wording_pairs_with_the_old_one() -> None:
    assert numbers_of(sections("a", "13 new"), sections("b", "13")) == [("13 new", "13")]


def test_numbers_that_restart_pair_in_their_order() -> None:
    left, right = sections("a", "1", "2", "1"), sections("b", "1", "2", "1")
    assert [pair.left and pair.left.id for pair in align(left, right)] == ["a0", "a1", "a2"]
    assert all(pair.right for pair in align(left, right))


def test_length_and_figures_together_raise_a_doubt() -> None:
    long = "word " * 100
    left = sections("a", *"12345", text=long)
    right = sections("b", *"1234", text=long)
    right.append(Section(SectionKind.ARTICLE, "30 days", "5", id="b4", document_id="b", position=4))
    assert [pair.doubtful for pair in align(left, right)] == [False] * 4 + [True]


@given(st.lists(st.sampled_from(["1", "2", "3", None])), st.lists(st.sampled_from("123")))
def test_every_section_stands_once(left: list[str | None], right: list[str]) -> None:
    one, other = sections("a", *left), sections("b", *right)
    pairs = align(one, other)
    assert [pair.left for pair in pairs if pair.left] == one
    assert [pair.right for pair in pairs if pair.right] == other


def test_all_article_pairs_of_the_corpus_are_aligned(shared: Path) -> None:
    path = shared / "corpus" / "laws_km" / "parallel_km_en.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for _, acts in groupby(rows, key=lambda row: row["law"]):
        pairs = list(acts)
        texts = [
            [
                Section(
                    SectionKind.ARTICLE,
                    row[lang],
                    str(row["article"]),
                    id=f"{lang}{at}",
                    document_id=lang,
                    position=at,
                )
                for at, row in enumerate(pairs)
            ]
            for lang in ("km", "en")
        ]
        aligned = align(texts[0], texts[1])
        assert [(p.left, p.right) for p in aligned] == list(zip(*texts, strict=True))
        assert sum(pair.doubtful for pair in aligned) <= 1
