"""Pictures: the page is kept and waits for OCR."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from ingest.sniff import sniff
from kb.errors import FileRejected
from kb.model import Extraction, Page

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
"""Given to Pillow always: left to itself it starts Ghostscript on an EPS named .jpg."""

MAX_PIXELS = 120_000_000
"""An A3 page at 600 dots per inch has 70 million; twice that fits the memory of a worker."""

MAX_FRAMES = 2_000
POINTS_PER_INCH = 72

BELIEVED_DPI = (100, 1_200)
"""What scanners write. Cameras write 72 whatever they took, and many programs write nothing."""

PAGE_INCHES = 11.7
"""Length that the longer side is taken for where no resolution is believed: an A4 page."""


_ORIENTATION, _LYING = 0x0112, range(5, 9)
"""The EXIF tag, and its values for pictures that lie on their side."""


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
        dpi = dots_per_inch(image)
        width, height = image.size
        if image.getexif().get(_ORIENTATION, 1) in _LYING:
            width, height = height, width
        pages.append(
            Page(
                number=number + 1,
                lines=(),
                width=width * POINTS_PER_INCH / dpi,
                height=height * POINTS_PER_INCH / dpi,
                method="none",
                score=0.0,
                remark="needs OCR: it is a picture",
                needs_ocr=True,
            )
        )
    return tuple(pages)


def dots_per_inch(image: Image.Image) -> float:
    """The resolution that a picture declares, or the one that makes it a page."""
    declared = float(image.info.get("dpi", (0.0,))[0])
    if BELIEVED_DPI[0] <= declared <= BELIEVED_DPI[1]:
        return declared
    return max(image.size) / PAGE_INCHES


def upright(image: Image.Image) -> Image.Image:
    """The picture in grey on white paper, turned as the camera was held."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        paper.info, image = image.info, paper
    return ImageOps.exif_transpose(image).convert("L")


def _too_large() -> FileRejected:
    return FileRejected(
        f"The picture has more than {MAX_PIXELS // 10**6} million pixels.",
        "Scan the page at 300 dots per inch.",
        code="too-large",
    )
