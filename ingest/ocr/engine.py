"""The seam to OCR programs: a picture in, words with places and confidences out."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from kb.errors import Unavailable

DPI = 300
SECONDS_PER_IMAGE = 300
"""A dense page takes 3 to 10 s on one core."""


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word.

    Attributes:
        confidence: 0–1.
        x0, top, x1, bottom: In pixels of the picture.
        line: Words with the same number stand on one line.
    """

    text: str
    confidence: float
    x0: int
    top: int
    x1: int
    bottom: int
    line: int


class OcrEngine(Protocol):
    """An OCR program, or what stands for one. Implementations are safe to use from threads."""

    @property
    def name(self) -> str:
        """Name and version, part of the key under which results are kept."""
        ...

    def recognise(self, image: Image.Image, languages: str) -> tuple[Word, ...]:
        """Recognises one column of upright text.

        Args:
            image: Grey, 300 dots per inch.
            languages: As tesseract names them ("khm+eng").

        Raises:
            Unavailable: If the program or a language is not installed, or it fails.
        """
        ...


class NoEngine:
    """Stands for a missing OCR program."""

    name = "none"

    def recognise(self, image: Image.Image, languages: str) -> tuple[Word, ...]:
        """Always says what to install."""
        raise Unavailable(
            "No OCR program is installed.",
            "Install tesseract-ocr with tesseract-ocr-khm and run the job again.",
        )


class TesseractEngine:
    """Tesseract as a program of the system, one process an image, one thread a process."""

    def __init__(self, program: str = "tesseract") -> None:
        self._program = program
        self._name = ""

    @property
    def name(self) -> str:
        """Name and version."""
        if not self._name:
            answer = self._run(["--version"], b"")
            self._name = answer.decode("utf-8", "replace").split("\n", 1)[0].strip()
        return self._name

    def recognise(self, image: Image.Image, languages: str) -> tuple[Word, ...]:
        """Recognises one column; page segmentation mode 6, as mode 3 drops whole Khmer lines."""
        picture = io.BytesIO()
        image.save(picture, "PNG", compress_level=1, dpi=(DPI, DPI))
        arguments = ["-", "-", "-l", languages, "--psm", "6", "--dpi", str(DPI), "tsv"]
        answer = self._run(arguments, picture.getvalue()).decode("utf-8", "replace")
        return tuple(_words(answer))

    def _run(self, arguments: list[str], data: bytes) -> bytes:
        path = shutil.which(self._program)
        if path is None:
            NoEngine().recognise(Image.new("L", (1, 1)), "")
        try:
            done = subprocess.run(  # noqa: S603 - fixed arguments, data by the standard input
                [str(path), *arguments],
                input=data,
                capture_output=True,
                timeout=SECONDS_PER_IMAGE,
                check=False,
                env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            raise Unavailable(
                f"The OCR program did not answer ({type(error).__name__}).",
                "Run the job again; if it fails again, look at the page's picture.",
            ) from error
        if done.returncode:
            raise Unavailable(
                "The OCR program failed.",
                "Check that tesseract-ocr-khm, -tha, -lao, -vie and -fra are installed.",
            )
        return done.stdout


def _words(table: str) -> list[Word]:
    words, lines = [], dict[tuple[str, ...], int]()
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text:
            continue
        key = (row["block_num"], row["par_num"], row["line_num"])
        x0, top = int(row["left"]), int(row["top"])
        words.append(
            Word(
                text=text,
                confidence=max(0.0, float(row["conf"]) / 100),
                x0=x0,
                top=top,
                x1=x0 + int(row["width"]),
                bottom=top + int(row["height"]),
                line=lines.setdefault(key, len(lines)),
            )
        )
    return words
