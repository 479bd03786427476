"""What it costs that the search index is split by audience, against one index of the same sections.

    python -m benchmarks.parts [--sections 100000] [--folder FOLDER]

The collection and the queries are those of `benchmarks.search`, whose kept folder can be used. The
documents are dealt out: six of ten public, two the network's, two of one of twenty organisations.
A member searches three parts, the operator all; each is compared with an index that holds just the
sections of these parts in one, which is what a search that leaks nothing must answer like.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.search import fill, make_chains, make_documents, make_requests
from kb.access import NETWORK_PART, PUBLIC_PART, Audience
from kb.knowledge_base import KnowledgeBase
from kb.search.engine import IndexedSection, IndexUpdate
from kb.search.projection import index_sections
from kb.search.results import SearchRequest
from kb.search.service import SearchService
from kb.search.tantivy import TantivyEngine
from kb.settings import Settings
from kb.store.sections import SectionStore
from kb.store.works import WorkStore

ORGANISATIONS = tuple(f"o{number}" for number in range(20))
MEMBER = Audience.of_member(frozenset({ORGANISATIONS[0]}))
OPERATOR = Audience.operator(frozenset(ORGANISATIONS))
DOCUMENTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Way:
    """A way to hold what an audience may read."""

    name: str
    service: SearchService
    audience: Audience


def deal(chance: random.Random) -> str:
    """Choose the part of a document."""
    at = chance.random()
    if at < 0.6:
        return PUBLIC_PART
    return NETWORK_PART if at < 0.8 else f"org-{chance.choice(ORGANISATIONS)}"


def analysed(knowledge_base: KnowledgeBase) -> Iterator[dict[str, list[IndexedSection]]]:
    """Give the sections of the collection, some documents at a time, by their parts."""
    chance = random.Random(5)
    stored = SectionStore(knowledge_base.database)
    works = WorkStore(knowledge_base.database)
    documents = knowledge_base.store.documents(knowledge_base.operator)
    for begin in range(0, len(documents), DOCUMENTS_AT_ONCE):
        parts: defaultdict[str, list[IndexedSection]] = defaultdict(list)
        for document in documents[begin : begin + DOCUMENTS_AT_ONCE]:
            work = works.by_id([document.work_id])[document.work_id]
            sections = stored.of_document(document.id)
            parts[deal(chance)] += index_sections(document, work, sections)
        yield dict(parts)


def index(knowledge_base: KnowledgeBase, engines: Mapping[TantivyEngine, Audience | None]) -> None:
    """Put the collection into engines.

    Args:
        engines: Each with the audience whose parts it holds in one; None: it holds each apart.
    """
    for position, parts in enumerate(analysed(knowledge_base), 1):
        for engine, audience in engines.items():
            add = parts if audience is None else {PUBLIC_PART: _joined(parts, audience.parts)}
            engine.apply(IndexUpdate(position, add=add))


def _joined(
    parts: Mapping[str, Sequence[IndexedSection]], chosen: Collection[str]
) -> list[IndexedSection]:
    return [one for name, sections in parts.items() if name in chosen for one in sections]


def measure(ways: Sequence[Way], requests: Sequence[SearchRequest]) -> None:
    """Ask in turns; print the processor's milliseconds, and how many answers are the first's."""
    for _ in range(2):  # the first round warms the caches
        times: dict[str, list[float]] = {way.name: [] for way in ways}
        found: dict[str, list[object]] = {way.name: [] for way in ways}
        for request in requests:
            for way in ways:
                began = time.process_time()
                result = way.service.search(request, way.audience)
                times[way.name].append(1000 * (time.process_time() - began))
                found[way.name].append((result.total, [hit.section.id for hit in result.hits]))
    first = found[ways[0].name]
    for name, milliseconds in times.items():
        cuts = statistics.quantiles(milliseconds, n=100)
        equal = sum(a == b for a, b in zip(found[name], first, strict=True)) / len(requests)
        print(f"{name:<24} p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f}  same answer {equal:5.0%}")


def main() -> None:
    """Make or open the collection, index it in each way, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sections", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the collection is kept")
    options = parser.parse_args()
    chance = random.Random(3)
    chains = make_chains()
    requests = make_requests(chains, chance)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(data=options.folder or Path(temporary) / "kb")
        is_new = not (settings.data / "kb.sqlite3").exists()
        KnowledgeBase.initialise(settings)
        knowledge_base = KnowledgeBase(settings)
        if is_new:
            fill(knowledge_base, make_documents(options.sections, chains, chance))
        split, of_member, of_all = (
            TantivyEngine(Path(temporary) / name) for name in ("split", "member", "all")
        )
        index(knowledge_base, {split: None, of_member: MEMBER, of_all: OPERATOR})
        in_parts, as_member, as_all = (
            SearchService(knowledge_base.database, engine, settings.ranking)
            for engine in (split, of_member, of_all)
        )
        whole = Audience.of_member(frozenset())  # of both parts one is empty
        print(f"{of_member.count()} of {of_all.count()} sections are the member's; ms of CPU")
        measure(
            [Way("member, one index", as_member, whole), Way("3 parts", in_parts, MEMBER)],
            requests,
        )
        measure(
            [Way("operator, one index", as_all, whole), Way("22 parts", in_parts, OPERATOR)],
            requests,
        )
        knowledge_base.close()


if __name__ == "__main__":
    main()
