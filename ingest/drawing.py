"""Orders for pictures of pages, and what they bring; `ingest.page_image` draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

OCR_DPI = 210
"""Tesseract reads Khmer better at this size, and in half the time, than at the 300 that it is
trained on (folded character errors of eight pages 5.2 %, at 300 6.7 %)."""

MAX_WIDTH = 2_400
"""Pixels; an A4 page at 290 dots per inch."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw.

    Attributes:
        page: 1-based.
        width: In pixels, 1 to `MAX_WIDTH`, for readers; None for OCR, at `OCR_DPI`.
    """

    page: int
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page.

    Attributes:
        width, height: In pixels.
        data: A lossless WebP of four greys for readers; for OCR a byte of grey for each pixel,
            row by row, so that no decoder has to be trusted with it.
    """

    width: int
    height: int
    data: bytes

    @property
    def image(self) -> Image.Image:
        """The pixels of a picture for OCR."""
        from PIL import Image  # noqa: PLC0415 -- passing a picture on takes no Pillow

        return Image.frombytes("L", (self.width, self.height), self.data)
