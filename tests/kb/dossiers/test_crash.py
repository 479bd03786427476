"""Killed at any moment, a dossier is saved whole or not at all."""

from __future__ import annotations

from multiprocessing.connection import Connection

from kb.access import Audience
from kb.dossiers.model import Draft, ItemKind
from kb.dossiers.service import Dossiers
from kb.knowledge_base import KnowledgeBase
from tests.kb.dossiers.dossier import contributor
from tests.kb.kills import killed

ITEMS = 5


def wanted(items: list[str], version: int) -> Draft:
    """What is saved over a version: each part of it tells which, one item in turn is out."""
    turn = version % ITEMS
    order = [*items[turn:], *items[:turn]][1:]
    words = f"Saved over {version}"
    return Draft(words, words, tuple((item, words) for item in order))


def test_thirty_kills_leave_nothing_half_saved(knowledge_base: KnowledgeBase) -> None:
    by, service = contributor(knowledge_base), knowledge_base.dossiers
    dossier = service.make(by, "For the hearing").id
    items = [service.add(by, dossier, ItemKind.NOTE, note=f"Note {at}") for at in range(ITEMS)]

    def save_for_ever(told: Connection) -> None:
        version = service.dossier(dossier, by).version
        while True:
            version = service.save(by, dossier, version, wanted(items, version)).version
            told.send(version)

    for told in killed(knowledge_base.database, save_for_ever):
        check(service, by, dossier, items, max(told))


def check(service: Dossiers, by: Audience, dossier: str, items: list[str], told: int) -> None:
    """The dossier is what one save made of it, none that was told of is lost."""
    found = service.dossier(dossier, by)
    assert found.version >= told
    draft = wanted(items, found.version - 1)
    assert (found.title, found.about) == (draft.title, draft.about)
    kept = service.items(dossier, by)
    assert tuple((item.id, item.note) for item in kept) == draft.items
    (out,) = service.taken_out(dossier, by)
    assert {out.id, *(item.id for item in kept)} == set(items)
