"""What a person corrects stays: over OCR, a new reading, and into the index."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ingest.worker import WorkerPool
from kb.cli.main import main
from kb.errors import InvalidInput, NotFound
from kb.knowledge_base import KnowledgeBase
from kb.model import Box, Line, Page
from kb.recognition import Recognition
from kb.rereading import MAX_CORRECTION, correct_page, corrected, reread
from kb.search.results import SearchRequest
from tests.ingest.ocr.engines import RecordedEngine, words
from tests.ingest.pdf.making import pdf_of, picture_page, text_page

from .conftest import take

LINES = (
    Line("Artcle 1", Box(10, 10, 90, 20), confidences=(0.2, 0.9)),
    Line("This law protects", Box(10, 30, 200, 40), joins_next=True, confidences=(0.9, 0.9, 0.9)),
    Line("ponds", Box(10, 50, 60, 60), confidences=(0.9,)),
)
PAGE = Page(1, LINES, 300, 400, "ocr", 0.4, 0.5)


def test_a_corrected_line_keeps_its_place_and_a_new_one_has_none() -> None:
    page = corrected(PAGE, "Article 1\nThis law protects\nall\nponds\n")
    assert [line.text for line in page.lines] == ["Article 1", "This law protects", "all", "ponds"]
    assert [line.box for line in page.lines] == [LINES[0].box, LINES[1].box, None, LINES[2].box]
    assert page.lines[1].joins_next
    assert (page.method, page.score, page.confidence, page.needs_ocr) == (
        "corrected",
        1.0,
        None,
        False,
    )
    assert not any(line.confidences for line in page.lines)


def test_a_page_may_be_corrected_to_nothing() -> None:
    page = corrected(PAGE, "\n \n")
    assert page.lines == ()
    assert page.remark


@given(st.text())
def test_a_correction_is_the_text_of_the_page(text: str) -> None:
    page = corrected(PAGE, text)
    assert all(line.text.strip() == line.text != "" for line in page.lines)
    assert corrected(page, "\n".join(line.text for line in page.lines)).lines == page.lines


def test_a_correction_outlives_ocr_and_a_new_reading(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of(picture_page("Gazette"), text_page("Printed by the gazette")))
    document_id = take(knowledge_base, path)["scan.pdf"].document_id
    operator = knowledge_base.operator

    def found(query: str) -> int:
        return knowledge_base.search(SearchRequest(query), operator).total

    def page(number: int) -> Page:
        return knowledge_base.page(document_id, number, operator)

    with WorkerPool(1) as pool:
        document = knowledge_base.document(document_id, operator)
        correct_page(knowledge_base, pool, document, 1, "This law protects zanzibar")
        assert found("zanzibar") == 1
        assert (page(1).method, page(2).method) == ("corrected", "text")
        assert knowledge_base.pages.waiting() == {}
        engine = RecordedEngine({"khm": words("something else"), "eng": words("something else")})
        Recognition(knowledge_base, engine).run(lambda outcome: None)
        assert found("zanzibar") == 1
        assert reread(knowledge_base, pool, knowledge_base.document(document_id, operator))
        knowledge_base.indexer.catch_up()
        assert (found("zanzibar"), page(1).method) == (1, "corrected")
        (tmp_path / "scan.yaml").write_text("year: 2003\n")
        take(knowledge_base, path)
        document = knowledge_base.document(document_id, operator)
        assert (document.year, found("zanzibar"), page(1).method) == (2003, 1, "corrected")
        correct_page(knowledge_base, pool, document, 1, "This law protects mombasa")
        assert (found("zanzibar"), found("mombasa")) == (0, 1)
        assert knowledge_base.document(document_id, operator).year == 2003
        with pytest.raises(NotFound):
            correct_page(knowledge_base, pool, document, 3, "x")
        with pytest.raises(InvalidInput):
            correct_page(knowledge_base, pool, document, 1, "x" * (MAX_CORRECTION + 1))
    assert knowledge_base.check().faults == ()


def test_the_command_takes_a_file(knowledge_base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of(picture_page("Gazette")))
    document_id = take(knowledge_base, path)["scan.pdf"].document_id
    arguments = ["--data", str(knowledge_base.settings.data), "correct", document_id]

    def correct(page: str, text: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, [*arguments, page, "-"], input=text)
        return result.exit_code, result.output

    assert correct("1", "Zanzibar ponds\n")[0] == 0
    page = knowledge_base.page(document_id, 1, knowledge_base.operator)
    assert [line.text for line in page.lines] == ["Zanzibar ponds"]
    code, said = correct("2", "x")
    assert code == 66
    assert "no page 2" in said
