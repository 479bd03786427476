"""Long sections are cut, and nothing is lost by it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.lengths import LONGEST, cut_long
from kb.model import ParsedSection, SectionKind

SENTENCES = {
    "en": "The committee met in the village of Prey Thom and counted 4.5 hectares of trees. ",
    "km": "គណៈកម្មការបានជួបប្រជុំនៅភូមិព្រៃធំ និងបានរាប់ដើមឈើ។ ",
    "th": "คณะกรรมการประชุมที่หมู่บ้าน และนับต้นไม้ ",
    "row": "Prey Thom\t4.5 ha\n",
}


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_cuts_stand_between_sentences(sentence: str) -> None:
    text = (sentence * 100).strip()
    found = cut_long([ParsedSection(SectionKind.HEADING, text, "2", "Trees", 1, "en")])
    assert [(s.kind, s.number, s.heading, s.level) for s in found[:2]] == [
        (SectionKind.HEADING, "2", "Trees", 1),
        (SectionKind.TEXT, None, "", 2),
    ]
    assert all(len(section.text) <= LONGEST for section in found)
    assert all(section.text.startswith(sentence[:10]) for section in found if sentence != "th")
    assert sum(section.text.count(sentence.strip()) for section in found) == 100


def test_an_article_stays_whole() -> None:
    article = ParsedSection(SectionKind.ARTICLE, SENTENCES["en"] * 100, "1")
    assert cut_long([article]) == (article,)


@given(st.text(alphabet="aBក។. \n\t1?”", max_size=400).map(lambda text: text * 12))
def test_no_character_is_lost_or_doubled(text: str) -> None:
    found = cut_long([ParsedSection(SectionKind.TEXT, text)])
    kept = "".join(section.text for section in found)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)
    words = max(map(len, text.split()), default=0)
    assert all(len(section.text) <= max(LONGEST, words) for section in found)
