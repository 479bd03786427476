"""Plain text and harmful characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import MAX_MARKS, clean
from ingest.text import MAX_BYTES, TextExtractor
from kb.errors import FileRejected
from kb.model import Line

SENTENCE = "ច្បាប់នេះមានគោលដៅកំណត់អំពីរបបកម្មសិទ្ធិលើអចលនវត្ថុទាំងឡាយ។"


def lines(data: bytes) -> tuple[Line, ...]:
    (page,) = TextExtractor().extract(data).pages
    return page.lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    (line,) = lines(SENTENCE.encode(encoding))
    assert line.text == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1252", "tis-620"])
def test_an_unknown_encoding_says_save_as_utf8(encoding: str) -> None:
    source = {"cp1252": "Décret n° 5", "tis-620": "มาตรา ๑"}.get(encoding, SENTENCE)
    with pytest.raises(FileRejected, match="save it as UTF-8") as caught:
        lines(source.encode(encoding))
    assert caught.value.code == "unknown-encoding"


def test_a_text_of_more_than_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(FileRejected, match="at most 20 MB") as caught:
        lines(b"\xff" * (MAX_BYTES + 1))
    assert caught.value.code == "too-large"


def test_blank_text_is_empty() -> None:
    with pytest.raises(FileRejected) as caught:
        lines(b"\xef\xbb\xbf \n\t\n")
    assert caught.value.code == "empty-file"


def test_headings_by_shape() -> None:
    found = lines(
        b"# Guideline\n\nDate: 5 May 2024\n\n1. Purpose\nThis is a sentence.\n\n"
        b"2.1 Scope\n\nAnother sentence.\n- an item\n"
    )
    assert [(line.text, line.heading_level) for line in found] == [
        ("Guideline", 1),
        ("Date: 5 May 2024", 0),
        ("1. Purpose", 2),
        ("This is a sentence.", 0),
        ("2.1 Scope", 3),
        ("Another sentence.", 0),
        ("- an item", 0),
    ]


def test_lines_broken_at_a_fixed_width_go_on() -> None:
    wrapped = "\n".join(["x" * 70] * 4)
    assert [line.joins_next for line in lines(wrapped.encode())] == [True, True, True, False]
    listed = "\n".join(["short", "lines", "of", "a list"])
    assert not any(line.joins_next for line in lines(listed.encode()))


def test_control_characters_and_overrides_go_khmer_stays() -> None:
    assert clean("a\0b\x1b[31m\u202ec\ufeff") == "ab[31mc"
    assert clean("ក\u200bខ\u200cគ\t១") == "ក\u200bខ\u200cគ\t១"
    assert clean("\ud800") == "\ufffd"


@pytest.mark.parametrize("mark", ["\u0301", "\u17d2", "\u0e48", "\u200b"])
def test_runs_of_marks_are_capped(mark: str) -> None:
    assert clean("a" + mark * 200_000 + "b") == "a" + mark * MAX_MARKS + "b"


@given(st.text())
def test_cleaning_is_idempotent_and_gives_text_that_can_be_written(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()
