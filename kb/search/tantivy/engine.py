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
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import Unavailable
from kb.search.engine import EngineQuery, EngineResult, IndexUpdate, Projection
from kb.search.tantivy.part import Part
from kb.search.tantivy.reader import Reader
from kb.search.tantivy.schema import SCHEMA_VERSION

_STATE = "state.json"
_MOST_READERS = 16
"""Sets of parts; each organisation's members read another one."""


class Generation:
    """One whole index: its parts and the position that they have reached.

    Args:
        folder: Made if missing; None for memory.
    """

    def __init__(self, folder: Path | None, position: int = 0) -> None:
        self.folder = folder
        self.position = position
        self._parts: dict[str, Part] = {}
        self._opening = threading.RLock()
        self._readers: dict[tuple[str, ...], Reader] = {}
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
        self._forget_readers()

    def reload(self) -> None:
        """See what other processes committed, new parts included."""
        for part in self.open_parts(self.names()):
            part.reload()
        self._forget_readers()

    def reader(self, names: Collection[str]) -> Reader:
        """Give what reads the named parts as they are now."""
        key = tuple(sorted(names))
        with self._opening:
            if key not in self._readers:
                if len(self._readers) == _MOST_READERS:
                    self._readers.clear()
                self._readers[key] = Reader(self.open_parts(key))
            return self._readers[key]

    def _forget_readers(self) -> None:
        with self._opening:
            self._readers.clear()

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
        return self._reader(parts).search(query)

    def values_with_prefix(
        self, field: str, prefix: str, parts: Collection[str], limit: int
    ) -> list[tuple[str, int]]:
        """See `SearchEngine.values_with_prefix`."""
        return self._reader(parts).values_with_prefix(field, prefix, limit)

    def section_ids(self) -> Iterator[tuple[str, str]]:
        """See `SearchEngine.section_ids`."""
        self._refresh()
        live = self._live
        for name in live.names():
            for part in live.open_parts([name]):
                for section_id in part.section_ids():
                    yield name, section_id

    def _reader(self, parts: Collection[str]) -> Reader:
        self._refresh()
        return self._live.reader(parts)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes; wait for whoever holds it."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _generation_name() -> str:
    return f"v{SCHEMA_VERSION}-{secrets.token_hex(6)}"
