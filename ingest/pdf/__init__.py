"""PDF files to pages of lines."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from ingest.pdf.characters import PageTooComplexError
from ingest.pdf.glyph_page import glyph_pages
from ingest.pdf.glyphs import GlyphReader
from ingest.pdf.ladder import NEEDS_OCR, read_page
from ingest.pdf.opening import checked_pdf
from ingest.pdf.running import without_running_lines
from kb.errors import FileRejected
from kb.model import Extraction, Page

MEDIA_TYPE = "application/pdf"

MAX_SECONDS = 300.0
"""Of the processor, for one file. At ten pages a second it is enough for 3,000 pages."""

_DAMAGE = (PDFException, PSException, PdfminerException)

for _name in ("pdfminer", "fontTools"):
    # They warn of every oddity of a file, page by page; what matters is in the score.
    logging.getLogger(_name).setLevel(logging.ERROR)


class PdfExtractor:
    """Reads PDF files page by page, each by the rung of the ladder that its text needs."""

    def extract(self, data: bytes) -> Extraction:
        """Reads a PDF.

        Pages that cannot be read well by any rung but OCR are kept with the text there is, and
        marked.

        Raises:
            FileRejected: If nothing of the file can be read.
        """
        data = checked_pdf(data)
        try:
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                title = str(pdf.metadata.get("Title") or "").strip()
                pages = tuple(_pages(pdf))
        except (*_DAMAGE, RecursionError) as error:
            raise FileRejected(
                f"The PDF cannot be read ({type(error).__name__}).",
                "Print it to a new PDF, or scan it, and add that file.",
                code="damaged-file",
            ) from error
        return Extraction(MEDIA_TYPE, without_running_lines(pages), title)


def _pages(pdf: PDF) -> Iterator[Page]:
    """Reads the pages one by one; one that fails is kept as an empty page that says so."""
    reader = GlyphReader()
    deadline = time.process_time() + MAX_SECONDS
    for page in glyph_pages(pdf):
        number, width, height = page.page_number, float(page.width), float(page.height)
        if time.process_time() > deadline:
            yield _unread(number, width, height, "not read: the file takes too long")
            continue
        try:
            yield read_page(page, reader)
        except PageTooComplexError:
            remark = f"{NEEDS_OCR}: the page is too complex to read"
            yield _unread(number, width, height, remark, needs_ocr=True)
        except (*_DAMAGE, ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
            remark = f"{NEEDS_OCR}: the page is damaged"
            yield _unread(number, width, height, remark, needs_ocr=True)
        finally:
            page.close()


def _unread(
    number: int, width: float, height: float, remark: str, *, needs_ocr: bool = False
) -> Page:
    return Page(number, (), width, height, "none", 0.0, remark=remark, needs_ocr=needs_ocr)
