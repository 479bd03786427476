"""OCR as background work: found before and after, interrupted and gone on, never done twice."""

from __future__ import annotations

import threading
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from ingest.ocr import Word
from ingest.worker import WorkerPool
from kb.access import Audience
from kb.cli.main import main
from kb.errors import Unavailable
from kb.intake import Status
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, Page, Visibility
from kb.recognition import Recognised, Recognition
from kb.rereading import reread
from kb.search.results import SearchRequest
from kb.store.jobs import JobState
from tests.ingest.ocr.engines import RecordedEngine, words
from tests.ingest.pdf.making import pdf_of, picture_page, text_page

from .conftest import take

TITLE = "ច្បាប់ ស្តីពី អស្សាមិករណ៍"
LAW = words(
    TITLE,
    "មាត្រា ១.- ច្បាប់នេះមានគោលបំណងកំណត់អស្សាមិករណ៍លើអចលនវត្ថុ ។",
    "មាត្រា ២.- ច្បាប់នេះអនុវត្តលើម្ចាស់កម្មសិទ្ធិទាំងអស់ ។",
)


CONSONANTS = str.maketrans("0123456789abcdef", "កខគឃងចឆជឈញដឋឌឍណត")


class EveryPageAnother(RecordedEngine):
    """Adds a line that tells the pictures apart, as lines that all pages share are dropped."""

    def recognise(self, image: Image.Image, languages: str) -> tuple[Word, ...]:
        recorded = super().recognise(image, languages)
        mark = f"{zlib.crc32(image.tobytes()):x}".translate(CONSONANTS)
        return tuple(replace(word, text=word.text + mark) for word in recorded)


@pytest.fixture
def engine() -> RecordedEngine:
    return RecordedEngine({"khm": LAW, "eng": LAW})


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page with a watermark for a text layer, and one with none."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of(picture_page("Gazette"), text_page("Printed by the gazette")))
    return path


def run(knowledge_base: KnowledgeBase, engine: RecordedEngine) -> list[Recognised]:
    done: list[Recognised] = []
    service = Recognition(knowledge_base, engine)
    service.queue()
    service.run(done.append)
    return done


def found(knowledge_base: KnowledgeBase, query: str, audience: Audience | None = None) -> int:
    return knowledge_base.search(SearchRequest(query), audience or knowledge_base.operator).total


def test_a_scan_is_found_by_what_it_has_and_then_by_what_was_recognised(
    knowledge_base: KnowledgeBase, engine: RecordedEngine, scan: Path
) -> None:
    outcome = take(knowledge_base, scan)["scan.pdf"]
    assert (outcome.status, outcome.waiting) == (Status.TAKEN, 1)
    assert found(knowledge_base, "gazette") == 1
    assert found(knowledge_base, "អស្សាមិករណ៍") == 0
    (done,) = run(knowledge_base, engine)
    assert (done.document_id, done.pages, done.code) == (outcome.document_id, 1, "")
    assert done.confidence == pytest.approx(0.9)
    assert found(knowledge_base, "អស្សាមិករណ៍") > 0
    assert found(knowledge_base, "printed") == 1
    first, second = knowledge_base.pages.qualities(outcome.document_id)
    assert (first.method, first.needs_ocr) == ("ocr", False)
    assert second.method == "text"
    sections = knowledge_base.sections(outcome.document_id, knowledge_base.operator)
    assert [s.number for s in sections if s.kind == "article"] == ["1", "2"]
    assert knowledge_base.jobs.counts() == {
        "ingest": {JobState.DONE: 1},
        "ocr": {JobState.DONE: 1},
    }


def test_what_ocr_says_of_a_document_decides_who_may_see_it_unless_somebody_chose(
    knowledge_base: KnowledgeBase, engine: RecordedEngine, scan: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(pdf_of(picture_page("Another")))
    chosen = take(knowledge_base, other, visibility=Visibility.NETWORK)["other.pdf"]
    followed = take(knowledge_base, scan)["scan.pdf"]
    assert followed.visibility == Visibility.NETWORK
    run(knowledge_base, engine)
    documents = knowledge_base.store.every_document([chosen.document_id, followed.document_id])
    for document in documents.values():
        assert document.kind is DocumentKind.LAW
        assert document.title == TITLE
    assert documents[chosen.document_id].visibility is Visibility.NETWORK
    assert documents[followed.document_id].visibility is Visibility.PUBLIC
    assert found(knowledge_base, "អស្សាមិករណ៍", Audience.visitor()) > 0


def test_work_that_was_stopped_goes_on_and_nothing_is_recognised_twice(
    knowledge_base: KnowledgeBase, engine: RecordedEngine, tmp_path: Path
) -> None:
    path = tmp_path / "four.pdf"
    path.write_bytes(pdf_of(*(picture_page(f"Mark {n}") for n in range(4))))
    document_id = take(knowledge_base, path)["four.pdf"].document_id
    engine = EveryPageAnother({"eng": LAW, "khm": LAW})
    stop, seen = threading.Event(), []
    service = Recognition(knowledge_base, engine)

    def progress(_: object, page: Page) -> None:
        seen.append(page.number)
        stop.set()

    service.run(lambda outcome: None, progress, stop)
    assert seen == [1]
    assert knowledge_base.pages.waiting() == {document_id: 4}
    assert knowledge_base.jobs.counts()["ocr"][JobState.QUEUED] == 1
    (done,) = run(knowledge_base, engine)
    assert (done.pages, done.message) == (4, "")
    assert knowledge_base.pages.waiting() == {}
    asked = len(engine.asked)
    document = knowledge_base.document(document_id, knowledge_base.operator)
    with WorkerPool(1) as pool:
        assert reread(knowledge_base, pool, document)
    assert knowledge_base.pages.waiting() == {document_id: 4}
    assert found(knowledge_base, "អស្សាមិករណ៍") > 0  # what was recognised stays until then
    run(knowledge_base, engine)
    assert knowledge_base.pages.waiting() == {}
    assert len(engine.asked) == asked


def test_without_a_program_pages_wait_and_the_remedy_is_named(
    knowledge_base: KnowledgeBase, scan: Path
) -> None:
    take(knowledge_base, scan)
    missing = RecordedEngine(error=Unavailable("No OCR program.", "Install tesseract-ocr-khm."))
    for _ in range(4):  # more often than a job may kill its worker
        with pytest.raises(Unavailable, match="No OCR program"):
            run(knowledge_base, missing)
    assert sum(knowledge_base.pages.waiting().values()) == 1
    assert knowledge_base.jobs.counts()["ocr"][JobState.QUEUED] == 1


def test_a_document_that_is_removed_meanwhile_is_left_alone(
    knowledge_base: KnowledgeBase, engine: RecordedEngine, scan: Path
) -> None:
    document_id = take(knowledge_base, scan)["scan.pdf"].document_id
    service = Recognition(knowledge_base, engine)
    service.run(lambda outcome: None, lambda document, page: knowledge_base.remove(document_id))
    service.run(lambda outcome: None)
    assert knowledge_base.check().faults == ()
    assert knowledge_base.check().documents == 0


def test_a_file_that_is_replaced_meanwhile_is_read_itself(
    knowledge_base: KnowledgeBase, engine: RecordedEngine, scan: Path
) -> None:
    take(knowledge_base, scan)
    done: list[Recognised] = []
    replaced = threading.Event()

    def replace_once(*_: object) -> None:
        if not replaced.is_set():
            replaced.set()
            scan.write_bytes(pdf_of(picture_page("Gazette"), picture_page("Second edition")))
            assert take(knowledge_base, scan)["scan.pdf"].status is Status.UPDATED

    Recognition(knowledge_base, engine).run(done.append, replace_once)
    assert [outcome.pages for outcome in done] == [2]
    assert knowledge_base.pages.waiting() == {}


def test_what_was_recognised_goes_with_the_document(
    knowledge_base: KnowledgeBase, engine: RecordedEngine, scan: Path
) -> None:
    document_id = take(knowledge_base, scan)["scan.pdf"].document_id
    run(knowledge_base, engine)
    asked = len(engine.asked)
    knowledge_base.remove(document_id)
    take(knowledge_base, scan)
    run(knowledge_base, engine)
    assert len(engine.asked) == 2 * asked


def test_the_command_says_what_was_read(
    knowledge_base: KnowledgeBase,
    engine: RecordedEngine,
    scan: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document_id = take(knowledge_base, scan)["scan.pdf"].document_id
    monkeypatch.setattr("kb.recognition.TesseractEngine", lambda: engine)

    def kb(*arguments: str) -> str:
        return (
            CliRunner()
            .invoke(
                main,
                ["--data", str(knowledge_base.settings.data), *arguments],
                catch_exceptions=False,
            )
            .output
        )

    assert "1 pages wait" in kb("status")
    assert f"read      {TITLE} (1 pages, 90% sure)" in kb("ocr")
    assert "0 pages recognised" in kb("ocr")
    assert "wait" not in kb("status")
    first, second = kb("show", "--pages", document_id).splitlines()
    assert first.split()[:2] == ["1", "ocr"]
    assert second.split()[:3] == ["2", "text", "100%"]
