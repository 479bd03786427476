"""Pictures."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from ingest.image import MAX_PIXELS, ImageExtractor
from kb.errors import FileRejected


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size; its data are those of one row."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(width // 8 + 1))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def test_a_picture_is_a_page_that_waits_for_ocr() -> None:
    extraction = ImageExtractor().extract(saved(Image.new("L", (300, 600)), "PNG", dpi=(150, 150)))
    (page,) = extraction.pages
    assert extraction.media_type == "image/png"
    assert (page.method, page.score, page.lines) == ("none", 0.0, ())
    assert page.needs_ocr
    assert (round(page.width), round(page.height)) == (144, 288)


def test_each_frame_of_a_tiff_is_a_page() -> None:
    frames = [Image.new("L", (100, 100)) for _ in range(3)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert [page.number for page in ImageExtractor().extract(data).pages] == [1, 2, 3]


@pytest.mark.parametrize("side", [int(MAX_PIXELS**0.5) + 1, 2_000_000_000])
def test_too_many_pixels_are_refused_before_they_are_unpacked(side: int) -> None:
    with pytest.raises(FileRejected) as caught:
        ImageExtractor().extract(png_of_size(side, side))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    "data",
    [
        saved(Image.new("L", (90, 90)), "PNG")[:60],
        b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(100),
        b"II*\0\x08\0\0\0" + bytes(40),
    ],
    ids=["cut", "jpeg", "tiff"],
)
def test_a_damaged_picture(data: bytes) -> None:
    with pytest.raises(FileRejected, match="damaged") as caught:
        ImageExtractor().extract(data)
    assert caught.value.code == "damaged-file"


def test_pillow_may_not_start_other_programs() -> None:
    with pytest.raises(FileRejected):
        ImageExtractor().extract(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
