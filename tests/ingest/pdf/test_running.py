"""Running headers, footers and page numbers, and what only stands where they do."""

from __future__ import annotations

from ingest.pdf.running import without_running_lines
from kb.model import Box, Line, Page


def page(number: int, header: str) -> Page:
    texts = ((header, 40.0), (f"Text of page {'abcdef'[number]}.", 400.0), (f"{number}", 810.0))
    lines = tuple(Line(text, Box(50.0, top, 300.0, top + 12.0)) for text, top in texts)
    return Page(number, lines, width=595.0, height=842.0)


def texts(*headers: str) -> list[list[str]]:
    pages = [page(number, header) for number, header in enumerate(headers, 1)]
    return [[line.text for line in one.lines] for one in without_running_lines(pages)]


def test_headers_and_page_numbers_are_taken_out() -> None:
    found = texts("Law on Ponds 1", "Law on Ponds 2", "Law on Ponds 3")
    assert found == [["Text of page b."], ["Text of page c."], ["Text of page d."]]


def test_articles_that_begin_at_the_top_of_pages_stay() -> None:
    found = texts("មាត្រា ៤ .-", "មាត្រា ៩ .-", "មាត្រា ១២ .-")
    assert [lines[0] for lines in found] == ["មាត្រា ៤ .-", "មាត្រា ៩ .-", "មាត្រា ១២ .-"]


def test_the_same_article_above_every_page_is_a_header() -> None:
    assert texts("Article 5:", "Article 5:", "Article 5:")[1] == ["Text of page c."]
