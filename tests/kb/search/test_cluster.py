"""Three nodes with a copy of every shard: the death of one costs hardly a search, and no answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from kb.search.elasticsearch import ElasticsearchEngine, connect
from kb.search.engine import EngineQuery, EngineResult, IndexUpdate, SearchEngine, Term
from kb.settings import ElasticsearchSettings
from tests.elasticsearch_node import CannotStart, Node, make_cluster

from .engine_contract import NETWORK, PUBLIC, section
from .search_load import search_load

WORDS = ("a", "b", "c", "d")
SEARCHES_AFTERWARDS = 100


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[list[Node]]:
    nodes: list[Node] = []
    try:
        nodes += make_cluster(tmp_path)
        for node in nodes:
            node.launch()
        for node in nodes:
            node.wait()
    except CannotStart as error:
        pytest.skip(f"no Elasticsearch: {error}")
    else:
        yield nodes
    finally:
        for node in nodes:
            node.kill()


def fill(engine: SearchEngine) -> None:
    """Index 400 sections in two parts."""
    chance = random.Random(5)
    sections = [
        section(f"{number:03}", " ".join(chance.choices(WORDS, k=20)), year=2000 + number % 7)
        for number in range(400)
    ]
    engine.apply(IndexUpdate(1, add={PUBLIC: sections[:300], NETWORK: sections[300:]}))


def asking(engine: SearchEngine) -> Callable[[str], EngineResult]:
    """What is asked of both parts, with all that may be answered wrongly."""

    def ask(word: str) -> EngineResult:
        match = Term("body_words", word)
        query = EngineQuery(match, score=(match,), facets=("year",))
        return engine.search(query, [PUBLIC, NETWORK])

    return ask


def test_a_node_that_dies_under_search_costs_no_answer(nodes: list[Node]) -> None:
    settings = ElasticsearchSettings(url=tuple(node.url for node in nodes), timeout=30)
    engine = ElasticsearchEngine(connect(settings))
    with Elasticsearch(list(settings.url), request_timeout=120) as client:
        client.cluster.health(wait_for_nodes="3", timeout="90s")
        fill(engine)
        client.cluster.health(wait_for_status="green", timeout="90s")
        state = client.cluster.state(metric=["master_node", "nodes"])
        master = state["nodes"][state["master_node"]]["name"]
        (node,) = (node for node in nodes if node.name == master)  # whose death costs most
        with search_load(asking(engine), WORDS) as seen:
            seen.wait_for(SEARCHES_AFTERWARDS)
            node.kill()
            seen.wait_for(SEARCHES_AFTERWARDS)
            node.start()
            health = client.cluster.health(
                wait_for_status="green", wait_for_nodes="3", timeout="90s"
            )
            seen.wait_for(SEARCHES_AFTERWARDS)
    assert health["status"] == "green"
    assert seen.wrong == []
    assert len(seen.failed) <= seen.searches / 100, seen.failed
