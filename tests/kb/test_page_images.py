"""Pictures of pages: drawn once, kept within a limit, gone with the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.sandbox import Limits
from kb.errors import FileRejected, NotFound
from kb.page_images import KEPT_SHARE, WIDTHS, PageImages
from tests.ingest.pdf.making import pdf_of, text_page

NARROW, WIDE = WIDTHS


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "law.pdf"
    path.write_bytes(pdf_of(*(text_page(f"Article {number}") for number in range(6))))
    return path


@pytest.fixture
def images(tmp_path: Path) -> Iterator[PageImages]:
    images = PageImages(tmp_path / "pictures", Limits())
    yield images
    images.close()


def test_a_picture_is_drawn_once(images: PageImages, original: Path) -> None:
    first = images.get(original, "a", 1, NARROW)
    drawn = first.read_bytes()
    original.unlink()
    assert images.get(original, "a", 1, NARROW).read_bytes() == drawn
    with pytest.raises(FileRejected):
        images.get(original, "a", 1, WIDE)


def test_the_pictures_of_a_file_go_with_it(images: PageImages, original: Path) -> None:
    gone, kept = images.get(original, "a", 1, NARROW), images.get(original, "b", 1, NARROW)
    images.forget("a")
    images.forget("never drawn")
    assert (gone.exists(), kept.exists()) == (False, True)


@pytest.mark.parametrize(("number", "width"), [(7, NARROW), (0, NARROW), (1, NARROW + 1)])
def test_what_is_not_drawn(images: PageImages, original: Path, number: int, width: int) -> None:
    with pytest.raises(NotFound):
        images.get(original, "a", number, width)


def test_what_was_not_looked_at_for_longest_makes_room(tmp_path: Path, original: Path) -> None:
    folder = tmp_path / "pictures"
    unlimited = PageImages(folder, Limits())
    paths = [unlimited.get(original, "a", number, NARROW) for number in range(1, 6)]
    unlimited.close()
    for age, path in enumerate(reversed(paths)):
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    total = sum(path.stat().st_size for path in paths)
    images = PageImages(folder, Limits(), kept_bytes=total)
    images.get(original, "a", 1, NARROW)  # looked at again, so the youngest
    last = images.get(original, "a", 6, NARROW)
    images.close()
    assert last.exists()
    assert paths[0].exists()
    assert not paths[1].exists()
    assert sum(path.stat().st_size for path in folder.glob("*/*")) <= KEPT_SHARE * total
