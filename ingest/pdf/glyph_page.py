"""The pages of a PDF with their glyphs, seen as a viewer shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.layout import LTImage, LTPage
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from ingest.pdf.characters import Glyph, GlyphDevice, Interpreter, ResourceManager


class GlyphPage(Page):
    """A pdfplumber page (for its lines and tables) that keeps its glyphs apart.

    Raises:
        PageTooComplexError: From `layout` and `glyphs`.
    """

    @property
    def layout(self) -> LTPage:
        """pdfminer's layout, without characters."""
        if not hasattr(self, "_layout"):
            device = GlyphDevice(self.pdf.rsrcmgr, self.page_number)
            Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout: LTPage = device.get_result()
            self._glyphs = device.glyphs
        return self._layout

    @property
    def glyphs(self) -> list[Glyph]:
        """The glyphs in the order of the content stream."""
        _ = self.layout
        return self._glyphs

    def image_share(self) -> float:
        """The part of the page that its largest image covers, 0–1."""
        area = self.layout.width * self.layout.height or 1.0
        return max((image.width * image.height / area for image in _images(self.layout)), default=0)


def _images(container: Any) -> Iterator[LTImage]:
    for item in container:
        if isinstance(item, LTImage):
            yield item
        elif hasattr(item, "__iter__"):
            yield from _images(item)


def glyph_pages(pdf: PDF) -> Iterator[GlyphPage]:
    """The pages of an open file, one at a time, showing what a viewer shows (the crop box)."""
    pdf.rsrcmgr = ResourceManager()
    for number, page in enumerate(PDFPage.create_pages(pdf.doc), start=1):
        page.attrs["MediaBox"] = page.mediabox = _visible_box(page)
        page.attrs.pop("CropBox", None)
        yield GlyphPage(pdf, page, page_number=number)


def _visible_box(page: PDFPage) -> Any:
    """The crop box clipped to the media box, as ISO 32000 14.11.2 has it shown."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox or page.mediabox)
    box = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else media


def _ordered(box: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(resolve1(value)) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
