"""A watched folder: what is put into it is taken in, when it is whole.

Looking every few seconds finds changes on every file system, network shares among them, which
send no notifications. A file is whole when it is the same at two looks. One that was copied more
slowly than that is taken again when it changes, in the place of what was read too early.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from kb.errors import Unavailable
from kb.ingestion import Ingestion, find_files
from kb.intake import Outcome
from kb.overrides import files_about

LOOK_EVERY_SECONDS = 2.0
_log = logging.getLogger(__name__)

State = tuple[tuple[int, int] | None, ...]
"""Size and time (ns) of the last change, of a file and of those that describe it; None: absent."""


class Watcher:
    """Takes in what comes into a folder, or changes in it.

    What it has taken it remembers only while it runs: the first looks of another run go over the
    whole folder, which changes nothing that is known.

    Args:
        ingestion: What takes files in.
    """

    def __init__(self, ingestion: Ingestion, folder: Path) -> None:
        self._ingestion = ingestion
        self._folder = folder
        self._seen: dict[Path, State] = {}
        self._taken: dict[Path, State] = {}
        self._unusable: set[Outcome] = set()

    def look(self, report: Callable[[Outcome], None]) -> None:
        """Take in what is new or has changed, and is whole.

        Args:
            report: Called for each file that was taken or failed, and once for what is no file.

        Raises:
            Unavailable: The store cannot be written; the files are taken at a later look.
        """
        found = list(find_files([self._folder]))
        unusable = {one for one in found if isinstance(one, Outcome)}
        for outcome in unusable - self._unusable:
            report(outcome)
        self._unusable = unusable
        seen = {path: _state(path) for path in found if isinstance(path, Path)}
        whole = {path: state for path, state in seen.items() if state == self._seen.get(path)}
        self._seen = seen
        new = [path for path, state in whole.items() if state != self._taken.get(path)]
        if new:
            self._ingestion.run(self._ingestion.queue(new), report)
        self._taken = whole

    def watch(self, report: Callable[[Outcome], None], stop: threading.Event) -> None:
        """Look again and again until told to stop."""
        while True:
            try:
                self.look(report)
            except Unavailable as error:
                _log.warning("Files have to wait: %s", error)
            if stop.wait(LOOK_EVERY_SECONDS):
                return


def _state(path: Path) -> State:
    return tuple(map(_change, (path, *files_about(path))))


def _change(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:  # most often there is none
        return None
    return status.st_size, status.st_mtime_ns
