"""The test of two worlds on a cluster: the channels whose answers the search engine makes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.elasticsearch_node import fresh_indexes
from tests.webapp.test_two_worlds import OUTSIDERS, leaks
from tests.webapp.worlds import World, make_world

ASKING = ("search.results", "api.search", "api.suggest", "documents.document")
"""Routes that ask the engine. All others give what the store has, and are one on both engines."""


@pytest.fixture(scope="module")
def worlds(
    elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, World]]:
    """A world with a secret that was public for a while, and one that never had it."""
    folder = tmp_path_factory.mktemp("worlds")
    with fresh_indexes(elasticsearch_url) as mine, fresh_indexes(elasticsearch_url) as other:
        having = make_world(folder / "having", "narrowed", mine)
        without = make_world(folder / "without", None, other)
        yield having, without
        having.knowledge_base.close()
        without.knowledge_base.close()


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_outsiders_see_one_world(worlds: tuple[World, World], actor: str) -> None:
    assert list(leaks(*worlds, actor, ASKING)) == []


def test_insiders_see_the_other_world(worlds: tuple[World, World]) -> None:
    assert len(list(leaks(*worlds, "insider", ASKING))) >= 10
