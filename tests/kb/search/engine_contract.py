"""The contract of `SearchEngine`: every engine's tests inherit this class."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from kb.search.engine import (
    FACET_FIELDS,
    AllOf,
    AnyOf,
    Best,
    Boost,
    Constant,
    EngineQuery,
    Everything,
    IndexedSection,
    IndexUpdate,
    Node,
    Phrase,
    Prefix,
    SearchEngine,
    Term,
)

PUBLIC, NETWORK = "public", "network"


def section(
    name: str,
    body: str = "",
    *,
    document: str = "",
    heading: str = "",
    kind: str = "law",
    lang: str = "km",
    year: int = 2001,
    number: str = "",
    position: int = 0,
) -> IndexedSection:
    """Make a section; its id is its name."""
    return IndexedSection(
        id=name,
        document_id=document or f"doc-{name}",
        tokens={"body_words": body, "heading_words": heading, "clusters": f"{heading} {body}"},
        keywords={
            "kind": (kind,),
            "vocabulary": tuple(dict.fromkeys(body.split())),
            "lang": (lang,),
            "year": (str(year),),
            "number": (number,) if number else (),
            "work": (f"work-{document or name}",),
        },
        date=year * 10_000 + 101 if year else 0,
        position=position,
    )


def add(engine: SearchEngine, part: str, *sections: IndexedSection) -> None:
    """Index sections in a part."""
    engine.apply(IndexUpdate(engine.position + 1, add={part: sections}))


def ids(engine: SearchEngine, match: Node, parts: Sequence[str] = (PUBLIC,)) -> list[str]:
    """Search and give the ids, sorted."""
    result = engine.search(EngineQuery(match, limit=100), parts)
    assert result.total == len(result.hits)
    return sorted(hit.section_id for hit in result.hits)


def ranked(engine: SearchEngine, score: Node, parts: Sequence[str] = (PUBLIC,)) -> list[str]:
    """Search everything and give the ids in the order of the scores."""
    result = engine.search(EngineQuery(Everything(), (score,), limit=100), parts)
    return [hit.section_id for hit in result.hits]


def word(token: str) -> Term:
    """A word in the body."""
    return Term("body_words", token)


def _filtered(
    sections: Sequence[IndexedSection], filters: Mapping[str, tuple[str, ...]]
) -> list[IndexedSection]:
    return [
        one
        for one in sections
        if all(set(one.keywords[name]) & set(wanted) for name, wanted in filters.items())
    ]


class SearchEngineContract:
    """What every engine does. A subclass gives the fixture `engine`: an empty one."""

    def test_an_empty_engine_finds_nothing(self, engine: SearchEngine) -> None:
        assert engine.position == engine.count() == 0
        assert ids(engine, Everything()) == []

    def test_terms_phrases_and_their_combinations(self, engine: SearchEngine) -> None:
        add(
            engine,
            PUBLIC,
            section("1", "ដី ព្រៃ ទឹក"),
            section("2", "ព្រៃ ដី ត្រី"),
            section("3", "land forest"),
        )
        assert ids(engine, word("ដី")) == ["1", "2"]
        assert ids(engine, word("ដ")) == []
        assert ids(engine, Phrase("body_words", ("ដី", "ព្រៃ"))) == ["1"]
        assert ids(engine, Phrase("body_words", ("ដី", "ទឹក"))) == []
        assert ids(engine, Phrase("body_words", ("ដី", "ទឹក"), slop=1)) == ["1"]
        assert ids(engine, Phrase("body_words", ("land",))) == ["3"]
        assert ids(engine, AllOf((word("ដី"), word("ត្រី")))) == ["2"]
        assert ids(engine, AnyOf((word("ទឹក"), word("land")))) == ["1", "3"]
        assert ids(engine, AnyOf((word("ដី"), word("ព្រៃ"), word("ទឹក")), minimum=3)) == ["1"]
        assert ids(engine, AnyOf(())) == []
        assert ids(engine, Best((word("ទឹក"), word("ត្រី")))) == ["1", "2"]
        assert ids(engine, Prefix("body_words", "fo")) == ["3"]
        assert ids(engine, Prefix("body_words", "fo.*|ដី")) == []
        assert ids(engine, Boost(Constant(word("land"), 2.0), 3.0)) == ["3"]

    def test_exclusion(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "a b"), section("2", "a c"))
        found = engine.search(EngineQuery(word("a"), exclude=(word("c"),)), [PUBLIC])
        assert [hit.section_id for hit in found.hits] == ["1"]

    def test_rarer_words_and_shorter_texts_rank_first(self, engine: SearchEngine) -> None:
        add(
            engine,
            PUBLIC,
            section("1", "common " * 3 + "rare"),
            section("2", "common x y z"),
            section("3", "common"),
        )
        assert ranked(engine, AnyOf((word("common"), word("rare"))))[:1] == ["1"]
        assert ranked(engine, word("rare"))[0] == "1"
        assert ranked(engine, AnyOf((word("common"), Boost(word("y"), 100.0))))[0] == "2"

    def test_the_best_of_several_signs_counts_alone(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "a b"), section("2", "c d"))
        both = Best((Constant(word("a"), 2.0), Constant(word("b"), 2.0)))
        assert ranked(engine, AnyOf((both, Constant(word("c"), 3.0)))) == ["2", "1"]

    def test_ties_stand_as_by_date_and_then_by_id_over_pages_and_parts(
        self, engine: SearchEngine
    ) -> None:
        same = random.Random(7).sample(
            [
                section(f"{year}-{9 - position}-{copy}", "same", year=year, position=position)
                for year in (2001, 2007)
                for position in range(9)
                for copy in range(5)
            ],
            90,
        )
        as_one = [replace(one, document_id=one.keywords["year"][0]) for one in same]
        add(engine, PUBLIC, *as_one[::2])
        add(engine, NETWORK, *as_one[1::2])
        pages = [
            [
                hit.section_id
                for hit in engine.search(
                    EngineQuery(word("same"), (Constant(word("same"), 1.0),), offset=offset),
                    [PUBLIC, NETWORK],
                ).hits
            ]
            for offset in range(0, 90, 10)
        ]
        assert [name for page in pages for name in page] == [
            one.id for one in sorted(as_one, key=lambda one: (-one.date, one.position, one.id))
        ]

    def test_what_must_match_scores_too(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "common"), section("2", "common rare"))
        found = engine.search(EngineQuery(AnyOf((word("common"), word("rare")))), [PUBLIC])
        assert [hit.section_id for hit in found.hits] == ["2", "1"]

    def test_each_language_is_ranked_apart_however_far_down_it_stands(
        self, engine: SearchEngine
    ) -> None:
        english = [
            section(f"e{n:03}", "land land", lang="en", document="e", position=n)
            for n in range(150)
        ]
        add(engine, PUBLIC, *english)
        add(
            engine, NETWORK, *(section(f"k{n}", "land " + "x " * n, lang="km") for n in range(1, 4))
        )
        query = EngineQuery(word("land"), prefer="km", limit=2)
        found = engine.search(query, [PUBLIC, NETWORK])
        assert found.total == 153
        assert [hit.section_id for hit in found.hits] == ["k1", "k2"]
        assert [hit.section_id for hit in found.others] == ["e000", "e001"]

    def test_filters_and_facets(self, engine: SearchEngine) -> None:
        add(
            engine,
            PUBLIC,
            section("1", "x", kind="law", lang="km", year=2001),
            section("2", "x", kind="law", lang="en", year=2005),
            section("3", "x", kind="minutes", lang="km", year=2010),
            section("4", "y", kind="brief", lang="km", year=2010),
        )
        found = engine.search(
            EngineQuery(word("x"), filters={"kind": ("law",)}, facets=("kind", "lang", "year")),
            [PUBLIC],
        )
        assert found.total == 2
        # the counts of a facet leave its own filter out
        assert found.facets["kind"] == {"law": 2, "minutes": 1}
        assert found.facets["lang"] == {"km": 1, "en": 1}
        assert found.facets["year"] == {"2001": 1, "2005": 1}
        two = EngineQuery(word("x"), filters={"kind": ("law", "minutes"), "lang": ("km",)})
        assert engine.search(two, [PUBLIC]).total == 2

    def test_every_facet_counts_what_a_reader_would_count(self, engine: SearchEngine) -> None:
        chance = random.Random(7)
        values = {
            name: [f"{name}{number}" for number in range(1, 4)]
            for name in FACET_FIELDS
            if name != "year"
        }
        collection = []
        for part in (PUBLIC, NETWORK):
            made = [
                replace(
                    section(f"{part}{number}", chance.choice(("a", "a b", "b"))),
                    keywords={
                        name: tuple(chance.sample(choices, chance.randint(0, 2)))
                        for name, choices in values.items()
                    },
                )
                for number in range(30)
            ]
            add(engine, part, *made)
            collection += made
        for _ in range(40):
            filters = {
                name: tuple(chance.sample(values[name], chance.randint(1, 2)))
                for name in chance.sample(sorted(values), chance.randint(0, 3))
            }
            found = engine.search(
                EngineQuery(word("a"), filters=filters, facets=tuple(values)), [PUBLIC, NETWORK]
            )
            matching = [one for one in collection if "a" in one.tokens["body_words"].split()]
            assert found.total == len(_filtered(matching, filters))
            for name in values:
                others = {field: wanted for field, wanted in filters.items() if field != name}
                counted = Counter(
                    value for one in _filtered(matching, others) for value in one.keywords[name]
                )
                assert found.facets[name] == counted

    def test_dates_bound_and_order(self, engine: SearchEngine) -> None:
        add(
            engine,
            PUBLIC,
            section("1", "x", year=2001, document="a", position=1),
            section("0", "x", year=2001, document="a", position=0),
            section("2", "x", year=2010),
            section("3", "x", year=0),
        )
        newest = engine.search(EngineQuery(word("x"), sort="date"), [PUBLIC])
        assert [hit.section_id for hit in newest.hits][:3] == ["2", "0", "1"]
        bounded = EngineQuery(word("x"), date_from=20010101, date_to=20091231)
        assert engine.search(bounded, [PUBLIC]).total == 2
        assert engine.search(EngineQuery(word("x"), date_to=20091231), [PUBLIC]).total == 2

    def test_only_the_named_parts_are_read(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "a"))
        add(engine, "org-1", section("2", "a secret"))
        query = EngineQuery(word("a"), (word("a"),), facets=("lang",))
        before = engine.search(query, [PUBLIC])
        add(engine, "org-1", *(section(f"n{number}", "a") for number in range(50)))
        assert engine.search(query, [PUBLIC]) == before
        assert engine.values_with_prefix("vocabulary", "sec", [PUBLIC], 5) == []
        assert engine.search(query, [PUBLIC, "org-1"]).total == 52
        assert engine.search(query, ["no-such-part"]).total == 0

    def test_one_ranking_over_all_parts(self, engine: SearchEngine) -> None:
        """A word that is rare in one part but common in all does not lift that part's hits."""
        add(engine, PUBLIC, *(section(f"p{n}", "common filler") for n in range(40)))
        add(engine, PUBLIC, section("p-rare", "seldom filler"))
        add(engine, NETWORK, section("n1", "common filler"), section("n2", "other filler"))
        order = ranked(engine, AnyOf((word("common"), word("seldom"))), [PUBLIC, NETWORK])
        assert order[0] == "p-rare"

    def test_listed_values_come_with_their_counts(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "forest forestry"), section("2", "forest fish"))
        add(engine, NETWORK, section("3", "forestry forestry"))
        found = engine.values_with_prefix("vocabulary", "fores", [PUBLIC, NETWORK], 5)
        assert found == [("forest", 2), ("forestry", 2)]
        assert engine.values_with_prefix("vocabulary", "fores", [PUBLIC, NETWORK], 1) == found[:1]

    def test_values_of_removed_sections_are_not_listed(self, engine: SearchEngine) -> None:
        secret = section("1", "forest secret", document="d")
        add(engine, PUBLIC, secret, section("2", "forest"))
        engine.apply(IndexUpdate(2, remove={PUBLIC: {"d"}}, add={NETWORK: [secret]}))
        assert engine.values_with_prefix("vocabulary", "", [PUBLIC], 5) == [("forest", 1)]

    def test_an_update_replaces_all_sections_of_a_document(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "old", document="d"), section("2", "old", document="d"))
        engine.apply(
            IndexUpdate(
                9, remove={PUBLIC: {"d"}}, add={PUBLIC: [section("3", "new", document="d")]}
            )
        )
        assert ids(engine, word("old")) == []
        assert ids(engine, word("new")) == ["3"]
        assert engine.count() == 1
        assert engine.position == 9

    def test_an_update_may_be_applied_twice(self, engine: SearchEngine) -> None:
        update = IndexUpdate(
            3, remove={PUBLIC: {"d"}}, add={PUBLIC: [section("1", "a", document="d")]}
        )
        engine.apply(update)
        engine.apply(update)
        assert sorted(engine.section_ids()) == [(PUBLIC, "1")]

    def test_a_document_moves_between_parts(self, engine: SearchEngine) -> None:
        moved = section("1", "a", document="d")
        add(engine, PUBLIC, moved)
        engine.apply(IndexUpdate(2, remove={PUBLIC: {"d"}}, add={NETWORK: [moved]}))
        assert ids(engine, word("a"), [PUBLIC]) == []
        assert ids(engine, word("a"), [NETWORK]) == ["1"]

    def test_a_rebuild_takes_the_place_of_the_live_index(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "old"))
        with engine.rebuild() as beside:
            assert beside.position == 0
            beside.apply(IndexUpdate(7, add={PUBLIC: [section("2", "new")]}))
            assert beside.count() == 1
            assert ids(engine, Everything()) == ["1"]
        assert ids(engine, Everything()) == ["2"]
        assert engine.position == 7

    def test_a_failed_rebuild_leaves_the_live_index(self, engine: SearchEngine) -> None:
        add(engine, PUBLIC, section("1", "old"))
        with pytest.raises(RuntimeError), engine.rebuild() as beside:  # noqa: PT012
            beside.apply(IndexUpdate(7, add={PUBLIC: [section("2", "new")]}))
            raise RuntimeError
        assert ids(engine, Everything()) == ["1"]
        add(engine, PUBLIC, section("3", "old"))
        assert ids(engine, word("old")) == ["1", "3"]
