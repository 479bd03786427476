"""Folding: every variant becomes one form, twice is as once, and spans lead back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from analyzers import cluster_phrases, cluster_terms, fold, fold_text
from tests.analyzers.strategies import HOSTILE, any_text, mixed
from tests.analyzers.variants import ENCODING, MIXED_SPELLINGS

OTHER_SCRIPTS = [
    ("LAND Law", "land law"),
    ("ＬＡＮＤ　１", "land 1"),
    ("oﬃce", "office"),
    ("Straße", "strasse"),
    ("Đa\u0302\u0301t", "đất"),
    ("Đâ\u0301t", "đất"),
    ("‘a’ “b” «c» –—‑", '\'a\' "b" "c" ---'),
    ("น\u0e4dา", "นำ"),
    ("น\u0e4d\u0e49า", "น้ำ"),
    ("น\u0e33\u0e49", "น้ำ"),
    ("เเม่", "แม่"),
    ("ที\u0e48\u0e48", "ที่"),
    ("ท\u0e48\u0e35", "ที่"),
    ("ນ\u0ecdາ", "ນຳ"),
    ("ນ\u0ec9\u0ecdາ", "ນ້ຳ"),
    ("ເເມ່", "ແມ່"),
    ("ກົດຫມາຍ", "ກົດໝາຍ"),
    ("ຫນ້າ", "ໜ້າ"),
]


@pytest.mark.parametrize(("variant", "form"), ENCODING + OTHER_SCRIPTS)
def test_variant_has_one_form(variant: str, form: str) -> None:
    assert fold_text(variant) == form
    assert fold_text(form) == form


@pytest.mark.parametrize(("variant", "form"), ENCODING)
def test_variant_is_found_by_the_same_search(variant: str, form: str) -> None:
    assert cluster_terms(variant) == cluster_terms(form)
    assert cluster_phrases(variant) == cluster_phrases(form)


@pytest.mark.parametrize(("variant", "form"), MIXED_SPELLINGS)
def test_spelling_has_one_form_in_any_word(variant: str, form: str) -> None:
    assert fold_text(variant) == form == fold_text(form)
    assert fold_text(f"ការ{variant}នេះ") == f"ការ{form}នេះ"


@pytest.mark.parametrize(
    "text",
    [
        "អោយ៉ាង",  # the last letter has a mark: another word
        "ស្នើរដ្ឋ",  # two words of which the first is also spelled with the letter that follows
        "ចំលើ",  # two words with the letters of an infix between them
        "សំណើរបស់",
        "ប៉ុន្តែ",
        "ប៊ូតុង ប៉ូលិស",
        "ដ៏ធំ ក៏បាន",
    ],
)
def test_what_is_no_variant_stays(text: str) -> None:
    assert fold_text(text) == text


def test_no_visible_sign_is_lost() -> None:
    for sign in map(chr, [*range(0x17B6, 0x17D2), 0x17D7, 0x17DD]):
        assert fold_text("ក" + sign) != "ក"


@settings(max_examples=1500, deadline=None)
@given(any_text)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


@settings(max_examples=800, deadline=None)
@given(any_text)
def test_spans_lead_back(text: str) -> None:
    folded = fold(text)
    assert folded.text == fold_text(text)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@settings(max_examples=500, deadline=None)
@given(mixed)
def test_a_span_folds_to_what_it_stands_for(text: str) -> None:
    text = text.replace(":", "").replace("៖", "").replace("ៈ", "")  # their form needs the context
    folded = fold(text)
    for at, character in enumerate(folded.text):
        start, end = folded.span(at, at + 1)
        assert character in fold_text(text[start:end])


def test_spans_of_rewritten_pieces() -> None:
    folded = fold("ដី\u200bខែ្មរ សំរាប់")
    assert folded.text == "ដីខ្មែរ សម្រាប់"
    assert folded.span(0, 2) == (0, 2)
    assert folded.span(2, 6) == (3, 7)
    assert folded.span(3, 4) == (3, 7)
    assert folded.span(2, 7) == (3, 8)
    assert folded.span(8, 9) == (9, 15)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_folded_in_linear_time(text: str) -> None:
    folded = fold(text)
    assert folded.text == fold_text(text)
    assert fold_text(folded.text) == folded.text
