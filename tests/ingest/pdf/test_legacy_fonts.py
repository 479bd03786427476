"""Khmer set in fonts on Latin code points."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.fonts import is_legacy, legacy_encoding
from ingest.pdf import PdfExtractor

from .accuracy import error_rate
from .making import pdf_of, text_page


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("RBHraCaNacRkkm<úCa", "ព្រះរាជាណាចក្រកម្ពុជា"),
        ("c,ab;", "ច្បាប់"),
        ("sBaØa", "សញ្ញា"),
        ("kBa©b;", "កញ្ចប់"),
        ("bBaða", "បញ្ហា"),
        ("bBðaa", "បញ្ហា"),
        ("ciBw©am", "ចិញ្ចឹម"),
        ("bBa¢Ún", "បញ្ជូន"),
        ("m  aRta", "មាត្រា"),
        ("k ek", "ក កេ"),
        ("BaRk", "ពាក្រ"),
        ("maRta 12", "មាត្រា ១២"),
    ],
)
def test_words_in_limon(typed: str, text: str) -> None:
    encoding = legacy_encoding("JAHKKG+Limon-S1")
    assert encoding is not None
    assert encoding.decode(typed) == text


def test_an_act_in_limon(shared: Path) -> None:
    folder = shared / "corpus" / "pdf_synthetic" / "gold"
    encoding = legacy_encoding("LimonR1")
    assert encoding is not None
    decoded = encoding.decode((folder / "law.limon.txt").read_text(encoding="utf-8"))
    assert error_rate(decoded, (folder / "law.txt").read_text(encoding="utf-8")) < 0.002


@pytest.mark.parametrize("name", ["Khmer OS Battambang", "ABCDEF+Arial", "Lemon", ""])
def test_unicode_fonts_are_left_alone(name: str) -> None:
    assert not is_legacy(name)


def test_a_page_in_limon_is_decoded_by_the_name_of_its_font() -> None:
    data = pdf_of(text_page("RBHraCaNacRkkm<úCa", font_name="JAHKKG+LimonR1"))
    page = PdfExtractor().extract(data).pages[0]
    assert page.method == "legacy-font"
    assert [line.text for line in page.lines] == ["ព្រះរាជាណាចក្រកម្ពុជា"]
