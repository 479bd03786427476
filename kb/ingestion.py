"""Taking files in: from paths to stored documents, a few at a time, each in its own worker.

Every file is a job of the store, so that an ingest that was cut off goes on where it was, and
two ingests share the work instead of doing it twice.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from ingest.worker import WorkerPool
from kb.cataloguing import catalogued
from kb.errors import FileRejected, KbError, Unavailable
from kb.model import Visibility
from kb.overrides import Overrides, beside, is_about_files
from kb.rereading import read_original
from kb.store.documents import NewFile
from kb.store.jobs import Job, JobState
from kb.store.workers import worker_name

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

JOB_KIND = "ingest"
_ALIKE = "It is nearly the same text as another document, which stands for it in searches."
OCR_JOB = "ocr"
"""Kind of the jobs of `kb.recognition`, one for each document with pages that wait."""
_INDEX_EVERY_SECONDS = 5.0
_OTHER_WORKER_SECONDS = 0.2


class Status(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, as the report and the job keep it.

    Attributes:
        name: As shown to people: control characters are made visible.
        waiting: Number of its pages that wait for OCR.
        code, message, remedy: Why it failed; "" otherwise.
        duplicate_of: Id of the document that is nearly the same text; "" if there is none.
    """

    name: str
    status: Status
    document_id: str = ""
    title: str = ""
    kind: str = ""
    visibility: str = ""
    waiting: int = 0
    code: str = ""
    message: str = ""
    remedy: str = ""
    duplicate_of: str = ""


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
                return _outcome_of(job)
            if stop.wait(_OTHER_WORKER_SECONDS):
                raise Unavailable("The ingest was stopped.", "Run it again: it goes on.")

    def _do(self, job: Job, pool: WorkerPool) -> Outcome:
        path = _path_of(job)
        try:
            outcome = self._take(path, job.payload["visibility"], pool)
        except KbError as error:
            outcome = _failure(path, error)
        except OSError as error:
            outcome = _failure(path, _unreadable(error))
        failed = outcome.status is Status.FAILED
        self._kb.jobs.finish(job.id, asdict(outcome), failed=failed)
        return outcome

    def _take(self, path: Path, visibility: str | None, pool: WorkerPool) -> Outcome:
        name = printable(path.name)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            known = self._kb.store.find_file(self._organisation, digest)
            said, said_by = beside(path)
            if known is not None and (said is None or self._says_so(known, said, said_by)):
                return Outcome(name, Status.UNCHANGED, known)
            stream.seek(0)
            parsed = read_original(self._kb, pool, stream, name, known, digest)
            stream.seek(0)
            blob = self._kb.blobs.add(stream)
        if said is not None:
            parsed = said.read_into(parsed)
        entry = catalogued(parsed)
        if said is not None:
            entry["description"] = said.applied(entry["description"], said_by)
        saved = self._kb.store.save(
            parsed,
            NewFile(blob, name, path.as_uri()),
            visibility=Visibility(visibility) if visibility else None,
            organisation_id=self._organisation,
            **entry,
        )
        waiting = sum(page.needs_ocr for page in parsed.pages)
        if waiting:
            self._kb.jobs.add(OCR_JOB, saved.document_id, {})
        return Outcome(
            name,
            Status.UPDATED if saved.updated else Status.TAKEN,
            saved.document_id,
            parsed.title,
            entry["description"].kind,
            saved.visibility,
            waiting,
            message=_ALIKE if saved.duplicate_of else "",
            duplicate_of=saved.duplicate_of or "",
        )

    def _says_so(self, document_id: str, said: Overrides, by: str) -> bool:
        """Whether a document is described already as the file beside it says."""
        document = self._kb.store.document(document_id, self._kb.operator)
        edited = {one.field for one in document.evidence if one.confirmed_by not in ("", by)}
        again = said.applied(document, by)
        return {one for one in again.evidence if one.confirmed_by == by} == {
            one for one in document.evidence if one.confirmed_by == by
        } | {one for one in again.evidence if one.field in edited}


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
        yield _failure(path, error)
    except OSError as error:
        yield _failure(path, _unreadable(error))


def printable(name: str) -> str:
    """Make a file name safe to show on one line.

    Control and bidirectional characters and undecodable bytes become visible escapes; Khmer's own
    invisible characters (U+200B–U+200D) stay.
    """
    return "".join(
        character
        if character.isprintable() or "\u200b" <= character <= "\u200d"
        else character.encode("unicode_escape", "surrogateescape").decode("ascii", "replace")
        for character in name
    )


def _failure(path: Path, error: KbError) -> Outcome:
    return Outcome(
        printable(path.name) or printable(os.fsdecode(path)),
        Status.FAILED,
        code=error.code,
        message=error.message,
        remedy=error.remedy,
    )


def _unreadable(error: OSError) -> FileRejected:
    return FileRejected(
        f"It cannot be read: {error.strerror}.",
        "Check its name and the rights of the file and its folder.",
        code="unreadable",
    )


def _outcome_of(job: Job) -> Outcome:
    """Give the outcome that another process left, or that of a parked job."""
    if "status" in job.outcome:
        return Outcome(**{**job.outcome, "status": Status(job.outcome["status"])})
    return Outcome(
        printable(_path_of(job).name),
        Status.FAILED,
        code=job.outcome["code"],
        message=job.outcome["message"],
        remedy=job.outcome["remedy"],
    )


def _path_of(job: Job) -> Path:
    """Give the path of a job; it is kept as an address, as names need not be valid UTF-8."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(job.payload["origin"]).path)))
