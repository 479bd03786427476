"""Copies of originals that do not name those who made them, for readers of other organisations.

Made in a sandboxed process, and kept on disk as long as their originals; the folder may be deleted
at any time.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

from ingest.sandbox import Limits
from ingest.worker import WorkerPool

_SUFFIX = "-copy"


class Copies:
    """Makes and keeps copies; may be used from several threads and processes.

    Args:
        folder: Where they are kept; made when it is needed.
        limits: What reading a file may cost.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._making = threading.Lock()

    def get(self, original: Path, sha256: str) -> Path:
        """Give the copy of a file; it is made if it is not kept.

        Args:
            sha256: Of the file.

        Raises:
            FileRejected: No such copy can be made of it.
            Unavailable: The process that makes it cannot be started.
        """
        path = self._path(sha256)
        if path.exists():
            return path
        with self._making:
            if not path.exists():  # another thread may have made it
                with WorkerPool(1, self._limits) as pool:
                    data = pool.copy_without_authors(original)
                self._folder.mkdir(mode=0o700, exist_ok=True)
                partial = path.with_suffix(f".{os.getpid()}")
                partial.write_bytes(data)
                partial.replace(path)
        return path

    def forget(self, sha256: str) -> None:
        """Remove the copy of a file, if there is one."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}{_SUFFIX}"
