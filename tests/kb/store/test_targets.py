"""What hangs on a text is seen by nobody who may not read the text."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kb.access import Audience
from kb.discussion.targets import SectionKey, Target, TargetKind, section_keys
from kb.errors import InvalidInput
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.store.blobs import Blob
from kb.store.database import Database
from kb.store.discussion_tables import threads
from kb.store.documents import DocumentStore, NewFile
from kb.store.member_tables import members
from kb.store.sections import SectionStore
from kb.store.sharing import share
from kb.store.tables import now
from kb.store.targets import TargetStore, effective, from_target, on_target, shown, to_target

PUBLIC, NETWORK, ORGANISATION = Visibility.PUBLIC, Visibility.NETWORK, Visibility.ORGANISATION


def article(number: str, lang: str) -> ParsedSection:
    return ParsedSection(SectionKind.ARTICLE, f"Text of {number}.", number=number, lang=lang)


def save(
    store: DocumentStore, owner: str, visibility: Visibility, *numbers: str, lang: str = "km"
) -> str:
    """Keep a text of the Land Law; give its id."""
    name = f"{owner}-{lang}-{visibility}"
    parsed = ParsedDocument(
        media_type="text/plain",
        title=name,
        lang=lang,
        kind=DocumentKind.LAW,
        sections=tuple(article(number, lang) for number in numbers),
    )
    return store.save(
        parsed,
        NewFile(Blob(name.encode().hex().ljust(64, "0")[-64:], 9), name, f"/{name}"),
        visibility=visibility,
        organisation_id=store.organisation(owner),
        register_key="land-law-2001",
    ).document_id


def work_of(store: DocumentStore, document_id: str) -> str:
    return store.every_document([document_id])[document_id].work_id


def hang(
    database: Database, store: DocumentStore, target: Target, visibility: Visibility, owner: str
) -> None:
    """Hang a thread on a target."""
    organisation = store.organisation(owner)
    with database.write() as connection:
        connection.execute(
            sa.insert(members).values(
                id="m", name="", role="reader", organisation_id=organisation, created_at=now()
            )
        )
        connection.execute(
            sa.insert(threads).values(
                id="t",
                **from_target(target),
                title="Title",
                lang="km",
                visibility=visibility,
                organisation_id=organisation,
                member_id="m",
                opened_at=now(),
                last_at=now(),
            )
        )


def seen_by(database: Database, store: DocumentStore) -> tuple[set[str], str | None]:
    """Give who sees the thread, and its visibility."""
    ours, theirs = store.organisation("Ours"), store.organisation("Theirs")
    audiences = {
        "visitor": Audience.visitor(),
        "ours": Audience.of_member(frozenset({ours})),
        "theirs": Audience.of_member(frozenset({theirs})),
    }
    with database.read() as connection:
        seen = {
            name
            for name, audience in audiences.items()
            if connection.scalar(sa.select(threads.c.id).where(shown(threads, audience)))
        }
        return seen, connection.scalar(sa.select(effective(threads)))


@pytest.fixture
def targets(database: Database) -> TargetStore:
    return TargetStore(database)


@pytest.mark.parametrize(
    "target",
    [
        Target.of_work("ab12"),
        Target.of_work("ab12", SectionKey(SectionKind.ARTICLE, "162 bis")),
        Target.of_work("ab12", SectionKey(SectionKind.HEADING, "", 3)),
        Target(TargetKind.DOSSIER, "ab12"),
    ],
)
def test_a_target_has_one_written_form(target: Target) -> None:
    assert Target.parse(str(target)) == target


@pytest.mark.parametrize(
    "text",
    ["", "work:", "act:ab", "section:ab", "section:ab:article:x:1", "section:ab:article:01:1"],
)
def test_what_names_no_target_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="target"):
        Target.parse(text)


def test_a_section_has_one_key_in_both_languages_of_a_file(
    store: DocumentStore, sections: SectionStore
) -> None:
    parsed = ParsedDocument(
        media_type="text/plain",
        title="Two languages",
        lang="km",
        kind=DocumentKind.LAW,
        sections=(article("1", "km"), article("1", "en"), article("2", "km"), article("1", "km")),
    )
    saved = store.save(
        parsed,
        NewFile(Blob("0" * 64, 9), "a", "/a"),
        organisation_id=store.organisation("Ours"),
    )
    kept = sections.of_document(saved.document_id)
    keys = section_keys(kept)
    assert [(keys[one.id].number, keys[one.id].nth) for one in kept] == [
        ("1", 0),
        ("1", 0),
        ("2", 0),
        ("1", 1),
    ]


def test_an_article_is_found_in_each_text_that_may_be_read(
    store: DocumentStore, targets: TargetStore, sections: SectionStore
) -> None:
    khmer = save(store, "Ours", PUBLIC, "1", "2")
    english = save(store, "Ours", ORGANISATION, "2", lang="en")
    work = work_of(store, khmer)
    second = Target.of_work(work, SectionKey(SectionKind.ARTICLE, "2"))
    ours = Audience.of_member(frozenset({store.organisation("Ours")}))
    found = {place.document_id: place.section_id for place in targets.places(second, ours)}
    assert found == {
        khmer: sections.of_document(khmer)[1].id,
        english: sections.of_document(english)[0].id,
    }
    everybody = Audience.visitor()
    assert [one.document_id for one in targets.places(second, everybody)] == [khmer]
    third = Target.of_work(work, SectionKey(SectionKind.ARTICLE, "3"))
    (place,) = targets.places(third, everybody)
    assert (place.document_id, place.section_id) == (khmer, None)
    assert targets.places(Target.of_work("none"), ours) == []


@pytest.mark.parametrize(
    ("text", "chosen", "seen"),
    [
        (PUBLIC, PUBLIC, {"visitor", "ours", "theirs"}),
        (PUBLIC, NETWORK, {"ours", "theirs"}),
        (NETWORK, PUBLIC, {"ours", "theirs"}),
        (PUBLIC, ORGANISATION, {"ours"}),
        (ORGANISATION, NETWORK, {"ours"}),
    ],
)
def test_the_narrower_of_a_thing_and_its_text_holds(
    database: Database,
    store: DocumentStore,
    text: Visibility,
    chosen: Visibility,
    seen: set[str],
) -> None:
    document = save(store, "Ours", text, "1")
    article_one = SectionKey(SectionKind.ARTICLE, "1")
    hang(database, store, Target.of_work(work_of(store, document), article_one), chosen, "Ours")
    narrowed = {3: PUBLIC, 2: NETWORK, 1: ORGANISATION}[len(seen)]
    assert seen_by(database, store) == (seen, narrowed)


def test_it_follows_when_a_text_is_withdrawn_and_when_it_loses_the_section(
    database: Database, store: DocumentStore, targets: TargetStore
) -> None:
    document = save(store, "Ours", NETWORK, "1", "2")
    target = Target.of_work(work_of(store, document), SectionKey(SectionKind.ARTICLE, "2"))
    hang(database, store, target, NETWORK, "Theirs")
    assert seen_by(database, store) == ({"ours", "theirs"}, NETWORK)
    with database.write() as connection:
        share(connection, document, ORGANISATION)
    assert seen_by(database, store) == (set(), None)
    with database.write() as connection:
        share(connection, document, NETWORK)
    save(store, "Ours", NETWORK, "1")
    assert seen_by(database, store) == ({"theirs"}, ORGANISATION)
    assert targets.widest(target, store.organisation("Theirs")) is ORGANISATION
    store.remove(document)
    assert seen_by(database, store) == (set(), None)


def test_a_row_gives_its_target_back(database: Database, store: DocumentStore) -> None:
    document = save(store, "Ours", NETWORK, "1")
    target = Target(TargetKind.DOCUMENT, document)
    hang(database, store, target, NETWORK, "Ours")
    with database.read() as connection:
        row = connection.execute(sa.select(threads).where(on_target(threads, target))).one()
    assert to_target(row) == target
    assert seen_by(database, store) == ({"ours", "theirs"}, NETWORK)
