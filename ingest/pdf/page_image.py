"""Pictures of pages: for readers, small and sharp; for OCR, at full resolution."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from ingest.pdf.opening import checked_pdf
from kb.errors import FileRejected, InvalidInput

MAX_WIDTH = 2_400
"""Pixels; an A4 page at 290 dots per inch."""

MAX_PIXELS = 40_000_000
"""Of one picture: a page of 5 by 5 metres is drawn smaller, not refused."""

GREYS = 4
DARKEST, LIGHTEST = 20, 235
"""Greys are stretched from these to black and white before they are counted down to four:
sharp letters at a fifth of the size of a full grey picture (measured in Chromium)."""

POINTS_PER_INCH = 72


def render_page(data: bytes, number: int, width_pixels: int) -> bytes:
    """Draws one page as a lossless WebP of four greys.

    Args:
        data: The PDF.
        number: 1-based.
        width_pixels: 1 to `MAX_WIDTH`.

    Raises:
        InvalidInput: If there is no such page, or the width is out of range.
        FileRejected: If the file cannot be opened or the page cannot be drawn.
    """
    if not 1 <= width_pixels <= MAX_WIDTH:
        raise InvalidInput(f"The width must be 1 to {MAX_WIDTH} pixels.")
    with _open(data) as document:
        image = draw(document, number, width_pixels=width_pixels)
    stretch = [
        round(max(0, min(255, (grey - DARKEST) * 255 / (LIGHTEST - DARKEST))) * (GREYS - 1) / 255)
        * 255
        // (GREYS - 1)
        for grey in range(256)
    ]
    picture = io.BytesIO()
    image.point(stretch).save(picture, "WEBP", lossless=True, method=4)
    return picture.getvalue()


def draw(
    document: pypdfium2.PdfDocument,
    number: int,
    *,
    width_pixels: int | None = None,
    dpi: int | None = None,
) -> Image.Image:
    """Draws one page in grey, at a width or at a resolution, within `MAX_PIXELS`."""
    if not 1 <= number <= len(document):
        raise InvalidInput(f"The document has no page {number}.")
    page = document[number - 1]
    try:
        width, height = page.get_size()
        # PDFium rounds sizes up: a hundredth less keeps a rounding error from adding a pixel.
        scale = (
            (width_pixels - 0.01) / width
            if width_pixels
            else (dpi or POINTS_PER_INCH) / POINTS_PER_INCH
        )
        scale = min(scale, (MAX_PIXELS / (width * height)) ** 0.5)
        image: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    except (pypdfium2.PdfiumError, ZeroDivisionError, MemoryError) as error:
        raise FileRejected(
            f"Page {number} cannot be drawn ({type(error).__name__}).", code="damaged-page"
        ) from error
    finally:
        page.close()
    return image


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return pypdfium2.PdfDocument(checked_pdf(data))
