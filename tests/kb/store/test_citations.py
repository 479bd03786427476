"""References lead where the collection and the rights of the reader let them."""

from __future__ import annotations

import pytest

from kb.access import Audience
from kb.model import (
    DocumentKind,
    ParsedDocument,
    ParsedSection,
    Section,
    SectionKind,
    Visibility,
)
from kb.references import references_of
from kb.store.blobs import Blob
from kb.store.citations import CitationStore
from kb.store.database import Database
from kb.store.documents import DocumentStore, NewFile
from kb.store.sections import SectionStore

EVERYBODY = Audience.visitor()
LAND_LAW = "land-law-2001"


@pytest.fixture
def citations(database: Database) -> CitationStore:
    return CitationStore(database)


def keep(
    database: Database,
    name: str,
    *texts: str,
    lang: str = "en",
    kind: DocumentKind = DocumentKind.LAW,
    number: str | None = None,
    key: str | None = None,
    visibility: Visibility = Visibility.PUBLIC,
) -> list[Section]:
    """Keep a document with an article for each text; give its sections."""
    parsed = ParsedDocument(
        "text/plain",
        name,
        lang,
        kind,
        tuple(
            ParsedSection(SectionKind.ARTICLE, text, number=str(n), lang=lang)
            for n, text in enumerate(texts, 1)
        ),
        number=number,
        year=2020,
    )
    store = DocumentStore(database)
    saved = store.save(
        parsed,
        NewFile(Blob(name.rjust(64, "0"), 1), f"{name}.txt", f"file:///{name}"),
        visibility=visibility,
        organisation_id=store.organisation("A"),
        register_key=key,
        citations=references_of(parsed.sections, kind, 2020, key),
    )
    return SectionStore(database).of_document(saved.document_id)


def test_references_within_an_act_lead_both_ways(
    database: Database, citations: CitationStore
) -> None:
    one, two = keep(database, "a", "See Article 2 and Article 9.", "Text.")
    references = citations.references([one.id, two.id], EVERYBODY)
    targets = [reference.target for reference in references[one.id]]
    assert [target and target.section_id for target in targets] == [two.id, None]
    (citing,) = citations.citing([one, two], EVERYBODY)[two.id]
    assert citing.section_id == one.id


def test_a_reference_leads_to_an_act_from_the_day_it_arrives(
    database: Database, citations: CitationStore
) -> None:
    (brief,) = keep(database, "brief", "Article 1 of the Land Law.", kind=DocumentKind.BRIEF)
    (reference,) = citations.references([brief.id], EVERYBODY)[brief.id]
    assert reference.target is None
    (article,) = keep(database, "law", "Text.", key=LAND_LAW)
    (reference,) = citations.references([brief.id], EVERYBODY)[brief.id]
    assert reference.target is not None
    assert reference.target.section_id == article.id
    assert citations.citing([article], EVERYBODY)[article.id][0].section_id == brief.id


def test_an_act_that_is_in_no_register_is_found_by_kind_and_number(
    database: Database, citations: CitationStore
) -> None:
    sub_decree = DocumentKind.SUB_DECREE
    (target,) = keep(database, "s", "Text.", kind=sub_decree, number="777")
    keep(database, "p", "Text.", kind=DocumentKind.PRAKAS, number="777")
    (citing,) = keep(database, "b", "Article 1 of Sub-decree No. 777 ANK.BK.")
    (reference,) = citations.references([citing.id], EVERYBODY)[citing.id]
    assert reference.target is not None
    assert reference.target.section_id == target.id
    assert target.id in citations.citing([target], EVERYBODY)


def test_of_an_act_in_two_languages_the_readers_is_shown(
    database: Database, citations: CitationStore
) -> None:
    (khmer,) = keep(database, "km", "អត្ថបទ", lang="km", key=LAND_LAW)
    (english,) = keep(database, "en", "Text.", key=LAND_LAW)
    for text, lang, expected in (
        ("Article 1 of the Land Law.", "en", english),
        ("មាត្រា ១ នៃច្បាប់ភូមិបាល។", "km", khmer),
    ):
        (citing,) = keep(database, f"citing-{lang}", text, lang=lang)
        (reference,) = citations.references([citing.id], EVERYBODY)[citing.id]
        assert reference.target is not None
        assert reference.target.section_id == expected.id
    # and both texts are cited, whichever language it is in
    assert len(citations.citing([khmer], EVERYBODY)[khmer.id]) == 2
    assert len(citations.citing([english], EVERYBODY)[english.id]) == 2


def test_nobody_learns_of_what_is_not_for_them(
    database: Database, citations: CitationStore
) -> None:
    (law,) = keep(database, "law", "Text.", key=LAND_LAW)
    (hidden,) = keep(
        database,
        "hidden",
        "Article 1 of the Land Law.",
        kind=DocumentKind.BRIEF,
        visibility=Visibility.NETWORK,
    )
    (secret,) = keep(
        database, "secret", "Text.", key="law-on-forestry-2002", visibility=Visibility.NETWORK
    )
    (public,) = keep(database, "public", "Article 1 of the Law on Forestry.")
    member = Audience.of_member(frozenset())
    assert citations.citing([law], EVERYBODY) == {}
    assert citations.citing([law], member)[law.id][0].section_id == hidden.id
    assert citations.references([public.id], EVERYBODY)[public.id][0].target is None
    target = citations.references([public.id], member)[public.id][0].target
    assert target is not None
    assert target.section_id == secret.id


def test_references_go_with_their_document(database: Database, citations: CitationStore) -> None:
    one, _ = keep(database, "a", "See Article 2.", "Text.")
    keep(database, "a", "See nothing.", "Text.")
    assert citations.references([one.id], EVERYBODY) == {}
    DocumentStore(database).remove(one.document_id)
    assert citations.references([one.id], EVERYBODY) == {}


def test_who_cites_an_act_is_counted_by_document(
    database: Database, citations: CitationStore
) -> None:
    (law,) = keep(database, "law", "See Article 1 of this law.", key=LAND_LAW)
    (brief,) = keep(
        database,
        "brief",
        "Article 1 of the Land Law, and the Land Law as a whole.",
        kind=DocumentKind.BRIEF,
    )
    keep(database, "secret", "Article 1 of the Land Law.", visibility=Visibility.NETWORK)
    texts = [DocumentStore(database).document(law.document_id, EVERYBODY)]
    assert citations.citing_act(texts, EVERYBODY) == {brief.document_id: 2}
    assert len(citations.citing_act(texts, Audience.of_member(frozenset()))) == 2
    assert citations.citing_act([], EVERYBODY) == {}
