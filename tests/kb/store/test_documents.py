"""Documents: all or nothing, the same ids over a new ingest, and only for who may read them."""

from __future__ import annotations

import dataclasses
from typing import cast

import pytest

from kb.access import Audience
from kb.errors import NotFound
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.store.blobs import Blob
from kb.store.changelog import ChangeLog
from kb.store.database import Database
from kb.store.documents import DocumentStore, NewFile
from kb.store.sections import SectionStore
from kb.store.sharing import share
from kb.store.works import WorkStore

EVERYBODY = Audience.visitor()


def article(number: str, text: str = "អត្ថបទ") -> ParsedSection:
    return ParsedSection(SectionKind.ARTICLE, text, number=number, lang="km")


LAW = ParsedDocument(
    media_type="text/plain",
    title="ច្បាប់គំរូ",
    lang="km",
    kind=DocumentKind.LAW,
    sections=(article("1"), article("2"), article("2 bis")),
)


def file(address: str = "a", origin: str = "/laws/a.txt") -> NewFile:
    return NewFile(Blob(address * 64, 10), "a.txt", origin)


def test_a_document_is_kept_whole(store: DocumentStore, sections: SectionStore) -> None:
    saved = store.save(
        LAW,
        file(),
        visibility=Visibility.PUBLIC,
        organisation_id=store.organisation("A"),
    )
    assert not saved.updated
    document = store.document(saved.document_id, EVERYBODY)
    assert (document.title, document.kind, document.source.sha256) == (
        LAW.title,
        DocumentKind.LAW,
        "a" * 64,
    )
    kept = sections.of_document(saved.document_id)
    assert [section.number for section in kept] == ["1", "2", "2 bis"]
    assert [section.position for section in kept] == [0, 1, 2]
    assert sections.by_id([kept[1].id]) == {kept[1].id: kept[1]}


def test_nothing_is_kept_of_a_document_that_fails_half_way(
    store: DocumentStore, database: Database
) -> None:
    broken = dataclasses.replace(
        LAW, sections=(article("1"), dataclasses.replace(article("2"), heading=cast(str, None)))
    )
    with pytest.raises(Exception, match=r"(?i)not.null"):
        store.save(
            broken, file(), visibility=Visibility.PUBLIC, organisation_id=store.organisation("A")
        )
    assert store.documents(EVERYBODY) == []
    assert store.file_addresses() == frozenset()
    assert ChangeLog(database).last_position() == 0


def test_new_bytes_of_a_known_origin_replace_the_document_and_keep_its_ids(
    store: DocumentStore, sections: SectionStore, database: Database
) -> None:
    organisation = store.organisation("A")
    first = store.save(LAW, file("a"), visibility=Visibility.PUBLIC, organisation_id=organisation)
    before = {section.number: section.id for section in sections.of_document(first.document_id)}
    changed = dataclasses.replace(LAW, sections=(article("0"), article("1", "ថ្មី"), article("2")))
    second = store.save(
        changed, file("b"), visibility=Visibility.PUBLIC, organisation_id=organisation
    )
    assert second.updated
    assert second.document_id == first.document_id
    after = {section.number: section for section in sections.of_document(first.document_id)}
    assert after["1"].id == before["1"]
    assert after["1"].text == "ថ្មី"
    assert after["0"].id not in before.values()
    assert "2 bis" not in after
    assert store.file_addresses() == {"b" * 64}
    assert len(ChangeLog(database).after(0, 10)) == 2


def test_the_same_bytes_are_known_within_one_organisation_only(store: DocumentStore) -> None:
    ours, theirs = store.organisation("A"), store.organisation("B")
    saved = store.save(LAW, file(), visibility=Visibility.ORGANISATION, organisation_id=ours)
    assert store.find_file(ours, "a" * 64) == saved.document_id
    assert store.find_file(theirs, "a" * 64) is None
    again = store.save(LAW, file(), visibility=Visibility.ORGANISATION, organisation_id=theirs)
    assert not again.updated
    assert again.document_id != saved.document_id


@pytest.mark.parametrize(
    ("visibility", "visitor", "member", "colleague"),
    [
        (Visibility.PUBLIC, True, True, True),
        (Visibility.NETWORK, False, True, True),
        (Visibility.ORGANISATION, False, False, True),
    ],
)
def test_who_may_read_what(
    store: DocumentStore, visibility: Visibility, visitor: bool, member: bool, colleague: bool
) -> None:
    ours, theirs = store.organisation("A"), store.organisation("B")
    saved = store.save(LAW, file(), visibility=visibility, organisation_id=ours)
    for audience, may in (
        (Audience.visitor(), visitor),
        (Audience.of_member(frozenset({theirs})), member),
        (Audience.of_member(frozenset({ours})), colleague),
    ):
        assert bool(store.documents(audience)) is may
        assert store.counts(audience) == ({DocumentKind.LAW: 1} if may else {})
        if may:
            store.document(saved.document_id, audience)
        else:
            with pytest.raises(NotFound) as hidden:
                store.document(saved.document_id, audience)
            with pytest.raises(NotFound) as absent:
                store.document("0" * 24, audience)
            assert str(hidden.value) == str(absent.value)


def test_changes_name_the_parts_that_a_document_leaves_and_enters(
    store: DocumentStore, database: Database
) -> None:
    organisation = store.organisation("A")
    saved = store.save(LAW, file(), visibility=Visibility.NETWORK, organisation_id=organisation)
    with database.write("documents") as connection:
        share(connection, saved.document_id, Visibility.ORGANISATION)
    store.remove(saved.document_id)
    own = f"org-{organisation}"
    assert [
        (change.left_part, change.entered_part) for change in ChangeLog(database).after(0, 10)
    ] == [(None, "network"), ("network", own), (own, None)]


def test_texts_of_one_registered_act_are_one_work(store: DocumentStore, database: Database) -> None:
    organisation = store.organisation("A")
    ids = [
        store.save(
            LAW,
            file(name, name),
            visibility=Visibility.PUBLIC,
            organisation_id=organisation,
            register_key=key,
        ).document_id
        for name, key in (("a", "land-law"), ("b", "land-law"), ("c", None))
    ]
    works = [store.document(document_id, EVERYBODY).work_id for document_id in ids]
    assert works[0] == works[1] != works[2]
    assert WorkStore(database).in_register(["land-law", "other"], EVERYBODY) == [works[0]]


def test_an_act_without_a_readable_text_is_not_there(
    store: DocumentStore, database: Database
) -> None:
    owner = store.organisation("A")
    saved = store.save(
        LAW,
        file(),
        visibility=Visibility.ORGANISATION,
        organisation_id=owner,
        register_key="land-law",
    )
    works = WorkStore(database)
    own = Audience.of_member(frozenset({owner}))
    assert works.in_register(["land-law"], EVERYBODY) == []
    assert works.in_register(["land-law"], own) == [store.document(saved.document_id, own).work_id]


def test_removing_gives_back_the_original_that_nobody_needs(store: DocumentStore) -> None:
    ours, theirs = store.organisation("A"), store.organisation("B")
    first = store.save(LAW, file(), visibility=Visibility.PUBLIC, organisation_id=ours)
    second = store.save(LAW, file(), visibility=Visibility.PUBLIC, organisation_id=theirs)
    assert store.remove(first.document_id) is None
    assert store.remove(second.document_id) == "a" * 64
    assert store.documents(EVERYBODY) == []
    with pytest.raises(NotFound):
        store.remove(first.document_id)
