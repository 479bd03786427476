"""A knowledge base of a few small documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.ingestion import Ingestion, Outcome
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", workers=2)


@pytest.fixture
def knowledge_base(settings: Settings) -> Iterator[KnowledgeBase]:
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
