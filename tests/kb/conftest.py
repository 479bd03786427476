"""A knowledge base of a few small documents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.ingestion import Ingestion
from kb.intake import Outcome
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.settings import Settings
from kb.store.database import Database
from kb.store.documents import NewFile


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied: making them takes longer than a test."""
    path = tmp_path_factory.mktemp("empty") / "kb.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", workers=2)


@pytest.fixture
def knowledge_base(settings: Settings) -> Iterator[KnowledgeBase]:
    with started(settings) as knowledge_base:
        yield knowledge_base


@contextmanager
def started(settings: Settings) -> Iterator[KnowledgeBase]:
    """Make an installation and open it."""
    KnowledgeBase.initialise(settings)
    with KnowledgeBase.open(settings) as knowledge_base:
        yield knowledge_base


def take(
    knowledge_base: KnowledgeBase, *paths: Path, visibility: Visibility | None = None
) -> dict[str, Outcome]:
    """Take files in; give what became of each by its name."""
    service = Ingestion(knowledge_base, visibility)
    outcomes: list[Outcome] = []
    service.run(service.queue(paths), outcomes.append)
    return {outcome.name: outcome for outcome in outcomes}


def keep(
    knowledge_base: KnowledgeBase,
    *sections: ParsedSection,
    title: str = "Document",
    visibility: Visibility = Visibility.PUBLIC,
    register_key: str | None = None,
) -> str:
    """Store a document of these sections and index it; give its id."""
    saved = knowledge_base.store.save(
        ParsedDocument(
            media_type="text/plain",
            title=title,
            lang=sections[0].lang,
            kind=DocumentKind.LAW,
            sections=sections,
        ),
        NewFile(knowledge_base.blobs.add(io.BytesIO(title.encode())), "file.txt", f"/{title}"),
        visibility=visibility,
        organisation_id=knowledge_base.home_organisation,
        register_key=register_key,
    )
    knowledge_base.update_index()
    return saved.document_id


def article(text: str, *, heading: str = "", lang: str = "km") -> ParsedSection:
    """An article without a number."""
    return ParsedSection(SectionKind.ARTICLE, text, heading=heading, lang=lang)
