"""OCR programs for tests: one that plays back, and one that breaks."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from PIL import Image

from ingest.ocr import Word
from kb.errors import KbError


def words(*lines: str, confidence: float = 0.9) -> tuple[Word, ...]:
    """Words as an engine gives them for lines of text set in a column of 2,000 pixels."""
    found: list[Word] = []
    for number, line in enumerate(lines):
        x = 200
        for text in line.split():
            width = 40 * len(text)
            top = 300 + 100 * number
            found.append(Word(text, confidence, x, top, x + width, top + 60, number))
            x += width + 20
    return tuple(found)


class RecordedEngine:
    """Answers with what was recorded for the languages, whatever the picture.

    Args:
        recorded: Languages ("khm+eng") -> words.
        error: Raised instead, if given.
    """

    name = "recorded 1"

    def __init__(
        self, recorded: Mapping[str, Sequence[Word]] | None = None, error: KbError | None = None
    ) -> None:
        self._recorded = recorded or {}
        self._error = error
        self._lock = threading.Lock()
        self.asked: list[str] = []

    def recognise(self, image: Image.Image, languages: str) -> tuple[Word, ...]:
        """Plays back."""
        with self._lock:
            self.asked.append(languages)
        if self._error is not None:
            raise self._error
        return tuple(self._recorded.get(languages, ()))


class Memory:
    """A cache of recognised words in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Word, ...]] = {}

    def get(self, key: str) -> tuple[Word, ...] | None:
        """What was kept."""
        return self.kept.get(key)

    def put(self, key: str, words: tuple[Word, ...]) -> None:
        """Keeps."""
        self.kept[key] = words
