"""OCR as background work: a job for each document with pages that wait for it.

A document can be found by the text it has from the moment it is taken in. What OCR recognised is
kept page by page, so a job that was cut off goes on where it was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from PIL import Image

from analyzers import detect_language
from ingest.drawing import Drawing
from ingest.ocr import OcrEngine, TesseractEngine, recognise_pages
from ingest.pdf.running import without_running_lines
from ingest.worker import WorkerPool
from kb.errors import KbError, Unavailable
from kb.intake import OCR_JOB
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, Page
from kb.rereading import update_pages
from kb.store.jobs import Job
from kb.store.recognitions import FileRecognitions
from kb.store.workers import worker_name


@dataclass(frozen=True, slots=True)
class Recognised:
    """What became of the waiting pages of one document.

    Attributes:
        pages: Number of pages that were recognised.
        confidence: Mean confidence of their words, 0–1; None if there were none.
        code, message, remedy: Why it failed; "" otherwise.
    """

    document_id: str
    title: str
    pages: int = 0
    confidence: float | None = None
    code: str = ""
    message: str = ""
    remedy: str = ""


class Recognition:
    """Recognises the waiting pages of one knowledge base.

    Args:
        engine: The OCR program.
    """

    def __init__(self, knowledge_base: KnowledgeBase, engine: OcrEngine | None = None) -> None:
        self._kb = knowledge_base
        self._engine = engine or TesseractEngine()
        self._worker = worker_name()

    def queue(self) -> dict[str, int]:
        """Make a job of every document with waiting pages, also where an earlier one failed.

        Returns:
            The number of waiting pages by document.

        Raises:
            Unavailable: Pages wait, and there is no OCR program.
        """
        waiting = self._kb.pages.waiting()
        if waiting:
            _ = self._engine.name
        for document_id in waiting:
            self._kb.jobs.add(OCR_JOB, document_id, {})
        return waiting

    def run(
        self,
        report: Callable[[Recognised], None],
        progress: Callable[[Document, Page], None] = lambda document, page: None,
        stop: threading.Event | None = None,
    ) -> None:
        """Do all jobs that wait; those that other processes do are left to them.

        Args:
            report: Called for each document, after it is stored for good.
            progress: Called for each page as it is recognised.
            stop: Ends the work after the present page if it is set; the job waits again.

        Raises:
            Unavailable: The OCR program or a language is missing; its jobs wait on.
        """
        with WorkerPool(self._kb.settings.workers, self._kb.file_limits) as pool:
            while not (stop and stop.is_set()):
                job = self._kb.jobs.take(OCR_JOB, self._worker)
                if job is None:
                    return
                outcome = self._do(job, pool, progress, stop)
                if outcome is not None:
                    report(outcome)
                self._kb.update_index()

    def _do(
        self,
        job: Job,
        pool: WorkerPool,
        progress: Callable[[Document, Page], None],
        stop: threading.Event | None,
    ) -> Recognised | None:
        document = self._kb.store.every_document([job.key]).get(job.key)
        if document is None:
            self._kb.jobs.finish(job.id, self._worker, {})
            return None
        try:
            outcome = self._recognise(job, document, pool, progress, stop)
        except Unavailable:
            self._kb.jobs.release(self._worker, job.id)
            raise
        except KbError as error:
            outcome = Recognised(
                document.id,
                document.title,
                code=error.code,
                message=error.message,
                remedy=error.remedy,
            )
        if outcome is not None:
            self._kb.jobs.finish(job.id, self._worker, asdict(outcome), failed=bool(outcome.code))
        return outcome

    def _recognise(
        self,
        job: Job,
        document: Document,
        pool: WorkerPool,
        progress: Callable[[Document, Page], None],
        stop: threading.Event | None,
    ) -> Recognised | None:
        pages = self._kb.pages.pages(document.id)
        path = self._kb.blobs.path(document.source.sha256)

        def draw(number: int) -> Image.Image:
            return pool.draw(path, Drawing(number)).image

        found: list[Page] = []
        for page in recognise_pages(
            [page for page in pages if page.needs_ocr],
            draw,
            self._engine,
            FileRecognitions(self._kb.database, document.source.sha256),
            lang=_language_of(pages),
            workers=self._kb.settings.workers,
        ):
            found.append(page)
            progress(document, page)
            if not self._kb.jobs.renew(job.id, self._worker):
                return None  # it was given to another process
            if stop and stop.is_set():
                self._kb.jobs.release(self._worker, job.id)
                return None
        changed = {page.number: page for page in without_running_lines(found)}
        if not update_pages(self._kb, pool, document, changed):
            # The document has another file by now, whose pages may wait as well.
            self._kb.jobs.release(self._worker, job.id)
            return None
        now = self._kb.store.every_document([document.id]).get(document.id, document)
        confidences = [page.confidence for page in found if page.confidence is not None]
        return Recognised(
            document.id,
            now.title,  # which may be known only now
            len(found),
            round(sum(confidences) / len(confidences), 3) if confidences else None,
        )


def _language_of(pages: Sequence[Page]) -> str:
    """The language of the pages that need no OCR; what else the document says is a guess."""
    good = (line.text for page in pages if not page.needs_ocr for line in page.lines)
    return detect_language("\n".join(good))
