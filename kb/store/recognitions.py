"""What OCR recognised, kept with the file that holds the picture."""

from __future__ import annotations

import dataclasses

import sqlalchemy as sa

from ingest.ocr import Word
from kb.store.database import Database
from kb.store.tables import files, recognitions


class FileRecognitions:
    """Keeps what OCR recognised in one file, as long as the file is kept.

    An `ingest.ocr.RecognitionCache`. It looks among the pictures of all files.
    """

    def __init__(self, database: Database, sha256: str) -> None:
        self._database = database
        self._sha256 = sha256

    def get(self, key: str) -> tuple[Word, ...] | None:
        """Give the words kept under a key."""
        with self._database.read() as connection:
            words = connection.scalar(
                sa.select(recognitions.c.words).where(recognitions.c.key == key)
            )
        return None if words is None else tuple(Word(*word) for word in words)

    def put(self, key: str, words: tuple[Word, ...]) -> None:
        """Keep words, unless the file was forgotten meanwhile or the key is there already."""
        with self._database.write() as connection:
            has_file = sa.select(files.c.sha256).where(files.c.sha256 == self._sha256)
            has_key = sa.select(recognitions.c.key).where(recognitions.c.key == key)
            if connection.scalar(has_file) is not None and connection.scalar(has_key) is None:
                row = [dataclasses.astuple(word) for word in words]
                connection.execute(
                    sa.insert(recognitions).values(key=key, file_sha256=self._sha256, words=row)
                )
