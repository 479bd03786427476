"""Whatever bytes come: a document, or one sentence with its remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.messages import ANSWER, Answer
from ingest.pipeline import MAX_SECTIONS, extract_bytes, parse_bytes
from kb.errors import FileRejected
from tests.ingest.files import docx, p, text

HEADS = st.sampled_from(
    [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"<html>", b"<!doctype html><table><tr><td>", b"PK\3\4",
     b"\x89PNG\r\n\x1a\n", b"II*\0", b"RIFF\0\0\0\0WEBP", "មាត្រា ១ .-\n".encode(), b"Article 1:\n"]
)  # fmt: skip


@given(HEADS, st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_clear_error(head: bytes, tail: bytes) -> None:
    try:
        document = parse_bytes(head + tail, "file")
    except FileRejected as error:
        rejected = error
    else:
        answer = Answer(document=document)
        assert ANSWER.validate_json(ANSWER.dump_json(answer)) == answer
        return
    assert rejected.message.endswith(".")
    assert rejected.remedy.endswith(".")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_text_survives_the_pipe_to_the_parent(source: str) -> None:
    try:
        document = parse_bytes(source.encode(), "file.txt")
    except FileRejected:
        return
    answer = Answer(document=document)
    assert ANSWER.validate_json(ANSWER.dump_json(answer)) == answer


def test_extraction_is_clean() -> None:
    extraction = extract_bytes(docx(p("a\u202eb\u200bc")))
    assert extraction.pages[0].lines[0].text == "ab\u200bc"


def test_a_wrong_extension_is_reported_with_the_document() -> None:
    document = parse_bytes(docx(p("Law on Ponds")), "law.pdf")
    assert any(".pdf" in doubt for doubt in document.doubts)


def test_a_text_that_is_only_its_title_is_a_section_too() -> None:
    (section,) = parse_bytes(b"Law on Ponds", "law.txt").sections
    assert "Law on Ponds" in (section.heading, section.text)


def test_too_many_sections() -> None:
    with pytest.raises(FileRejected, match="Split it") as caught:
        parse_bytes(b"<h2>Heading</h2><p>Text" * (MAX_SECTIONS + 1), "x.html")
    assert caught.value.code == "too-complex"


def test_a_failed_download_is_refused() -> None:
    with pytest.raises(FileRejected):
        parse_bytes(text("Not Found"), "law.pdf")
