"""Both engines side by side in a collection of any size: how fast they index, how fast they search.

    python -m benchmarks.scale [--sections 1000000] [--pool 10000] [--folder FOLDER]

The text is that of `benchmarks.search`. Analysis takes most of the time of indexing, so a pool of
sections is made, stored and analysed once, and copied: a copy has ids, an act and a document of its
own, and the second half of another section in the place of its own, so that no two have one text.
Both engines get the same updates, of as many sections as the indexer's. The queries are those of
`benchmarks.search`, asked by a visitor through the product's own service, of both engines in turns.
The store holds the pool alone: a hit is read from it as from a store that is one level deeper.

Elasticsearch is the node of the tests, on this machine (`KB_TEST_ELASTICSEARCH_HEAP` is its heap).
With `--folder` all is kept: the next run goes on where this one ended, or only searches.
"""

from __future__ import annotations

import argparse
import contextlib
import pickle
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from elasticsearch import Elasticsearch

from benchmarks.search import (
    PERCENTILES,
    SECTIONS_A_DOCUMENT,
    fill,
    make_chains,
    make_documents,
    make_requests,
)
from kb.access import Audience, part_of
from kb.errors import Unavailable
from kb.knowledge_base import KnowledgeBase
from kb.search.elasticsearch import ElasticsearchEngine, connect
from kb.search.engine import (
    EngineHit,
    EngineQuery,
    EngineResult,
    IndexedSection,
    IndexUpdate,
    SearchEngine,
)
from kb.search.projection import index_sections
from kb.search.results import SearchRequest
from kb.search.service import SearchService
from kb.search.tantivy import TantivyEngine
from kb.settings import ElasticsearchSettings, Settings
from kb.store.works import WorkStore
from tests.elasticsearch_node import Node

DOCUMENTS_AN_UPDATE = 50
MIXED = ("body_words", "clusters")
EMBEDDED, CLUSTER = "tantivy", "Elasticsearch"


class Pool:
    """Documents that were stored, as they are after the analysis.

    Attributes:
        documents: Each as (part of the index, sections).
    """

    def __init__(self, knowledge_base: KnowledgeBase, kept: Path) -> None:
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_analysed(knowledge_base)))
        self.documents: list[tuple[str, list[IndexedSection]]] = pickle.loads(kept.read_bytes())

    def update(self, number: int) -> IndexUpdate:
        """Make the update of a number, counted from 1."""
        remove: dict[str, set[str]] = {}
        add: dict[str, list[IndexedSection]] = {}
        first = (number - 1) * DOCUMENTS_AN_UPDATE
        for at in range(first, first + DOCUMENTS_AN_UPDATE):
            copy, index = divmod(at, len(self.documents))
            part, sections = self.documents[index]
            copies = list(copied(sections, copy))
            remove.setdefault(part, set()).add(copies[0].document_id)
            add.setdefault(part, []).extend(copies)
        return IndexUpdate(number, remove, add)


def _analysed(knowledge_base: KnowledgeBase) -> list[tuple[str, list[IndexedSection]]]:
    stored = knowledge_base.store.documents(knowledge_base.operator)
    works = WorkStore(knowledge_base.database).by_id({document.work_id for document in stored})
    made = []
    clock = Clock()
    for document in stored:
        sections = knowledge_base.sections(document.id, knowledge_base.operator)
        with clock:
            analysed = index_sections(document, works[document.work_id], sections)
        clock.count += len(analysed)
        made.append((part_of(document.visibility, document.organisation_id), analysed))
    print(f"analysis: {clock}", flush=True)
    return made


class Clock:
    """Adds up the time of blocks, and that of the processor, this process's and another's.

    Args:
        other: Gives the seconds of processor that another process has had.
    """

    def __init__(self, other: Callable[[], float] = lambda: 0.0) -> None:
        self._other = other
        self.count = 0
        self.seconds = self.processor = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.process_time() + self._other()

    def __exit__(self, *_: object) -> None:
        began, processor = self._began
        self.seconds += time.perf_counter() - began
        self.processor += time.process_time() + self._other() - processor

    def __str__(self) -> str:
        return (
            f"{self.count} sections, {self.count / self.seconds:.0f} a second, "
            f"{1000 * self.processor / self.count:.2f} ms of processor each"
        )


def copied(sections: Sequence[IndexedSection], number: int) -> Iterator[IndexedSection]:
    """Copy a document: each section ends as the one `number` places after it does."""
    for at, section in enumerate(sections):
        end = sections[(at + number) % len(sections)]
        keywords = dict(section.keywords)
        if number:
            keywords["work"] = tuple(f"{work}.{number}" for work in keywords["work"])
        yield replace(
            section,
            id=f"{section.id}.{number}",
            document_id=f"{section.document_id}.{number}",
            tokens={
                **section.tokens,
                **{name: _mixed(section.tokens[name], end.tokens[name]) for name in MIXED},
            },
            keywords=keywords,
        )


def _mixed(first: str, second: str) -> str:
    beginning, end = first.split(" "), second.split(" ")
    return " ".join(beginning[: len(beginning) // 2] + end[len(end) // 2 :])


class OriginalsOf:
    """An engine that names, in the place of each copy, the section of the store.

    Args:
        engine: Holds the copies.
    """

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def search(self, query: EngineQuery, parts: Collection[str]) -> EngineResult:
        """Search the copies."""
        found = self._engine.search(query, parts)
        return replace(found, hits=_originals(found.hits), others=_originals(found.others))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def _originals(hits: Sequence[EngineHit]) -> tuple[EngineHit, ...]:
    return tuple(replace(hit, section_id=hit.section_id.partition(".")[0]) for hit in hits)


def index(
    engines: Mapping[str, SearchEngine], client: Elasticsearch, pool: Pool, last: int
) -> None:
    """Apply the updates that the engines have not got, to each in turn, and tell the rates."""

    def of_the_node() -> float:
        (node,) = client.nodes.stats(metric="process")["nodes"].values()
        return float(node["process"]["cpu"]["total_in_millis"]) / 1000

    clocks = {name: Clock(of_the_node if name == CLUSTER else lambda: 0.0) for name in engines}
    behind = {name: engine.position for name, engine in engines.items()}
    for number in range(min(behind.values()) + 1, last + 1):
        update = pool.update(number)
        for name, engine in engines.items():
            if number <= behind[name]:
                continue
            while engine.position < number:
                with clocks[name], contextlib.suppress(Unavailable):
                    engine.apply(update)
            clocks[name].count += sum(len(added) for added in update.add.values())
        if number % 20 == 0 or number == last:
            for name, clock in clocks.items():
                if clock.count:
                    print(f"{name}, {number}: {clock}", flush=True)


def measure(services: Mapping[str, SearchService], requests: Sequence[SearchRequest]) -> None:
    """Ask both in turns, and tell how long they take."""
    for _ in range(2):  # the first round warms the caches
        times: dict[str, list[float]] = {name: [] for name in services}
        totals: dict[str, list[int]] = {name: [] for name in services}
        for request in requests:
            for name, service in services.items():
                started = time.perf_counter()
                totals[name].append(service.search(request, Audience.visitor()).total)
                times[name].append(1000 * (time.perf_counter() - started))
    print(f"{len(requests)} queries, ms " + "".join(f"{f'p{p}':>8}" for p in PERCENTILES))
    for name, measured in times.items():
        cuts = statistics.quantiles(measured, n=100)
        print(f"{name:<16}" + "".join(f"{cuts[p - 1]:8.1f}" for p in PERCENTILES))
    first, second = totals.values()
    same = sum(a == b for a, b in zip(first, second, strict=True))
    print(f"{same} of {len(requests)} totals are the same")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sections", type=int, default=1_000_000)
    parser.add_argument("--pool", type=int, default=10_000, help="sections that are analysed")
    parser.add_argument("--folder", type=Path, help="where all is kept")
    options = parser.parse_args()
    updates = options.sections // (DOCUMENTS_AN_UPDATE * SECTIONS_A_DOCUMENT)
    with tempfile.TemporaryDirectory() as temporary:
        run(options.folder or Path(temporary), updates, options.pool)


def run(folder: Path, updates: int, pool_size: int) -> None:
    """Make the collection if it is not there, bring both engines up to it, and measure."""
    rng = random.Random(3)
    chains = make_chains()
    requests = make_requests(chains, rng)
    settings = Settings(data=folder / "kb")
    is_new = not settings.data.exists()
    KnowledgeBase.initialise(settings)
    knowledge_base = KnowledgeBase(settings)
    if is_new:
        fill(knowledge_base, make_documents(pool_size, chains, rng))
    pool = Pool(knowledge_base, folder / "pool")
    node = Node(folder / "node")
    node.start()
    try:
        cluster = ElasticsearchSettings(url=(node.url,), timeout=60)
        with Elasticsearch(node.url, request_timeout=600) as client:
            client.cluster.health(wait_for_status="yellow", timeout="10m")
            engines: dict[str, SearchEngine] = {
                EMBEDDED: TantivyEngine(folder / "tantivy"),
                CLUSTER: ElasticsearchEngine(connect(cluster)),
            }
            index(engines, client, pool, updates)
            size = sum(path.stat().st_size for path in (folder / "tantivy").rglob("*.*"))
            stored = client.indices.stats(metric="store")["_all"]["total"]["store"]
            print(f"tantivy {size / 1e6:.0f} MB, ", end="")
            print(f"Elasticsearch {stored['size_in_bytes'] / 1e6:.0f} MB")
        for name, engine in engines.items():
            print(f"{name}: {engine.count()} sections")
        services = {
            name: SearchService(
                knowledge_base.database, cast(SearchEngine, OriginalsOf(one)), settings.ranking
            )
            for name, one in engines.items()
        }
        measure(services, requests)
    finally:
        node.kill()
        knowledge_base.close()


if __name__ == "__main__":
    main()
