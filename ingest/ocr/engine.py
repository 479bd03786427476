"""The seam to OCR programs: a picture in, words with places and confidences out."""

from __future__ import annotations

import csv
import io
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from PIL import Image

from ingest.drawing import OCR_DPI
from kb.errors import FileRejected, Unavailable

SECONDS_PER_IMAGE = 300
"""A dense page takes 2 to 6 s of one core; this is for machines that do much else."""

PROGRAM_MEMORY = 1024 * 2**20
"""Bytes of address space; a dense A4 page takes 200 MB."""

PACKAGES = "tesseract-ocr with tesseract-ocr-khm (and -tha, -lao, -vie, -fra)"


MIN_SPACE = 0.2
"""Part of the height of a line of Thai or Lao that a space in it is wide. Measured: 30 of 34 wider
gaps are spaces, and none of the others."""

_SPACELESS = re.compile("[\u0e01-\u0e4e\u0e81-\u0ece] [\u0e01-\u0e4e\u0e81-\u0ece]")


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word.

    Attributes:
        confidence: 0–1.
        x0, top, x1, bottom: In pixels of the picture.
        line: Words with the same number stand on one line.
        column: Words with the same number stand in one column, which is read as a picture.
    """

    text: str
    confidence: float
    x0: int
    top: int
    x1: int
    bottom: int
    line: int
    column: int = 0


class OcrEngine(Protocol):
    """An OCR program, or what stands for one. Implementations are safe to use from threads."""

    @property
    def name(self) -> str:
        """Name and version, part of the key under which results are kept."""
        ...

    def recognise(self, image: Image.Image, languages: str) -> tuple[Word, ...]:
        """Recognises one column of upright text.

        Args:
            image: Grey, at `OCR_DPI`.
            languages: As tesseract names them ("khm+eng").

        Raises:
            Unavailable: If the program or a language is not installed.
            FileRejected: If it fails on this image.
        """
        ...


class TesseractEngine:
    """Tesseract as a program of the system, one process an image, one thread a process.

    The process gets pixels that this program wrote, never a stranger's file, and may not take
    more memory than `PROGRAM_MEMORY` nor write files.
    """

    def __init__(self, program: str = "tesseract") -> None:
        self._program = program
        self._name = ""

    @property
    def name(self) -> str:
        """Name and version.

        Raises:
            Unavailable: If the program is not installed.
        """
        if not self._name:
            answer = self._run(["--version"], b"")
            self._name = answer.decode("utf-8", "replace").split("\n", 1)[0].strip()
        return self._name

    def recognise(self, image: Image.Image, languages: str) -> tuple[Word, ...]:
        """Recognises one column; page segmentation mode 6, as mode 3 drops whole Khmer lines."""
        picture = io.BytesIO()
        image.save(picture, "TIFF")  # not compressed: tesseract reads a PGM byte by byte
        arguments = ["-", "-", "-l", languages, "--psm", "6", "--dpi", str(OCR_DPI), "tsv"]
        answer = self._run(arguments, picture.getvalue()).decode("utf-8", "replace")
        return tuple(_without_gaps(_words(answer)))

    def _run(self, arguments: list[str], data: bytes) -> bytes:
        path = shutil.which(self._program)
        if path is None:
            raise Unavailable("No OCR program is installed.", f"Install {PACKAGES}.")
        try:
            with subprocess.Popen(  # noqa: S603 - fixed arguments, data by the standard input
                [path, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"OMP_THREAD_LIMIT": "1", "PATH": os.defpath},
            ) as process:
                try:
                    _limit(process.pid)  # it waits for its input, so this comes in time
                    answer, _ = process.communicate(data, timeout=SECONDS_PER_IMAGE)
                except BaseException:
                    process.kill()
                    raise
        except OSError as error:
            raise Unavailable(
                f"The OCR program cannot be started ({error.strerror}).",
                "Free memory and run it again: what was recognised is kept.",
            ) from error
        except subprocess.TimeoutExpired:
            raise FileRejected(
                f"OCR took more than {SECONDS_PER_IMAGE} seconds.", code="timed-out"
            ) from None
        if process.returncode < 0:
            raise FileRejected(
                f"The OCR program broke down (status {process.returncode}).", code="ocr-failed"
            )
        if process.returncode:
            raise Unavailable(
                "The OCR program does not work or lacks a language.", f"Install {PACKAGES}."
            )
        return answer


def _limit(pid: int) -> None:
    if sys.platform == "linux":
        for kind, most in (
            (resource.RLIMIT_AS, PROGRAM_MEMORY),
            (resource.RLIMIT_CPU, SECONDS_PER_IMAGE),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.prlimit(pid, kind, (most, most))


def _without_gaps(words: Iterable[Word]) -> Iterator[Word]:
    """Joins what stands close: for tesseract each cluster of Thai and Lao is a word."""
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        height = max(word.bottom for word in line) - min(word.top for word in line)
        joined = line[:1]
        for word in line[1:]:
            gap = word.x0 - joined[-1].x1
            if gap < MIN_SPACE * height and _SPACELESS.search(f"{joined[-1].text} {word.text}"):
                joined[-1] = _joined(joined[-1], word)
            else:
                joined.append(word)
        yield from joined


def _joined(word: Word, after: Word) -> Word:
    letters, more = len(word.text), len(after.text)
    return replace(
        word,
        text=word.text + after.text,
        confidence=(word.confidence * letters + after.confidence * more) / (letters + more),
        x0=min(word.x0, after.x0),
        top=min(word.top, after.top),
        x1=max(word.x1, after.x1),
        bottom=max(word.bottom, after.bottom),
    )


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
