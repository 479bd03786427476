"""The test of two worlds finds leaks: each is planted here on purpose, and found where it shows.

A leak is a guard that was forgotten, so what plants it answers one question as the operator, who
reads everything, or for all parts of the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from kb.access import PUBLIC_PART, Audience
from kb.browsing import Field
from kb.errors import Forbidden, NotFound
from kb.knowledge_base import KnowledgeBase
from kb.model import Document
from kb.search.engine import EngineQuery, EngineResult
from kb.search.spelling import Speller
from kb.search.suggest import Suggester
from kb.search.tantivy import TantivyEngine
from kb.store import duplicates
from kb.store.catalogue import Catalogue
from kb.store.citations import CitationStore
from kb.store.documents import DocumentStore
from kb.store.sections import SectionStore
from kb.store.works import WorkStore
from tests.webapp.test_two_worlds import leaks
from tests.webapp.worlds import World, make_world

OUTSIDER = "member"
Plant = Callable[[pytest.MonkeyPatch, World], None]


@dataclass(frozen=True, slots=True)
class Leak:
    """A guard that is gone.

    Attributes:
        channel: Route at which it shows.
        address: Begin of the address there.
    """

    plant: Plant
    channel: str
    address: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("planted")


@pytest.fixture(scope="module")
def without(folder: Path) -> Iterator[World]:
    """The world that never had a secret."""
    world = make_world(folder / "without", None)
    yield world
    world.knowledge_base.close()


@pytest.fixture(scope="module")
def having(folder: Path) -> Iterator[World]:
    """The world that has secrets."""
    world = make_world(folder / "having", "never shared")
    yield world
    world.knowledge_base.close()


def as_operator(owner: type, name: str) -> Plant:
    """A method that takes whoever asks for the operator."""

    def plant(patch: pytest.MonkeyPatch, world: World) -> None:
        real, operator = getattr(owner, name), world.knowledge_base.operator

        def leaking(self: object, *given: Any, **named: Any) -> Any:
            return real(self, *map(widened, given), **named)

        def widened(value: object) -> object:
            return operator if isinstance(value, Audience) else value

        patch.setattr(owner, name, leaking)

    return plant


def counts_of(field: Field) -> Plant:
    """Counts of one field, of all that there is."""

    def plant(patch: pytest.MonkeyPatch, world: World) -> None:
        real, operator = Catalogue.counts, world.knowledge_base.operator

        def leaking(self: Catalogue, fields: Any, audience: Audience, *more: Any) -> Any:
            counts = real(self, fields, audience, *more)
            return counts | (real(self, [field], operator, *more) if field in fields else {})

        patch.setattr(Catalogue, "counts", leaking)

    return plant


def of_all_parts(merged: Callable[[EngineResult, EngineResult], EngineResult]) -> Plant:
    """An engine that looks into all parts, and shows something of what it saw there.

    Args:
        merged: From the answer of the asker's parts and that of all parts to what is shown.
    """

    def plant(patch: pytest.MonkeyPatch, world: World) -> None:
        real, parts = TantivyEngine.search, world.knowledge_base.operator.parts

        def leaking(self: TantivyEngine, query: EngineQuery, own: Any) -> EngineResult:
            return merged(real(self, query, own), real(self, query, parts))

        patch.setattr(TantivyEngine, "search", leaking)

    return plant


def with_scores_of(own: EngineResult, everywhere: EngineResult) -> EngineResult:
    """The own hits, with the scores that they have among all."""
    scores = {hit.section_id: hit.score for hit in everywhere.hits}
    hits = (replace(hit, score=scores.get(hit.section_id, hit.score)) for hit in own.hits)
    return replace(own, hits=tuple(hits))


def spelled_like_secrets(patch: pytest.MonkeyPatch, world: World) -> None:
    """Spellings from the words of all parts."""
    real, parts = Speller.propose, world.knowledge_base.operator.parts
    patch.setattr(Speller, "propose", lambda self, text, own: real(self, text, parts))


def refused_instead_of_absent(patch: pytest.MonkeyPatch, world: World) -> None:
    """Another answer for what is there than for what is not."""
    real, operator = DocumentStore.document, world.knowledge_base.operator

    def leaking(self: DocumentStore, document_id: str, audience: Audience) -> Document:
        try:
            return real(self, document_id, audience)
        except NotFound:
            real(self, document_id, operator)
            raise Forbidden("This is not for you.", "Ask its owner.") from None

    patch.setattr(DocumentStore, "document", leaking)


def any_section(patch: pytest.MonkeyPatch, world: World) -> None:
    """Sections by their ids, whoever asks."""
    stored = SectionStore(world.knowledge_base.database)
    patch.setattr(KnowledgeBase, "section", lambda self, one, audience: stored.by_id([one])[one])


LEAKS = {
    "facet": Leak(
        of_all_parts(lambda own, everywhere: replace(own, facets=everywhere.facets)),
        "api.search",
        "/api/v1/search?q=forest",
    ),
    "total": Leak(
        of_all_parts(lambda own, everywhere: replace(own, total=everywhere.total)),
        "search.results",
        "/en/search?q=quokkazyx",
    ),
    "hits": Leak(
        of_all_parts(lambda own, everywhere: everywhere), "search.results", "/en/search?q=forest"
    ),
    "score": Leak(of_all_parts(with_scores_of), "api.search", "/api/v1/search?q=forest"),
    "suggestion": Leak(as_operator(Suggester, "suggest"), "api.suggest", "/api/v1/suggest?q=law"),
    "spelling": Leak(spelled_like_secrets, "search.results", "/en/search?q=comunity"),
    "name of an act": Leak(
        as_operator(WorkStore, "in_register"), "search.results", "/en/search?q=Law on the Press"
    ),
    "counts of kinds": Leak(counts_of("kind"), "pages.start", "/en/"),
    "counts of topics": Leak(counts_of("topic"), "browse.topics", "/en/topics"),
    "map": Leak(counts_of("province"), "browse.provinces", "/km/provinces"),
    "timeline": Leak(counts_of("year"), "browse.years", "/en/years"),
    "list": Leak(as_operator(Catalogue, "documents"), "browse.documents", "/en/documents"),
    "actions": Leak(as_operator(Catalogue, "actions"), "actions.actions", "/en/actions"),
    "texts of an act": Leak(as_operator(Catalogue, "texts"), "acts.act", "/km/acts"),
    "translations": Leak(
        as_operator(KnowledgeBase, "texts"), "documents.document", "/en/documents/{law}"
    ),
    "cited by": Leak(
        as_operator(CitationStore, "citing"), "documents.section", "/en/documents/{law}"
    ),
    "papers on an act": Leak(as_operator(KnowledgeBase, "citing_act"), "acts.act", "/km/acts"),
    "any section": Leak(any_section, "api.section", "/api/v1/sections"),
    "picture of a page": Leak(
        as_operator(DocumentStore, "document"), "pictures.picture", "/documents/{secret}"
    ),
    "doubtful pages": Leak(
        as_operator(KnowledgeBase, "doubtful_pages"), "page_views.review", "/en/review"
    ),
    "original": Leak(
        as_operator(DocumentStore, "document"), "originals.original", "/documents/{secret}"
    ),
    "history": Leak(
        as_operator(DocumentStore, "document"), "editing.history", "/en/documents/{secret}"
    ),
    "refusal": Leak(refused_instead_of_absent, "documents.document", "/km/documents/{secret}"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_found(
    name: str, having: World, without: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak = LEAKS[name]
    assert not list(leaks(having, without, OUTSIDER, [leak.channel]))
    leak.plant(monkeypatch, having)
    found = leaks(having, without, OUTSIDER, [leak.channel])
    begin = leak.address.format(**having.ids)
    assert any(address.startswith(begin) for address in found)


def test_a_secret_that_stands_for_a_public_text_is_found(
    folder: Path, without: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "part_of_row", lambda row: PUBLIC_PART)
    world = make_world(folder / "alike", "never shared")
    found = list(leaks(world, without, OUTSIDER, ["browse.documents", "api.documents"]))
    world.knowledge_base.close()
    assert "/en/documents" in found
    assert "/api/v1/documents" in found
