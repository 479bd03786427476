"""The engine: generations of parts, one writer at a time, readers that never stop.

Folder: `state.json` names the live generation and the position it has reached; it is replaced in
one rename, after everything it speaks of is on disk. A generation is a folder of parts.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from kb.errors import Unavailable
from kb.search.engine import (
    MOST_FACET_VALUES,
    EngineHit,
    EngineQuery,
    EngineResult,
    IndexUpdate,
    Projection,
)
from kb.search.tantivy.compiler import Compiler, Statistics
from kb.search.tantivy.part import Part
from kb.search.tantivy.schema import ORDER_FIELD, SCHEMA_VERSION

_STATE = "state.json"
_POOL = 6
"""Hits of all languages to look through, in pages; most hold a page of each of two languages."""


class Generation:
    """One whole index: its parts and the position that they have reached.

    Args:
        folder: Made if missing; None for memory.
    """

    def __init__(self, folder: Path | None, position: int = 0) -> None:
        self.folder = folder
        self.position = position
        self._parts: dict[str, Part] = {}
        self._opening = threading.Lock()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def count(self) -> int:
        """The number of sections in all parts."""
        return sum(part.searcher().num_docs for part in self.open_parts(self.names()))

    def apply(self, update: IndexUpdate) -> None:
        """Write the changes part by part; removals come first in each."""
        for name in sorted({*update.remove, *update.add}):
            self._part(name).write(update.remove.get(name, ()), update.add.get(name, ()))
        self.position = update.position

    def reload(self) -> None:
        """See what other processes committed, new parts included."""
        for part in self.open_parts(self.names()):
            part.reload()

    def names(self) -> list[str]:
        """The names of all parts."""
        if self.folder is None:
            return sorted(self._parts)
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir())

    def open_parts(self, names: Collection[str]) -> list[Part]:
        """Open those of the named parts that exist, in the order of their names."""
        existing = set(self._parts)
        return [
            self._part(name)
            for name in sorted(names)
            if name in existing or (self.folder is not None and (self.folder / name).is_dir())
        ]

    def _part(self, name: str) -> Part:
        with self._opening:
            if name not in self._parts:
                self._parts[name] = Part(self.folder / name if self.folder else None)
            return self._parts[name]


class TantivyEngine:
    """A `SearchEngine` on tantivy.

    Args:
        folder: Where the index lies, made if missing; None keeps it in memory.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._writing = threading.RLock()
        self._refreshing = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._live = Generation(None)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._refresh()

    # -- writing -----------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """Position in the change log that the index has reached."""
        self._refresh()
        return self._live.position

    def count(self) -> int:
        """The number of sections in the index."""
        self._refresh()
        return self._live.count()

    def apply(self, update: IndexUpdate) -> None:
        """See `Projection.apply`."""
        with self._only_writer():
            self._refresh()
            self._live.apply(update)
            self._save_state()

    @contextmanager
    def rebuild(self) -> Iterator[Projection]:
        """See `SearchEngine.rebuild`."""
        if self._folder is None:
            beside = Generation(None)
            yield beside
            self._live = beside
            return
        with _locked(self._folder / "rebuild.lock"):
            self._sweep()
            beside = Generation(self._folder / _generation_name())
            try:
                yield beside
                with self._only_writer():
                    self._live = beside
                    self._save_state()
            finally:
                self._sweep()

    def _sweep(self) -> None:
        """Remove generations that are not live; the caller holds the lock of rebuilding."""
        self._refresh()
        if self._folder is not None and self._seen is not None:
            for path in self._folder.iterdir():
                if path.is_dir() and path != self._live.folder:
                    shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        with self._writing:
            if self._folder is None:
                yield
                return
            with _locked(self._folder / "writer.lock"):
                try:
                    yield
                except (OSError, ValueError) as error:  # tantivy tells of its own as ValueError
                    raise Unavailable(
                        f"The index cannot be written: {error}.",
                        "Make room on the disk, then run: kb reindex",
                    ) from error

    def _save_state(self) -> None:
        if self._folder is None or self._live.folder is None:
            return
        state = {"generation": self._live.folder.name, "position": self._live.position}
        temporary = self._folder / f"{_STATE}.new"
        with temporary.open("w") as stream:
            json.dump(state, stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(self._folder / _STATE)
        handle = os.open(self._folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)

    # -- reading -----------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Follow what other processes wrote: one look at `state.json` a search."""
        if self._folder is None:
            return
        with self._refreshing:
            try:
                status = (self._folder / _STATE).stat()
            except FileNotFoundError:
                if self._live.folder is None:
                    self._live = Generation(self._folder / _generation_name())
                return
            seen = (status.st_ino, status.st_mtime_ns)
            if seen == self._seen:
                return
            state = json.loads((self._folder / _STATE).read_text())
            folder = self._folder / state["generation"]
            if not state["generation"].startswith(f"v{SCHEMA_VERSION}-"):
                if self._live.folder is None:
                    self._live = Generation(self._folder / _generation_name())
            elif self._live.folder != folder:
                self._live = Generation(folder, state["position"])
            else:
                self._live.reload()
                self._live.position = state["position"]
            self._seen = seen

    def search(self, query: EngineQuery, parts: Collection[str]) -> EngineResult:
        """See `SearchEngine.search`."""
        opened = self._open(parts)
        searchers = [part.searcher() for part in opened]
        statistics = Statistics(searchers)
        compilers = [
            Compiler(part.schema, statistics, number) for number, part in enumerate(opened)
        ]
        total = 0
        rankings: dict[bool, list[tuple[float, str]]] = {True: [], False: []}
        for compiler, searcher in zip(compilers, searchers, strict=True):
            count, found = _found(searcher, compiler, query)
            total += count
            for hit in found:
                rankings[query.prefer in (None, hit.lang)].append((hit.key, hit.section))
        preferred, others = (_page(rankings[is_preferred], query) for is_preferred in (True, False))
        facets = _count_facets(query, compilers, searchers)
        return EngineResult(total, preferred, facets, others)

    def values_with_prefix(
        self, field: str, prefix: str, parts: Collection[str], limit: int
    ) -> list[tuple[str, int]]:
        """See `SearchEngine.values_with_prefix`."""
        counts: Counter[str] = Counter()
        alive = tantivy.Query.all_query()  # without it, removed sections stay until a merge
        for part in self._open(parts):
            for token, count in part.searcher().terms_with_prefix(field, prefix, alive):
                counts[token] += count
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def section_ids(self) -> Iterator[tuple[str, str]]:
        """See `SearchEngine.section_ids`."""
        self._refresh()
        live = self._live
        for name in live.names():
            for part in live.open_parts([name]):
                for section_id in part.section_ids():
                    yield name, section_id

    def _open(self, parts: Collection[str]) -> list[Part]:
        self._refresh()
        return self._live.open_parts(parts)


class _Found(NamedTuple):
    """A hit of one part; the highest key is the first."""

    key: float
    section: str
    lang: str


def _found(
    searcher: tantivy.Searcher, compiler: Compiler, query: EngineQuery
) -> tuple[int, list[_Found]]:
    """Give the total, and every hit of a part that may be on the page.

    Two rankings, by language, are mostly found in one: each takes its own out of the first hits of
    all. Only what is missing is searched apart.
    """
    wanted = query.offset + query.limit
    everything = compiler.ranked(query)
    if query.prefer is None:
        return _best(searcher, everything, wanted, query.sort)
    total, first = _best(searcher, everything, _POOL * wanted, query.sort)
    if not wanted or len(first) == total:
        return total, first
    found: list[_Found] = []
    for is_preferred in (True, False):
        hits = [hit for hit in first if (hit.lang == query.prefer) is is_preferred]
        if len(hits) < wanted:
            of_language = compiler.ranked(query, preferred=is_preferred)
            _, hits = _best(searcher, of_language, wanted, query.sort)
        found += hits
    return total, found


def _best(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: int, sort: str
) -> tuple[int, list[_Found]]:
    """Give the total, and every hit that may be among the first `wanted`, ties included.

    tantivy orders equal scores by where they lie in the index, which differs between two builds
    (the same first twenty in 178 of 400 queries); so fetch on until the score falls.
    """
    result: Any  # the stubs do not know `count`
    if not wanted:
        result = searcher.search(tantivy.Query.const_score_query(query, 0.0), 1)
        return result.count, []
    if sort == "date":
        result = searcher.search(query, wanted, order_by_field=ORDER_FIELD)
        hits = result.hits
    else:
        fetch = wanted + 20
        while True:
            result = searcher.search(query, fetch)
            hits = result.hits
            if len(hits) == result.count or hits[-1][0] < hits[wanted - 1][0]:
                break
            fetch *= 4
        hits = [hit for hit in hits if hit[0] >= hits[:wanted][-1][0]]
    found = []
    for key, address in hits:
        stored = searcher.doc(address)
        found.append(_Found(key, stored["section"][0], stored.get_first("lang") or ""))
    return result.count, found


def _page(ranking: list[tuple[float, str]], query: EngineQuery) -> tuple[EngineHit, ...]:
    ranking.sort(key=lambda hit: (-hit[0], hit[1]))
    page = ranking[query.offset : query.offset + query.limit]
    return tuple(EngineHit(section_id, score) for score, section_id in page)


def _count_facets(
    query: EngineQuery, compilers: Sequence[Compiler], searchers: Sequence[tantivy.Searcher]
) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {field: Counter() for field in query.facets}
    groups: dict[str, list[str]] = {}  # filter to leave out -> facets to count without it
    for field in query.facets:
        groups.setdefault(field if field in query.filters else "", []).append(field)
    for without, fields in groups.items():
        request = {
            field: {"terms": {"field": field, "size": MOST_FACET_VALUES}} for field in fields
        }
        for compiler, searcher in zip(compilers, searchers, strict=True):
            answer = searcher.aggregate(compiler.counted(query, without_filter=without), request)
            for field in fields:
                for bucket in answer[field]["buckets"]:
                    counts[field][str(bucket["key"])] += bucket["doc_count"]
    return {field: dict(values) for field, values in counts.items()}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes; wait for whoever holds it."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _generation_name() -> str:
    return f"v{SCHEMA_VERSION}-{secrets.token_hex(6)}"
