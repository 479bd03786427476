"""Originals are kept unchanged under their address, once."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from kb.errors import NotFound, Unavailable
from kb.store.blobs import BlobStore

DATA = "ច្បាប់ភូមិបាល".encode()


def test_the_same_bytes_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    first, second = blobs.add(io.BytesIO(DATA)), blobs.add(io.BytesIO(DATA))
    assert first == second
    assert first.sha256 == hashlib.sha256(DATA).hexdigest()
    assert first.size == len(DATA)
    assert blobs.path(first.sha256).read_bytes() == DATA
    assert list(blobs.addresses()) == [first.sha256]


def test_a_flipped_byte_is_found(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    blob = blobs.add(io.BytesIO(DATA))
    assert blobs.is_sound(blob.sha256)
    blobs.path(blob.sha256).write_bytes(DATA[:-1] + b"x")
    assert not blobs.is_sound(blob.sha256)


def test_what_is_removed_is_not_there(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    blob = blobs.add(io.BytesIO(DATA))
    blobs.remove(blob.sha256)
    blobs.remove(blob.sha256)
    with pytest.raises(NotFound):
        blobs.path(blob.sha256)


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    blobs = BlobStore(tmp_path / "blobs")
    with pytest.raises(Unavailable, match="Input/output"):
        blobs.add(Broken())
    assert list((tmp_path / "blobs").iterdir()) == []


def test_old_temporary_files_are_swept_and_young_ones_stay(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    old, young = tmp_path / "blobs" / "tmp-old", tmp_path / "blobs" / "tmp-young"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    assert blobs.sweep() == 1
    assert young.exists()
    assert not old.exists()
