"""Lines and paragraphs of a page."""

from __future__ import annotations

import pytest

from ingest.pdf import PdfExtractor
from ingest.pdf.layout import rows_in_reading_order
from ingest.pdf.segments import Segment
from ingest.structure.paragraphs import join

from .making import pdf_of, text_page, turned_page


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("ក្រុម", "ហ៊ុន", "ក្រុមហ៊ុន"),
        ("ឧសភា", "២០២៣", "ឧសភា ២០២៣"),
        ("ទី ២", "និង", "ទី ២ និង"),
        ("ទេ។", "ប៉ុន្តែ", "ទេ។ ប៉ុន្តែ"),
        ("អនុ-", "ញ្ញាត", "អនុញ្ញាត"),
        ("១-", "ក្រុម", "១- ក្រុម"),
        ("ที่ดิน", "ทำกิน", "ที่ดินทำกิน"),
        ("land", "law", "land law"),
        ("ច្បាប់", "Law", "ច្បាប់ Law"),
        ("", "law", "law"),
    ],
)
def test_the_two_sides_of_a_wrap(left: str, right: str, joined: str) -> None:
    assert join(left, right) == joined


def test_a_watermark_across_the_page_is_one_line_of_its_own() -> None:
    (page,) = PdfExtractor().extract(pdf_of(turned_page("Article 1", "DRAFT"))).pages
    assert sorted(line.text for line in page.lines) == ["Article 1", "DRAFT"]


def test_a_line_says_where_its_words_stand() -> None:
    (page,) = PdfExtractor().extract(pdf_of(text_page("Article 1 applies"))).pages
    (found,) = page.lines
    assert found.box is not None
    article_x0, article_x1, one_x0, one_x1, applies_x0, applies_x1 = found.word_edges
    assert article_x0 == pytest.approx(found.box.x0, abs=0.1)
    assert applies_x1 == pytest.approx(found.box.x1, abs=0.1)
    space = one_x0 - article_x1
    assert space == pytest.approx(applies_x0 - one_x1, abs=0.2)
    assert one_x1 - one_x0 == pytest.approx(2 * space, abs=0.2)  # in Helvetica


def line(text: str, x0: float, x1: float, baseline: float) -> Segment:
    return Segment(x0, x1, baseline, 10.0, pieces=[text], fonts=["Helvetica"], glyph_count=1)


def test_columns_drawn_one_after_the_other_are_read_so_though_lines_run_over_the_gap() -> None:
    left = [line(f"l{row}", 50, 420 if row == 2 else 230, 20.0 * row) for row in range(1, 7)]
    right = [line(f"r{row}", 300, 500, 20.0 * row) for row in range(1, 7)]
    rows = rows_in_reading_order(left + right)
    assert [row.line().text for row in rows] == [
        *(f"l{row}" for row in range(1, 7)),
        *(f"r{row}" for row in range(1, 7)),
    ]


def test_entries_drawn_row_by_row_are_read_row_by_row() -> None:
    entries = []
    for row in range(1, 7):
        width = 180 if row == 3 else 40
        entries.append(line(f"l{row}", 50, 50 + width, 20.0 * row))
        entries.append(line(f"r{row}", 300, 300 + width, 20.0 * row))
    assert [row.line().text for row in rows_in_reading_order(entries)] == [
        f"l{row} r{row}" for row in range(1, 7)
    ]
