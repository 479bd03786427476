"""The language of texts and of short queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzers import QUESTION_WORDS, STOPWORDS, detect_language, words


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("ច្បាប់ភូមិបាល (Land Law) ឆ្នាំ 2001", "km"),
        ("The word ដី means land in Khmer", "en"),
        ("กฎหมายที่ดิน", "th"),
        ("ກົດໝາຍທີ່ດິນ", "lo"),
        ("Luật Đất đai", "vi"),
        ("thu hồi đất", "vi"),
        ("la loi sur les forêts", "fr"),
        ("forêt", "fr"),
        ("land law", "en"),
        ("", ""),
        ("៣០ 30 — ។", ""),
        ("土地法", ""),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert detect_language(text) == lang


def test_language_of_the_declaration_of_human_rights(shared: Path) -> None:
    rows = (shared / "corpus" / "udhr" / "udhr_parallel.jsonl").read_text().splitlines()
    for row in map(json.loads, rows):
        for lang in ("km", "en", "th", "lo", "vi", "fr"):
            assert detect_language(row[lang]) == lang


@pytest.mark.parametrize("table", [STOPWORDS, QUESTION_WORDS])
@pytest.mark.parametrize("lang", ["km", "th", "lo", "vi", "en", "fr"])
def test_stopwords_are_in_the_form_of_the_word_stream(
    table: dict[str, frozenset[str]], lang: str
) -> None:
    assert table[lang]
    for word in table[lang]:
        tokens = [token.text for token in words(word, lang)]
        assert word in ("".join(tokens), *tokens) or set(tokens) <= table[lang]
