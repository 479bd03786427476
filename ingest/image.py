"""Pictures: the page is kept and waits for OCR."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from ingest.sniff import sniff
from kb.errors import FileRejected
from kb.model import Extraction, Page

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
"""Given to Pillow always: left to itself it starts Ghostscript on an EPS named .jpg."""

MAX_PIXELS = 120_000_000
"""An A3 page at 600 dots per inch has 70 million; twice that fits the memory of a worker."""

MAX_FRAMES = 2_000
POINTS_PER_INCH = 72
DEFAULT_DPI = 300


class ImageExtractor:
    """Reads the sizes of a picture, one page for each frame; its text needs OCR."""

    def extract(self, data: bytes) -> Extraction:
        """Reads a picture.

        Raises:
            FileRejected: `damaged-file` or `too-large`.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about damage that it reads past
                with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                    pages = _pages(image)
        except (Image.DecompressionBombError, MemoryError):
            raise _too_large() from None
        except (OSError, SyntaxError, ValueError, EOFError, TypeError):
            raise FileRejected(
                "The picture is damaged or cut off.",
                "Copy or scan it again.",
                code="damaged-file",
            ) from None
        return Extraction(sniff(data), pages)


def _pages(image: Image.Image) -> tuple[Page, ...]:
    pages = []
    for number in range(min(getattr(image, "n_frames", 1), MAX_FRAMES)):
        image.seek(number)
        if image.width * image.height > MAX_PIXELS:
            raise _too_large()
        if number == 0:
            image.load()  # proves that the picture is whole
        dpi = float(image.info.get("dpi", (DEFAULT_DPI,))[0]) or DEFAULT_DPI
        pages.append(
            Page(
                number=number + 1,
                lines=(),
                width=image.width * POINTS_PER_INCH / dpi,
                height=image.height * POINTS_PER_INCH / dpi,
                method="none",
                score=0.0,
                remark="needs OCR",
            )
        )
    return tuple(pages)


def _too_large() -> FileRejected:
    return FileRejected(
        f"The picture has more than {MAX_PIXELS // 10**6} million pixels.",
        "Scan the page at 300 dots per inch.",
        code="too-large",
    )
