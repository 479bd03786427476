"""Files that members hand in: kept at once, read soon, by whichever host has the time.

The bytes lie among the originals, which all hosts share, and the job names them by their address;
so handing in is over when the bytes are safe, and an upload that is sent twice is one job.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

from ingest.worker import WorkerPool
from kb.errors import KbError, Unavailable
from kb.intake import Arrival, Outcome, Status, failed, outcome_of, printable, take_in, unreadable
from kb.model import Visibility
from kb.store.jobs import Job, JobState
from kb.store.workers import worker_name

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

UPLOAD_JOB = "upload"


class Uploads:
    """The files that were handed in to one knowledge base."""

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self._kb = knowledge_base
        self._worker = worker_name()

    def enqueue(
        self, stream: BinaryIO, name: str, *, organisation_id: str, visibility: Visibility
    ) -> str:
        """Keep a file and make a job of it, which any worker may do.

        Args:
            stream: Its bytes.
            name: As its owner calls it; it is shown, never opened.
            organisation_id: Who will own the document.
            visibility: Who may see it, whatever it turns out to be.

        Returns:
            The id of the job; that of the open one if the organisation has just sent these bytes.

        Raises:
            Unavailable: The disk is full or the store cannot be written; nothing is kept.
        """
        blob = self._kb.blobs.add(stream)
        return self._kb.jobs.add(
            UPLOAD_JOB,
            f"{organisation_id}/{blob.sha256}",
            {
                "sha256": blob.sha256,
                "name": printable(name),
                "organisation_id": organisation_id,
                "visibility": visibility,
            },
        )

    def outcome(self, job_id: str) -> Outcome | None:
        """Give what became of an upload; None as long as it waits or is read."""
        job = self._kb.jobs.jobs([job_id])[job_id]
        if job.state in (JobState.QUEUED, JobState.RUNNING):
            return None
        return outcome_of(job, job.payload["name"])

    def run(self, stop: threading.Event | None = None) -> None:
        """Take in all files that wait; those that other processes take are left to them.

        Args:
            stop: Ends the work after the present files if it is set.

        Raises:
            Unavailable: The store or the readers cannot be used; their files wait on.
        """
        workers = self._kb.settings.workers
        with (
            WorkerPool(workers, self._kb.file_limits) as pool,
            ThreadPoolExecutor(workers) as threads,
        ):
            for done in [threads.submit(self._run, pool, stop) for _ in range(workers)]:
                done.result()

    def _run(self, pool: WorkerPool, stop: threading.Event | None) -> None:
        while not (stop and stop.is_set()):
            job = self._kb.jobs.take(UPLOAD_JOB, self._worker)
            if job is None:
                return
            self._do(job, pool)

    def _do(self, job: Job, pool: WorkerPool) -> None:
        sha256, name = job.payload["sha256"], job.payload["name"]
        arrival = Arrival(
            name,
            f"upload:{sha256}",
            job.payload["organisation_id"],
            Visibility(job.payload["visibility"]),
        )
        try:
            with self._kb.blobs.path(sha256).open("rb") as stream:
                outcome = take_in(self._kb, pool, stream, arrival)
        except Unavailable:
            self._kb.jobs.release(self._worker, job.id)
            raise
        except KbError as error:
            outcome = failed(name, error)
        except OSError as error:
            outcome = failed(name, unreadable(error))
        is_failed = outcome.status is Status.FAILED
        self._kb.jobs.finish(job.id, self._worker, asdict(outcome), failed=is_failed)
        if is_failed and not self._kb.store.has_file(sha256):
            self._kb.blobs.remove(sha256)
