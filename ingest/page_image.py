"""Pictures of pages: for readers, small and sharp; for OCR, at full resolution."""

from __future__ import annotations

import io
import warnings

import pypdfium2
from PIL import Image

from ingest.drawing import MAX_WIDTH, OCR_DPI, Drawing, Picture
from ingest.image import FORMATS, POINTS_PER_INCH, dots_per_inch, upright
from ingest.pdf.opening import checked_pdf
from ingest.sniff import MediaType, sniff
from kb.errors import FileRejected

MAX_PIXELS = 40_000_000
"""Of one picture: a page of 5 by 5 metres is drawn smaller, not refused."""

GREYS = 4
DARKEST, LIGHTEST = 20, 235
"""Greys are stretched from these to black and white before they are counted down to four:
sharp letters at a fifth of the size of a full grey picture (measured in Chromium)."""


def draw(data: bytes, drawing: Drawing) -> Picture:
    """Draws one page of a file; within `MAX_PIXELS`, whatever was asked for.

    Args:
        data: A PDF or a picture.
        drawing: Which page, and for whom.

    Raises:
        FileRejected: `no-such-page`; `damaged-page` if it cannot be drawn; or as when reading the
            file.
    """
    if drawing.width is not None and not 1 <= drawing.width <= MAX_WIDTH:
        raise ValueError(drawing.width)
    media_type = sniff(data)
    if media_type not in (MediaType.DOCX, MediaType.HTML, MediaType.TEXT):
        paint = _draw_pdf_page if media_type is MediaType.PDF else _draw_frame
        try:
            image = paint(data, drawing)
        except (pypdfium2.PdfiumError, OSError, ArithmeticError, ValueError, SyntaxError) as error:
            raise FileRejected(
                f"Page {drawing.page} cannot be drawn ({type(error).__name__}).",
                "Look at it in the original.",
                code="damaged-page",
            ) from error
        return Picture(
            *image.size, image.tobytes() if drawing.width is None else _for_readers(image)
        )
    raise _no_such_page(drawing)


def _draw_pdf_page(data: bytes, drawing: Drawing) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        document = pypdfium2.PdfDocument(checked_pdf(data))
    with document:
        if not 1 <= drawing.page <= len(document):
            raise _no_such_page(drawing)
        page = document[drawing.page - 1]
        width, height = page.get_size()
        scale = OCR_DPI / POINTS_PER_INCH
        if drawing.width is not None:
            # PDFium rounds sizes up: a hundredth less keeps a rounding error from adding a pixel.
            scale = (drawing.width - 0.01) / width
        scale = min(scale, (MAX_PIXELS / (width * height)) ** 0.5)
        image: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        return image


def _draw_frame(data: bytes, drawing: Drawing) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about damage that it reads past
        with Image.open(io.BytesIO(data), formats=FORMATS) as file:
            if not 1 <= drawing.page <= getattr(file, "n_frames", 1):
                raise _no_such_page(drawing)
            file.seek(drawing.page - 1)
            dpi = dots_per_inch(file)
            image = upright(file)
    scale = OCR_DPI / dpi if drawing.width is None else drawing.width / image.width
    scale = min(scale, (MAX_PIXELS / (image.width * image.height)) ** 0.5)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _no_such_page(drawing: Drawing) -> FileRejected:
    return FileRejected(f"The file has no page {drawing.page}.", code="no-such-page")


def _for_readers(image: Image.Image) -> bytes:
    stretch = [
        round(max(0, min(255, (grey - DARKEST) * 255 / (LIGHTEST - DARKEST))) * (GREYS - 1) / 255)
        * 255
        // (GREYS - 1)
        for grey in range(256)
    ]
    file = io.BytesIO()
    image.point(stretch).save(file, "WEBP", lossless=True, method=4)
    return file.getvalue()
