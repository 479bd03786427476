"""Pictures of pages, of PDFs and of pictures, within their limits."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from ingest.drawing import MAX_WIDTH, OCR_DPI, Drawing
from ingest.page_image import MAX_PIXELS, draw
from kb.errors import FileRejected
from tests.ingest.files import text
from tests.ingest.pdf.making import A4, FIVE_METRES, pdf_of, text_page

PDF = pdf_of(text_page("Article 1"))


def saved(image: Image.Image, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def test_a_picture_for_readers_has_the_width_asked_for_and_shows_the_text() -> None:
    picture = draw(PDF, Drawing(1, 400))
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.format == "WEBP"
        assert image.size == (picture.width, picture.height)
        assert image.width == 400
        assert abs(image.height - 400 * A4[1] / A4[0]) <= 1
        assert image.convert("L").getextrema() == (0, 255)


def test_a_picture_for_ocr_has_its_resolution_and_no_format() -> None:
    image = draw(PDF, Drawing(1)).image
    assert image.mode == "L"
    assert abs(image.width - A4[0] / 72 * OCR_DPI) <= 1
    assert image.getextrema() == (0, 255)


@pytest.mark.parametrize("data", [PDF, saved(Image.new("L", (40, 50)), "PNG"), text("Words.")])
@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there(data: bytes, page: int) -> None:
    with pytest.raises(FileRejected) as caught:
        draw(data, Drawing(page, 400))
    assert caught.value.code == "no-such-page"


def test_no_picture_is_larger_than_the_limit() -> None:
    data = pdf_of(text_page("Article 1", FIVE_METRES))
    assert 0.9 * MAX_PIXELS < len(draw(data, Drawing(1)).data) <= 1.01 * MAX_PIXELS
    assert draw(data, Drawing(1, MAX_WIDTH)).height == MAX_WIDTH
    photo = saved(Image.new("L", (3000, 10)), "PNG", dpi=(100, 100))
    assert len(draw(photo, Drawing(1)).data) <= 1.01 * MAX_PIXELS


def test_a_picture_is_scaled_by_its_resolution_for_ocr() -> None:
    image = draw(saved(Image.new("L", (300, 600)), "PNG", dpi=(150, 150)), Drawing(1)).image
    assert image.size == (300 * OCR_DPI / 150, 600 * OCR_DPI / 150)


def test_a_resolution_that_no_scanner_writes_is_not_believed() -> None:
    image = draw(saved(Image.new("L", (3000, 4000)), "JPEG", dpi=(72, 72)), Drawing(1)).image
    assert 11.3 < image.height / OCR_DPI < 12  # the height of an A4 page is 11.7 inches


def test_a_photograph_is_turned_as_the_camera_was_held_and_transparency_is_paper() -> None:
    lying = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(lying).rectangle((0, 0, 299, 20), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6
    image = draw(saved(lying, "JPEG", exif=exif, dpi=(OCR_DPI, OCR_DPI)), Drawing(1)).image
    assert image.size == (200, 300)
    assert image.getpixel((195, 150)) == 0
    clear = saved(Image.new("RGBA", (300, 300)), "PNG", dpi=(OCR_DPI, OCR_DPI))
    assert draw(clear, Drawing(1)).image.getpixel((9, 9)) == 255


def test_each_frame_of_a_tiff_can_be_drawn() -> None:
    frames = [Image.new("L", (60, 60), grey) for grey in (0, 128, 255)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(300, 300))
    greys = [draw(data, Drawing(page)).image.getpixel((9, 9)) for page in (1, 2, 3)]
    assert greys == [0, 128, 255]
