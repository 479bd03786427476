"""Dossiers: what is kept with an item, who sees what, and that nobody overwrites anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.access import Audience
from kb.contributing import Contributing
from kb.dossiers.model import Dossier, Draft, Item, ItemKind, TextState
from kb.dossiers.service import Dossiers, StaleDossier, arranged
from kb.errors import Forbidden, InvalidInput, NotFound
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from tests.kb.conftest import keep
from tests.kb.dossiers.dossier import (
    KHMER,
    article,
    contributor,
    keep_brief,
    keep_law,
    section_of,
)


@pytest.fixture
def service(knowledge_base: KnowledgeBase) -> Dossiers:
    return knowledge_base.dossiers


@pytest.fixture
def by(knowledge_base: KnowledgeBase) -> Audience:
    return contributor(knowledge_base)


@pytest.fixture
def dossier(service: Dossiers, by: Audience) -> Dossier:
    return service.make(by, "Land titles", "For the hearing")


def draft(dossier: Dossier, *items: Item, note: str | None = None) -> Draft:
    return Draft(
        dossier.title,
        dossier.about,
        tuple((one.id, one.note if note is None else note) for one in items),
    )


def words(item: Item) -> str:
    """The kept text of what was added."""
    section = item.texts[0].section
    assert section
    return section.text


def test_an_article_is_kept_in_both_languages(
    knowledge_base: KnowledgeBase, service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    texts = keep_law(knowledge_base)
    service.add(by, dossier.id, ItemKind.SECTION, section_of(knowledge_base, texts["en"], 1))
    (item,) = service.items(dossier.id, by)
    assert [text.document.id for text in item.texts] == [texts["en"], texts["km"]]
    assert [text.section and text.section.number for text in item.texts] == ["2", "2"]
    assert not item.is_outdated


def test_a_kept_text_stays_and_tells_of_a_newer_one(
    knowledge_base: KnowledgeBase, service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    old = article(1, KHMER, "km"), article(2, "ចាស់", "km")
    law = keep(knowledge_base, *old, title="ច្បាប់")
    for at in (0, 1):
        service.add(by, dossier.id, ItemKind.SECTION, section_of(knowledge_base, law, at))
    service.add(by, dossier.id, ItemKind.DOCUMENT, law)

    def states() -> list[TextState]:
        return [item.texts[0].state for item in service.items(dossier.id, by)]

    keep(knowledge_base, *old, title="ច្បាប់")  # read again, and the same
    assert states() == [TextState.CURRENT] * 3
    keep(knowledge_base, article(1, "ថ្មី", "km"), title="ច្បាប់")
    assert states() == [TextState.CHANGED, TextState.GONE, TextState.CHANGED]
    first, second, whole = service.items(dossier.id, by)
    assert [words(first), words(second)] == [KHMER, "ចាស់"]
    service.renew(by, dossier.id, first.id)
    service.renew(by, dossier.id, whole.id)
    assert states() == [TextState.CURRENT, TextState.GONE, TextState.CURRENT]
    assert words(service.items(dossier.id, by)[0]) == "ថ្មី"
    with pytest.raises(NotFound):
        service.renew(by, dossier.id, second.id)


def test_a_reader_sees_of_it_what_the_reader_may_read(
    knowledge_base: KnowledgeBase, service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    law = keep_law(knowledge_base)["km"]
    brief = keep_brief(knowledge_base)
    service.add(by, dossier.id, ItemKind.DOCUMENT, brief, "secret note")
    service.add(by, dossier.id, ItemKind.SECTION, section_of(knowledge_base, law))
    service.add(by, dossier.id, ItemKind.NOTE, note="Own words")
    with pytest.raises(NotFound):
        service.items(dossier.id, Audience.visitor())
    service.share(by, dossier.id, Visibility.PUBLIC)
    kinds = [item.kind for item in service.items(dossier.id, Audience.visitor())]
    assert kinds == [ItemKind.SECTION, ItemKind.NOTE]
    assert len(service.items(dossier.id, by)) == 3
    Contributing(knowledge_base).share(by, brief, Visibility.PUBLIC)
    assert len(service.items(dossier.id, Audience.visitor())) == 3
    knowledge_base.remove(brief)
    assert len(service.items(dossier.id, by)) == 2


def test_a_translation_that_a_reader_may_not_read_is_left_out(
    knowledge_base: KnowledgeBase, service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    texts = keep_law(knowledge_base)
    Contributing(knowledge_base).share(by, texts["en"], Visibility.ORGANISATION)
    service.add(by, dossier.id, ItemKind.SECTION, section_of(knowledge_base, texts["km"]))
    service.share(by, dossier.id, Visibility.PUBLIC)
    assert len(service.items(dossier.id, by)[0].texts) == 2
    assert len(service.items(dossier.id, Audience.visitor())[0].texts) == 1


def test_only_its_organisation_edits_a_dossier(
    knowledge_base: KnowledgeBase, service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    other = contributor(knowledge_base, "Others")
    reader = Audience.of_member(by.organisations)
    service.share(by, dossier.id, Visibility.PUBLIC)
    for asker in (other, reader, Audience.visitor()):
        with pytest.raises(Forbidden):
            service.add(asker, dossier.id, ItemKind.NOTE, note="x")
        with pytest.raises(Forbidden):
            service.save(asker, dossier.id, dossier.version, draft(dossier))
        with pytest.raises(Forbidden):
            service.share(asker, dossier.id, Visibility.ORGANISATION)
        with pytest.raises(Forbidden):
            service.remove(asker, dossier.id)
        with pytest.raises(Forbidden):
            service.taken_out(dossier.id, asker)
        assert service.editable(asker) == []
        with pytest.raises(Forbidden):
            service.make(asker, "Title", organisation_id=knowledge_base.home_organisation)


def test_nothing_is_added_that_the_editor_may_not_read(
    knowledge_base: KnowledgeBase, service: Dossiers
) -> None:
    brief = keep_brief(knowledge_base)
    other = contributor(knowledge_base, "Others")
    made = service.make(other, "Theirs")
    with pytest.raises(NotFound):
        service.add(other, made.id, ItemKind.DOCUMENT, brief)
    with pytest.raises(NotFound):
        service.add(other, made.id, ItemKind.SECTION, section_of(knowledge_base, brief))


def test_a_stale_save_changes_nothing(service: Dossiers, by: Audience, dossier: Dossier) -> None:
    service.add(by, dossier.id, ItemKind.NOTE, note="one")
    opened = service.dossier(dossier.id, by)
    items = service.items(dossier.id, by)
    service.add(by, dossier.id, ItemKind.NOTE, note="two")
    with pytest.raises(StaleDossier):
        service.save(by, dossier.id, opened.version, draft(opened, *items, note="lost?"))
    assert [item.note for item in service.items(dossier.id, by)] == ["one", "two"]
    now = service.dossier(dossier.id, by)
    service.save(by, dossier.id, now.version, draft(now, *items, note="kept"))
    assert [item.note for item in service.items(dossier.id, by)] == ["kept"]


def test_what_is_taken_out_can_be_put_back_with_its_note(
    service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    for note in ("one", "two", "three"):
        service.add(by, dossier.id, ItemKind.NOTE, note=note)
    first, second, third = service.items(dossier.id, by)
    now = service.dossier(dossier.id, by)
    service.save(by, dossier.id, now.version, draft(now, third, first))
    assert [item.note for item in service.items(dossier.id, by)] == ["three", "one"]
    assert [item.note for item in service.taken_out(dossier.id, by)] == ["two"]
    service.put_back(by, dossier.id, second.id)
    assert [item.note for item in service.items(dossier.id, by)] == ["three", "one", "two"]
    with pytest.raises(NotFound):
        service.put_back(by, dossier.id, second.id)


def test_a_full_dossier_takes_nothing_more(
    service: Dossiers, by: Audience, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.dossiers.service.MOST_ITEMS", 2)
    one, two = (service.add(by, dossier.id, ItemKind.NOTE, note=note) for note in ("one", "two"))
    with pytest.raises(InvalidInput):
        service.add(by, dossier.id, ItemKind.NOTE, note="three")
    now = service.dossier(dossier.id, by)
    service.save(by, dossier.id, now.version, Draft("Title", "", ((two, "two"),)))
    service.add(by, dossier.id, ItemKind.NOTE, note="three")
    with pytest.raises(InvalidInput):
        service.put_back(by, dossier.id, one)
    now = service.dossier(dossier.id, by)
    every = tuple((item.id, "") for item in service.items(dossier.id, by))
    with pytest.raises(InvalidInput):
        service.save(by, dossier.id, now.version, Draft("Title", "", (*every, (one, ""))))


def test_items_that_an_editor_may_not_see_stay(
    knowledge_base: KnowledgeBase, service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    other = contributor(knowledge_base, "Others")
    brief = keep_brief(knowledge_base)
    service.add(by, dossier.id, ItemKind.NOTE, note="one")
    service.add(by, dossier.id, ItemKind.DOCUMENT, brief, "about the brief")
    service.add(by, dossier.id, ItemKind.NOTE, note="two")
    Contributing(knowledge_base).share(
        knowledge_base.operator, brief, Visibility.ORGANISATION, next(iter(other.organisations))
    )
    now, (one, two) = service.dossier(dossier.id, by), service.items(dossier.id, by)
    service.save(by, dossier.id, now.version, draft(now, two, one))
    notes = [item.note for item in service.items(dossier.id, knowledge_base.operator)]
    assert notes == ["two", "one", "about the brief"]


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        (ItemKind.NOTE, ""),
        (ItemKind.NOTE, " \n\u202e "),
        (ItemKind.NOTE, "x" * 10_001),
        (ItemKind.HEADING, ""),
        (ItemKind.HEADING, "x" * 301),
    ],
)
def test_words_that_cannot_be_used_are_refused(
    service: Dossiers, by: Audience, dossier: Dossier, kind: ItemKind, note: str
) -> None:
    with pytest.raises(InvalidInput):
        service.add(by, dossier.id, kind, note=note)
    with pytest.raises(InvalidInput):
        service.make(by, " ")


def test_an_item_of_another_dossier_is_refused(
    service: Dossiers, by: Audience, dossier: Dossier
) -> None:
    other = service.make(by, "Another")
    item = service.add(by, other.id, ItemKind.NOTE, note="theirs")
    with pytest.raises(InvalidInput):
        service.save(by, dossier.id, dossier.version, Draft("Title", "", ((item, "mine"),)))
    assert [one.note for one in service.items(other.id, by)] == ["theirs"]


@given(st.permutations("abcdefg"), st.sets(st.sampled_from("abcdefg")), st.data())
def test_arranging_keeps_what_is_not_seen_and_obeys_what_is(
    present: list[str], seen: set[str], data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.sampled_from(sorted(seen) or ["-"]), unique=True))
    wanted = [one for one in wanted if one in seen]
    order = arranged(present, seen, wanted)
    assert [one for one in order if one in seen] == wanted
    assert {one for one in order if one not in seen} == set(present) - seen
    assert len(order) == len(set(order))
    if wanted == [one for one in present if one in seen]:
        assert order == present
