"""OCR of the pages whose text layer was not good enough: the last rung of the ladder.

Runs as background work outside of the extraction sandbox. Results are kept by the hash of the
picture, so that nothing is recognised twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import pypdfium2
from PIL import Image

from ingest.ocr.engine import DPI, NoEngine, OcrEngine, TesseractEngine, Word
from ingest.ocr.preprocessing import BLURS, blurred, columns, prepare
from ingest.pdf.page_image import POINTS_PER_INCH, draw
from ingest.pdf.score import score
from kb.model import Box, Line, Page

__all__ = ["NoEngine", "OcrEngine", "TesseractEngine", "Word", "recognise_image", "recognise_pages"]

LANGUAGES = {"km": "khm+eng", "th": "tha+eng", "lo": "lao+eng", "vi": "vie+eng", "fr": "fra+eng"}
DEFAULT_LANGUAGES = "khm+eng"
CERTAIN = 0.9
"""A score from which the second blur is not tried."""

_METHOD_VERSION = "1"


def recognise_pages(
    data: bytes,
    page_numbers: Iterable[int],
    engine: OcrEngine,
    cache_folder: Path,
    *,
    lang: str = "",
    workers: int = 2,
) -> Iterator[Page]:
    """Recognises pages of a PDF, in the order given, several at a time.

    Args:
        data: The PDF.
        page_numbers: 1-based.
        engine: The OCR program.
        cache_folder: Where results are kept; made if it is not there.
        lang: Main language of the document (BCP 47), "" for Khmer and English.
        workers: How many pages at a time.

    Yields:
        A page for each number, as soon as it and those before it are ready.

    Raises:
        Unavailable: If the OCR program is missing or fails.
    """
    languages = LANGUAGES.get(lang, "eng" if lang == "en" else DEFAULT_LANGUAGES)
    document = pypdfium2.PdfDocument(data)
    try:
        with ThreadPoolExecutor(workers) as pool:
            pending = []
            for number in page_numbers:
                image = draw(document, number, dpi=DPI)  # PDFium is not safe to use from threads
                pending.append(
                    pool.submit(recognise_image, image, number, engine, cache_folder, languages)
                )
                if len(pending) > workers:
                    yield pending.pop(0).result()
            for future in pending:
                yield future.result()
    finally:
        document.close()


def recognise_image(
    image: Image.Image, number: int, engine: OcrEngine, cache_folder: Path, languages: str
) -> Page:
    """Recognises one picture of a page at 300 dots per inch."""
    key = hashlib.sha256(
        f"{_METHOD_VERSION}|{engine.name}|{languages}|{image.size}|".encode() + image.tobytes()
    ).hexdigest()
    kept = cache_folder / f"{key}.json"
    if kept.exists():
        words = tuple(Word(**word) for word in json.loads(kept.read_text(encoding="utf-8")))
    else:
        words = _best_words(image, engine, languages)
        cache_folder.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{id(words)}.part")
        partial.write_text(json.dumps([asdict(word) for word in words]), encoding="utf-8")
        partial.replace(kept)
    return _page(words, number, image)


def _best_words(image: Image.Image, engine: OcrEngine, languages: str) -> tuple[Word, ...]:
    """Recognises with each blur and keeps what reads best."""
    prepared = prepare(image)
    edges = columns(prepared)
    best: tuple[float, tuple[Word, ...]] | None = None
    for radius in BLURS:
        smooth = blurred(prepared, radius)
        words: list[Word] = []
        for left, right in edges:
            first_line = len(words) and words[-1].line + 1
            for word in engine.recognise(smooth.crop((left, 0, right, smooth.height)), languages):
                words.append(
                    Word(
                        word.text,
                        word.confidence,
                        word.x0 + left,
                        word.top,
                        word.x1 + left,
                        word.bottom,
                        word.line + first_line,
                    )
                )
        value = score(_text(words)).log_probability if words else -20.0
        if best is None or value > best[0]:
            best = value, tuple(words)
        if score(_text(words)).value >= CERTAIN:
            break
    return best[1] if best else ()


def _text(words: Iterable[Word]) -> str:
    return "\n".join(
        " ".join(word.text for word in line) for _, line in groupby(words, key=lambda w: w.line)
    )


def _page(words: tuple[Word, ...], number: int, image: Image.Image) -> Page:
    scale = POINTS_PER_INCH / DPI
    lines = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        lines.append(
            Line(
                text=" ".join(word.text for word in line),
                box=Box(
                    min(word.x0 for word in line) * scale,
                    min(word.top for word in line) * scale,
                    max(word.x1 for word in line) * scale,
                    max(word.bottom for word in line) * scale,
                ),
            )
        )
    letters = sum(len(word.text) for word in words)
    confidence = (
        sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
    )
    return Page(
        number=number,
        lines=tuple(lines),
        width=image.width * scale,
        height=image.height * scale,
        method="ocr",
        score=min(score("\n".join(line.text for line in lines)).value, confidence),
        confidence=round(confidence, 3),
        remark=f"recognised by OCR, {confidence:.0%}",
    )
