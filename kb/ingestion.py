"""Taking in files of this machine: from paths to stored documents, a few at a time.

Every file is a job of the store, so that an ingest that was cut off goes on where it was, and
two ingests share the work instead of doing it twice.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from ingest.worker import WorkerPool
from kb.errors import FileRejected, KbError, Unavailable
from kb.intake import Arrival, Outcome, Status, failed, outcome_of, printable, take_in, unreadable
from kb.model import Visibility
from kb.overrides import beside, is_about_files
from kb.store.jobs import Job, JobState
from kb.store.workers import worker_name

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

JOB_KIND = "ingest"
"""Kind of these jobs; a path says nothing to another machine, so no other worker takes them."""
_INDEX_EVERY_SECONDS = 5.0
_OTHER_WORKER_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Batch:
    """What one call of `Ingestion.queue` made: jobs, and what could not become one."""

    job_ids: tuple[str, ...]
    unusable: tuple[Outcome, ...]

    @property
    def total(self) -> int:
        """The number of files."""
        return len(self.job_ids) + len(self.unusable)


class Ingestion:
    """Takes files into one knowledge base.

    Args:
        visibility: Who may see the documents; None: laws are public, all else is for the network.
    """

    def __init__(self, knowledge_base: KnowledgeBase, visibility: Visibility | None = None) -> None:
        self._kb = knowledge_base
        self._visibility = visibility
        self._organisation = knowledge_base.home_organisation
        self._worker = worker_name()

    def queue(self, paths: Sequence[Path]) -> Batch:
        """Make a job of every file at or below these paths."""
        job_ids, unusable = [], []
        for found in find_files(paths):
            if isinstance(found, Outcome):
                unusable.append(found)
            else:
                job_ids.append(self._queue(found))
        return Batch(tuple(job_ids), tuple(unusable))

    def run(self, batch: Batch, report: Callable[[Outcome], None]) -> None:
        """Do the jobs of a batch; a file that fails does not stop the others.

        Args:
            report: Called from this thread once for each file, after it is stored for good.

        Raises:
            Unavailable: The store cannot be written.
        """
        for outcome in batch.unusable:
            report(outcome)
        stop = threading.Event()
        with (
            WorkerPool(self._kb.settings.workers, self._kb.file_limits) as pool,
            ThreadPoolExecutor(self._kb.settings.workers) as threads,
        ):
            running = {threads.submit(self._finish, job_id, pool, stop) for job_id in batch.job_ids}
            try:
                indexed_at = time.monotonic()
                while running:
                    done, running = wait(running, _INDEX_EVERY_SECONDS, FIRST_COMPLETED)
                    for future in done:
                        report(future.result())
                    if time.monotonic() > indexed_at + _INDEX_EVERY_SECONDS:
                        self._kb.update_index()
                        indexed_at = time.monotonic()
            finally:
                stop.set()
                threads.shutdown(cancel_futures=True)
        self._kb.update_index()

    def _queue(self, path: Path) -> str:
        payload = {"origin": path.as_uri(), "visibility": self._visibility}
        return self._kb.jobs.add(JOB_KIND, path.as_uri(), payload)

    def _finish(self, job_id: str, pool: WorkerPool, stop: threading.Event) -> Outcome:
        """Do a job, or wait for the process that does it."""
        while True:
            job = self._kb.jobs.take(JOB_KIND, self._worker, [job_id])
            if job is not None:
                return self._do(job, pool)
            job = self._kb.jobs.jobs([job_id])[job_id]
            if job.state not in (JobState.QUEUED, JobState.RUNNING):
                return outcome_of(job, printable(_path_of(job).name))
            if stop.wait(_OTHER_WORKER_SECONDS):
                raise Unavailable("The ingest was stopped.", "Run it again: it goes on.")

    def _do(self, job: Job, pool: WorkerPool) -> Outcome:
        path = _path_of(job)
        name = printable(path.name)
        visibility = job.payload["visibility"]
        try:
            said, said_by = beside(path)
            arrival = Arrival(
                name,
                path.as_uri(),
                self._organisation,
                Visibility(visibility) if visibility else None,
                said,
                said_by,
            )
            with path.open("rb") as stream:
                outcome = take_in(self._kb, pool, stream, arrival)
        except KbError as error:
            outcome = failed(name, error)
        except OSError as error:
            outcome = failed(name, unreadable(error))
        self._kb.jobs.finish(
            job.id, self._worker, asdict(outcome), failed=outcome.status is Status.FAILED
        )
        return outcome


def find_files(paths: Sequence[Path]) -> Iterator[Path | Outcome]:
    """Give the absolute paths of all files at or below these paths, in a stable order.

    Hidden files are passed over. What cannot be read or is no file gives an `Outcome` that says so.
    """
    for path in paths:
        yield from _walk(path.absolute())


def _walk(path: Path) -> Iterator[Path | Outcome]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            for child in sorted(path.iterdir()):
                if not (child.name.startswith(".") or is_about_files(child)):
                    yield from _walk(child)
        elif stat.S_ISREG(mode):
            yield path
        else:
            raise FileRejected(
                "It is not a file (a pipe, socket or device).", "Name a file.", code="not-a-file"
            )
    except KbError as error:
        yield failed(_shown(path), error)
    except OSError as error:
        yield failed(_shown(path), unreadable(error))


def _shown(path: Path) -> str:
    return printable(path.name) or printable(os.fsdecode(path))


def _path_of(job: Job) -> Path:
    """Give the path of a job; it is kept as an address, as names need not be valid UTF-8."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(job.payload["origin"]).path)))
