"""Marks of lists that are drawn."""

from __future__ import annotations

from fpdf import FPDF

from ingest.pdf import PdfExtractor


def test_a_drawn_disc_before_a_line_is_a_bullet() -> None:
    pdf = FPDF(unit="pt")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.text(72, 100, "Before the list stands a line of text.")
    for y in (120, 140):
        pdf.ellipse(60, y - 6, 4, 4, style="F")
        pdf.text(72, y, f"Point at {y} of the page")
    pdf.ellipse(20, 154, 60, 8, style="F")
    pdf.text(90, 160, "Beside a large shape")
    (page,) = PdfExtractor().extract(bytes(pdf.output())).pages
    assert [line.text for line in page.lines] == [
        "Before the list stands a line of text.",
        "• Point at 120 of the page",
        "• Point at 140 of the page",
        "Beside a large shape",
    ]
