"""Pictures of pages for readers: drawn on demand in a sandboxed process, kept on disk for a while.

The web process never opens a stranger's file: it hands the original to a process that can do no
harm, and gets the picture back. Few are drawn at a time, so that readers of text do not wait.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.drawing import Drawing
from ingest.sandbox import Limits
from ingest.worker import WorkerPool
from kb.errors import FileRejected, NotFound, Unavailable

WIDTHS = (960, 1_600)
"""Pixels: a page in four greys of 25 to 36 kB that fits a phone and a half screen, and one to look
at the details."""

DRAWING_SECONDS = 20
MOST_WAITING = 3
WAIT_SECONDS = 10.0

KEPT_BYTES = 500 * 10**6
KEPT_SHARE = 0.8
"""Part of them that stays when the oldest make room."""


class PageImages:
    """Draws and keeps pictures of pages; may be used from several threads and processes.

    Args:
        folder: Where they are kept; made when it is needed, and may be deleted at any time.
        limits: What reading a file may cost; drawing a page may take less time.
        kept_bytes: How much is kept on disk.
    """

    def __init__(self, folder: Path, limits: Limits, kept_bytes: int = KEPT_BYTES) -> None:
        self._folder = folder
        self._limits = replace(limits, cpu_seconds=DRAWING_SECONDS, wall_seconds=DRAWING_SECONDS)
        self._kept_bytes = kept_bytes
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._lock = threading.Lock()
        self._pool: WorkerPool | None = None
        self._size: int | None = None

    def get(self, original: Path, sha256: str, number: int, width: int) -> Path:
        """Give the file of a picture (WebP); it is drawn if it is not kept.

        Args:
            original: The file that holds the page.
            sha256: Of the file.
            number: Of the page, 1-based.
            width: In pixels, one of `WIDTHS`.

        Raises:
            NotFound: The file has no such page, or not as a picture; or no such width is drawn.
            FileRejected: The page cannot be drawn.
            Unavailable: Too much is being drawn.
        """
        if width not in WIDTHS:
            raise NotFound("Pictures of pages do not have this width.")
        path = self._folder / sha256 / f"{number}-{width}.webp"
        try:
            os.utime(path)  # what is looked at stays
        except FileNotFoundError:
            self._keep(path, self._draw(original, Drawing(number, width)))
        return path

    def forget(self, sha256: str) -> None:
        """Remove the pictures of a file."""
        shutil.rmtree(self._folder / sha256, ignore_errors=True)

    def close(self) -> None:
        """End the process that draws."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    def _draw(self, original: Path, drawing: Drawing) -> bytes:
        with self._turn():
            with self._lock:
                if self._pool is None:
                    self._pool = WorkerPool(1, self._limits)
            try:
                return self._pool.draw(original, drawing).data
            except FileRejected as error:
                if error.code == "no-such-page":
                    raise NotFound("There is no picture of this page.") from None
                raise

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._waiting.acquire(timeout=WAIT_SECONDS):
            raise Unavailable("Too many pages are being drawn.", "Try again in a minute.")
        try:
            yield
        finally:
            self._waiting.release()

    def _keep(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        partial.write_bytes(data)
        partial.replace(path)
        with self._lock:
            if self._size is None:
                self._size = sum(size for _, size, _ in self._kept())
            else:
                self._size += len(data)
            if self._size > self._kept_bytes:
                self._make_room()

    def _make_room(self) -> None:
        kept = sorted(self._kept())
        size = sum(size for _, size, _ in kept)
        for _, bytes_of_one, path in kept:
            if size <= KEPT_SHARE * self._kept_bytes:
                break
            path.unlink(missing_ok=True)
            size -= bytes_of_one
        self._size = size

    def _kept(self) -> Iterator[tuple[int, int, Path]]:
        """When each picture was last looked at, its size and its file."""
        for path in self._folder.glob("*/*"):
            try:
                status = path.stat()
            except FileNotFoundError:  # another process made room
                continue
            yield status.st_mtime_ns, status.st_size, path
