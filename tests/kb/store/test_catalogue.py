"""Listing and counting: what they give equals a count by hand, and is made for its audience."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from kb.access import Audience
from kb.browsing import FIELDS, Due, Field, Selection
from kb.model import (
    Description,
    Document,
    DocumentKind,
    ParsedDocument,
    ParsedSection,
    SectionKind,
    Task,
    Visibility,
)
from kb.store.blobs import Blob
from kb.store.catalogue import Catalogue
from kb.store.database import Database
from kb.store.documents import DocumentStore, NewFile

EVERYBODY = Audience.visitor()
MEMBER = Audience.of_member(frozenset())
TODAY = dt.date(2024, 6, 1)
PAPERS = (
    ("Land law", DocumentKind.LAW, 2001, None, ("land",), ("12",)),
    ("Forest law", DocumentKind.LAW, 2002, None, ("forests", "land"), ()),
    ("Brief", DocumentKind.BRIEF, 2024, "River Watch", ("forests",), ("10", "1004", "16")),
    ("Undated", DocumentKind.BRIEF, None, "A/B: ក", (), ("1601",)),
)


@pytest.fixture
def catalogue(database: Database, store: DocumentStore) -> Catalogue:
    return Catalogue(database, store)


def keep(
    store: DocumentStore,
    description: Description,
    *sections: ParsedSection,
    visibility: Visibility = Visibility.PUBLIC,
) -> str:
    parsed = ParsedDocument(
        "text/plain", description.title, "en", description.kind, sections, year=description.year
    )
    saved = store.save(
        parsed,
        NewFile(Blob(description.title.rjust(64, "0"), 1), "a.txt", f"/{description.title}"),
        visibility=visibility,
        organisation_id=store.organisation("Owner"),
        description=description,
    )
    return saved.document_id


@pytest.fixture
def papers(store: DocumentStore) -> None:
    for title, kind, year, organisation, topics, places in PAPERS:
        keep(
            store,
            Description(
                title,
                "en",
                kind,
                year=year,
                organisation=organisation,
                topics=topics,
                places=places,
            ),
        )
    keep(
        store,
        Description(
            "Secret",
            "en",
            DocumentKind.REPORT,
            year=1990,
            organisation="Hidden",
            topics=("water",),
            places=("25",),
        ),
        visibility=Visibility.NETWORK,
    )


def values(document: Document, field: Field) -> set[str]:
    """What a document counts for, said once more in Python."""
    match field:
        case "topic":
            return set(document.topics)
        case "province":
            return {code[:2] for code in document.places}
    value = getattr(document, field)
    return set() if value is None else {str(value)}


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("audience", [EVERYBODY, MEMBER], ids=["visitor", "member"])
def test_counts_and_lists_equal_a_count_by_hand(
    catalogue: Catalogue, store: DocumentStore, audience: Audience
) -> None:
    readable = store.documents(audience)
    assert len(readable) == (5 if audience.member else 4)
    counts = catalogue.counts(FIELDS, audience)
    for field in FIELDS:
        expected = Counter(value for one in readable for value in values(one, field))
        assert counts[field] == expected
        for value, count in expected.items():
            wanted = Selection(**{field: int(value) if field == "year" else value})  # type: ignore[arg-type]
            assert catalogue.count(wanted, audience) == count
            assert {one.id for one in catalogue.documents(wanted, audience, limit=10)} == {
                one.id for one in readable if value in values(one, field)
            }


@pytest.mark.usefixtures("papers")
def test_what_one_may_not_read_is_counted_nowhere(catalogue: Catalogue) -> None:
    for selection in (Selection(topic="water"), Selection(organisation="Hidden")):
        assert catalogue.count(selection, EVERYBODY) == 0
        assert catalogue.documents(selection, EVERYBODY, limit=10) == []
        assert catalogue.counts(["kind"], EVERYBODY, selection) == {"kind": {}}


@pytest.mark.usefixtures("papers")
def test_fields_narrow_each_other_and_pages_follow_each_other(catalogue: Catalogue) -> None:
    both = Selection(kind=DocumentKind.LAW, topic="land")
    assert catalogue.counts(["topic"], EVERYBODY, both) == {"topic": {"land": 2, "forests": 1}}
    pages = [catalogue.documents(both, EVERYBODY, limit=1, offset=at) for at in (0, 1, 2)]
    assert [[one.title for one in page] for page in pages] == [["Forest law"], ["Land law"], []]


@pytest.mark.usefixtures("papers")
def test_newest_first_by_date_or_by_arrival(catalogue: Catalogue) -> None:
    by_date = catalogue.documents(Selection(), EVERYBODY, limit=9)
    assert [one.title for one in by_date] == ["Brief", "Forest law", "Land law", "Undated"]
    by_arrival = catalogue.documents(Selection(), EVERYBODY, order="added", limit=9)
    assert [one.title for one in by_arrival] == ["Undated", "Brief", "Forest law", "Land law"]


def test_near_duplicates_are_neither_listed_nor_counted(
    catalogue: Catalogue, store: DocumentStore
) -> None:
    text = " ".join(f"Place {n} has a forest of {7 * n} hectares." for n in range(60))
    for title in ("First", "Second"):
        keep(
            store,
            Description(title, "en", DocumentKind.BRIEF),
            ParsedSection(SectionKind.TEXT, text, lang="en"),
        )
    assert catalogue.counts(["kind"], EVERYBODY) == {"kind": {"brief": 1}}
    assert [one.title for one in catalogue.documents(Selection(), EVERYBODY, limit=9)] == ["First"]


def test_actions_by_the_day_they_are_due(catalogue: Catalogue, store: DocumentStore) -> None:
    def action(what: str, due: dt.date | None) -> ParsedSection:
        return ParsedSection(SectionKind.ACTION, what, lang="en", task=Task(what, "Ms A.", due))

    minutes = Description("Minutes", "en", DocumentKind.MINUTES)
    keep(
        store,
        minutes,
        action("later", dt.date(2024, 7, 1)),
        action("today", TODAY),
        action("yesterday", dt.date(2024, 5, 31)),
        action("long ago", dt.date(2023, 5, 31)),
        ParsedSection(SectionKind.ACTION, "some day", lang="en"),
        ParsedSection(SectionKind.DECISION, "no task", lang="en"),
    )
    keep(
        store,
        Description("Hidden minutes", "en", DocumentKind.MINUTES),
        action("secret", TODAY),
        visibility=Visibility.NETWORK,
    )

    def due(when: Due, audience: Audience = EVERYBODY) -> list[str]:
        found = catalogue.actions(when, TODAY, audience, limit=10)
        assert catalogue.count_actions(when, TODAY, audience) == len(found)
        return [one.section.text for one in found]

    assert due(Due.COMING) == ["today", "later"]
    assert due(Due.PAST) == ["yesterday", "long ago"]
    assert due(Due.UNDATED) == ["some day"]
    assert sorted(due(Due.COMING, MEMBER)) == ["later", "secret", "today"]
    (later,) = catalogue.actions(Due.PAST, TODAY, EVERYBODY, limit=1, offset=1)
    assert (later.section.text, later.minutes.title) == ("long ago", "Minutes")


def test_texts_of_an_act_are_those_that_may_be_read(
    catalogue: Catalogue, store: DocumentStore
) -> None:
    act = Description("Sub-decree", "en", DocumentKind.SUB_DECREE, number="146", year=2005)
    shown = keep(store, act)
    keep(
        store, Description("Draft", "km", act.kind, "146", year=2005), visibility=Visibility.NETWORK
    )
    work = store.document(shown, EVERYBODY).work_id
    assert [one.id for one in catalogue.texts(work, EVERYBODY)] == [shown]
    assert len(catalogue.texts(work, MEMBER)) == 2
    assert catalogue.texts("none", MEMBER) == []
