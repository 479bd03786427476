"""Text of PDFs by many producers against its gold text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pdf import PdfExtractor

from .accuracy import distance, distance_within, error_rate

EXACT = 0.005
BY_OUTLINE = 0.03
"""Error rates: where the file says what its glyphs mean, and where only their shapes do."""


@pytest.mark.parametrize(
    ("name", "gold", "most"),
    [
        ("chr_law_batt", "law", EXACT),
        ("chr_tha_batt", "tha", EXACT),
        ("chr_twocol_batt", "twocol", EXACT),
        ("lo_minutes_batt", "minutes", EXACT),
        ("typst_mixed_batt", "mixed", EXACT),
        ("fpdf_law_noto", "law", EXACT),
        ("weasy_law_noto", "law", BY_OUTLINE),
        ("rl_law_noto", "law", BY_OUTLINE),
        ("cairo-lo_law_batt", "law", BY_OUTLINE),
        ("gs-lo_law_batt", "law", BY_OUTLINE),
    ],
)
def test_text_is_read_as_written(shared: Path, name: str, gold: str, most: float) -> None:
    folder = shared / "corpus" / "pdf_synthetic"
    extraction = PdfExtractor().extract((folder / f"{name}.pdf").read_bytes())
    text = "\n".join(line.text for page in extraction.pages for line in page.lines)
    expected = (folder / "gold" / f"{gold}.txt").read_text(encoding="utf-8")
    assert error_rate(text, expected) <= most
    assert not any(page.remark for page in extraction.pages)


def test_the_measure_itself() -> None:
    assert distance("kitten", "sitting") == 3
    assert distance("", "abc") == distance("abc", "") == 3
    assert distance_within("kitten", "a little mitten of wool") == 1
    assert distance_within("abc", "") == 3
    assert error_rate("ស្ដី ពី", "ស្តីពី") == 0
    assert error_rate("សីពី", "ស្តីពី") == pytest.approx(2 / 6)
