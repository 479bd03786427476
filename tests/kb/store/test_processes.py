"""Several processes write one store and follow it: the index equals it in the end."""

from __future__ import annotations

from pathlib import Path

from kb.access import Audience
from kb.search.results import SearchRequest
from kb.settings import Settings
from tests.kb.conftest import started

from .processes import FILES, word_of, write_and_index


def test_two_ingests_and_a_worker_lose_and_double_nothing(
    tmp_path: Path, database_url: str
) -> None:
    settings = Settings(data=tmp_path / "data", database_url=database_url)
    with started(settings) as knowledge_base:
        write_and_index(settings, tmp_path, range(2))
        found = knowledge_base.check()
        assert found.faults == ()
        assert found.documents == found.originals == 3 * FILES
        member, visitor = knowledge_base.operator, Audience.visitor()
        assert knowledge_base.search(SearchRequest(word_of(1)), member).total == found.sections
        assert knowledge_base.search(SearchRequest(word_of(1)), visitor).total == 0
        assert knowledge_base.search(SearchRequest(word_of(0)), member).total == 0
