"""The layout of a document: addresses, contents, parts."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Section, SectionKind
from webapp.reading import PART_LENGTH, SECTION_COST, WHOLE_LENGTH, Entry, Reading


def make(*rows: tuple[SectionKind, str | None, int, int]) -> Reading:
    """A document from kinds, numbers, levels and lengths of text."""
    return Reading(
        [
            Section(
                kind,
                "ក" * length,
                number,
                "heading",
                level,
                "km",
                id=f"id{n}",
                document_id="d",
                position=n,
            )
            for n, (kind, number, level, length) in enumerate(rows)
        ]
    )


documents = st.lists(
    st.tuples(
        st.sampled_from([SectionKind.CHAPTER, SectionKind.ARTICLE, SectionKind.TEXT]),
        st.one_of(st.none(), st.sampled_from(["1", "2", "12 bis", "12-bis", "id0"])),
        st.integers(0, 4),
        st.sampled_from([0, 200, 9_000, 50_000]),
    ),
    max_size=30,
).map(lambda rows: make(*rows))


def listed(entries: tuple[Entry, ...]) -> list[Section]:
    return [s for entry in entries for s in (entry.section, *listed(entry.entries))]


@given(documents)
def test_parts_hold_every_section_once_in_order(reading: Reading) -> None:
    assert [s for part in reading.parts for s in part.sections] == list(reading.sections)
    assert [part.number for part in reading.parts] == list(range(1, len(reading.parts) + 1))


@given(documents)
def test_parts_are_short_unless_one_section_is_long(reading: Reading) -> None:
    limit = WHOLE_LENGTH if len(reading.parts) == 1 else PART_LENGTH
    for part in reading.parts:
        length = sum(len(s.text) + SECTION_COST for s in part.sections[:-1])
        assert length <= limit


@given(documents)
def test_depths_never_skip(reading: Reading) -> None:
    for part in reading.parts:
        depths = (-1, *part.depths)
        assert all(after <= before + 1 for before, after in itertools.pairwise(depths))


@given(documents)
def test_every_section_is_found_by_its_own_reference(reading: Reading) -> None:
    references = list(reading.references.values())
    assert len(references) == len(set(references))
    for section in reading.sections:
        assert reading.find(section.id) is section
        found = reading.find(reading.references[section.id])
        assert found is section
    assert len({reading.anchor(s) for s in reading.sections}) == len(reading.sections)


@given(documents)
def test_contents_name_every_section_of_a_short_document_in_order(reading: Reading) -> None:
    assert listed(reading.contents(reading.parts[0])) == list(reading.sections)


@given(documents)
def test_ancestors_and_descendants_agree(reading: Reading) -> None:
    for section in reading.sections:
        for below in reading.descendants(section):
            assert section in reading.ancestors(below)


def test_parts_begin_at_a_chapter_where_one_is_near() -> None:
    chapter = [(SectionKind.CHAPTER, "1", 0, 0), *[(SectionKind.ARTICLE, None, 1, 2_500)] * 9]
    reading = make(*chapter * 4)
    assert [part.sections[0].kind for part in reading.parts] == [SectionKind.CHAPTER] * 4


def test_part_that_begins_within_a_chapter_knows_it() -> None:
    reading = make((SectionKind.CHAPTER, "1", 0, 0), *[(SectionKind.ARTICLE, None, 1, 5_000)] * 20)
    assert len(reading.parts) > 2
    assert reading.parts[1].ancestors == (reading.sections[0],)


def test_contents_of_a_long_document_open_only_where_the_part_stands() -> None:
    section = [(SectionKind.SECTION, "1", 1, 0), *[(SectionKind.ARTICLE, "1", 2, 900)] * 25]
    chapter = [(SectionKind.CHAPTER, "1", 0, 0), *section, *section]
    reading = make(*chapter * 4)
    part = reading.parts[1]
    entries = listed(reading.contents(part))
    assert [s for s in entries if s.kind is SectionKind.ARTICLE] == [
        s for s in part.sections if s.kind is SectionKind.ARTICLE
    ]
    assert sum(s.kind is SectionKind.CHAPTER for s in entries) == 4
    assert all(
        s in part.sections or set(reading.ancestors(s)) <= {*part.ancestors, *part.sections}
        for s in entries
    )
    assert sum(s.kind is SectionKind.SECTION for s in entries) < 8


def test_empty_document_has_one_empty_part() -> None:
    (part,) = Reading([]).parts
    assert part.sections == ()
