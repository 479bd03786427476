"""Texts that members type, as they are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InvalidInput
from kb.typed import clean_line, clean_text

ANYTHING = st.text(st.characters(codec=None), max_size=50)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("e\u0301", "é"),
        ("ក\u200bខ\u200cគ\u200d", "ក\u200bខ\u200cគ\u200d"),
        ("a\x00b\x07c\x7fd\x85e\u202ef\u2066g", "abcdefg"),
        ("half \ud83d of one", "half  of one"),
    ],
)
def test_texts_are_kept_without_what_nobody_sees(typed: str, kept: str) -> None:
    assert clean_text(typed, 100) == kept


@given(ANYTHING)
def test_what_is_kept_can_be_written_and_stays_as_it_is(typed: str) -> None:
    kept = clean_text(typed, 1000, required=False)
    kept.encode()
    assert clean_text(kept, 1000, required=False) == kept


def test_a_line_is_one_line_however_much_white_space_stands_before_it() -> None:
    assert clean_line(" " * 5000 + "one\n two ") == "one two"


@pytest.mark.parametrize("typed", ["", " \u200b\n", "ក" * 201])
def test_nothing_and_too_much_are_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        clean_line(typed, 200)
