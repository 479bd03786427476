"""What the death of a node costs: three nodes, a copy of every shard, searches without a pause.

    python -m benchmarks.cluster [--seconds 60] [--sections 20000]

The elected master is killed (SIGKILL) after a third of the time and started again after another
third. Every answer is compared with that to the same query before: total, facets, first hits.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from elasticsearch import Elasticsearch

from kb.search.elasticsearch import ElasticsearchEngine, connect
from kb.search.engine import EngineQuery, EngineResult, IndexUpdate, SearchEngine, Term
from kb.settings import ElasticsearchSettings
from tests.elasticsearch_node import Node, make_cluster
from tests.kb.search.engine_contract import NETWORK, PUBLIC, section
from tests.kb.search.search_load import Seen, search_load

SECTIONS_AN_UPDATE = 5_000
WORDS = [f"w{number}" for number in range(500)]
WORDS_A_SECTION = 60
QUERIES = WORDS[:20]


def fill(engine: SearchEngine, count: int) -> None:
    """Index random sections, one of five in a second part."""
    chance = random.Random(5)
    for position in range(1, count // SECTIONS_AN_UPDATE + 1):
        made = [
            section(
                f"{position}-{number}",
                " ".join(chance.choices(WORDS, k=WORDS_A_SECTION)),
                year=2000 + number % 7,
            )
            for number in range(SECTIONS_AN_UPDATE)
        ]
        cut = SECTIONS_AN_UPDATE // 5
        engine.apply(IndexUpdate(position, add={PUBLIC: made[cut:], NETWORK: made[:cut]}))


def measure(client: Elasticsearch, nodes: Sequence[Node], options: argparse.Namespace) -> None:
    """Fill the cluster, search, kill, start again, and tell what was seen."""
    settings = ElasticsearchSettings(url=tuple(node.url for node in nodes))
    engine = ElasticsearchEngine(connect(settings))
    fill(engine, options.sections)

    def ask(word: str) -> EngineResult:
        match = Term("body_words", word)
        query = EngineQuery(match, score=(match,), facets=("year",))
        return engine.search(query, [PUBLIC, NETWORK])

    client.cluster.health(wait_for_status="green", wait_for_nodes="3", timeout="90s")
    state = client.cluster.state(metric=["master_node", "nodes"])
    master = state["nodes"][state["master_node"]]["name"]
    (node,) = (node for node in nodes if node.name == master)
    third = options.seconds / 3
    with search_load(ask, QUERIES) as seen:
        began = time.monotonic()
        time.sleep(third)
        _tell("the master is killed", began, seen)
        node.kill()
        time.sleep(third)
        _tell("it is started again", began, seen)
        node.start()
        client.cluster.health(wait_for_status="green", wait_for_nodes="3", timeout="90s")
        _tell("the cluster is green", began, seen)
        time.sleep(max(0.0, began + options.seconds - time.monotonic()))
    _tell("end", began, seen)
    for second, failure in seen.failed:
        print(f"failed at {second:.1f} s: {failure}")


def _tell(what: str, began: float, seen: Seen) -> None:
    print(
        f"{time.monotonic() - began:5.1f} s  {what}: {seen.searches} searches, "
        f"{len(seen.failed)} failed, {len(seen.wrong)} wrong, longest {seen.longest:.2f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--sections", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        nodes = make_cluster(Path(folder))
        try:
            for node in nodes:
                node.launch()
            for node in nodes:
                node.wait()
            urls = [node.url for node in nodes]
            with Elasticsearch(urls, request_timeout=120) as client:
                client.cluster.health(wait_for_nodes="3", timeout="90s")
                measure(client, nodes, options)
        finally:
            for node in nodes:
                node.kill()


if __name__ == "__main__":
    main()
