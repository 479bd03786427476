"""Pictures of pages to pages of lines, several at a time, each picture only once."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

from PIL import Image

from analyzers import detect_language
from ingest.cleaning import clean
from ingest.ocr.choice import (
    Reading,
    best_reading,
    is_broken,
    is_doubtful,
    lines_of,
    text_of,
    with_better_lines,
    with_lines_for,
    without_fragments,
)
from ingest.ocr.engine import OcrEngine, Word
from ingest.ocr.page import page_of
from ingest.ocr.preprocessing import (
    FOR_BROKEN_STROKES,
    SMOOTH,
    SMOOTHEST,
    Excerpt,
    Rendering,
    columns,
    excerpt,
    prepare,
)
from ingest.ocr.spelling import without_impossible_spellings
from kb.errors import FileRejected
from kb.model import Page

LANGUAGES = {
    "km": ("khm", "khm+eng"),
    "th": ("tha", "tha+eng"),
    "lo": ("lao", "lao+eng"),
    "vi": ("vie", "vie"),
    "fr": ("fra", "fra"),
    "en": ("eng", "eng"),
}
"""Main language of a page (BCP 47) -> the models that tesseract reads it with: alone, and where
it holds words in Latin letters. With both models a page takes twice as long, and the signs of
Khmer and Thai come out as Latin letters here and there."""

FOREIGN = -5.0
"""Mean log2 probability of a character below which the picture seems to show another script than
it was read as. Measured: Khmer that is hard to read has -4.4, Latin and Thai read as Khmer -6.3
to -9."""

MIN_TRACES = 2
"""Words that show Latin letters, from which a page is read with the Latin model too: one may be
a stamp."""

_TRACE = re.compile(
    r"[\u0e00-\u17ff][0-9A-Za-z@%$|&»«{}<>~^*#_\\]|[0-9A-Za-z@%$|&»«{}<>~^*#_\\][\u0e00-\u17ff]"
    r"|[0-9]*[@$|&»«{}<>~^*#_\\][0-9|$@%&»«]+|[A-Za-z]{3}"
)
"""What a model of Khmer, Thai or Lao makes of Latin letters: digits and signs among its own."""

_METHOD = "6"
"""Of preparing and choosing; a change makes kept results old."""


class RecognitionCache(Protocol):
    """Keeps the words of pictures by a hash. Implementations are safe to use from threads."""

    def get(self, key: str) -> tuple[Word, ...] | None:
        """Gives what was kept under a key, None if nothing was."""
        ...

    def put(self, key: str, words: tuple[Word, ...]) -> None:
        """Keeps words, which may be none."""
        ...


def recognise_pages(
    pages: Sequence[Page],
    draw: Callable[[int], Image.Image],
    engine: OcrEngine,
    cache: RecognitionCache,
    *,
    lang: str = "",
    workers: int = 1,
) -> Iterator[Page]:
    """Recognises pages, `workers` at a time.

    Args:
        pages: As the text layer gave them.
        draw: Gives the picture of a page by its number, grey, at `OCR_DPI`; called from threads.
        lang: Main language of the document (BCP 47), "" if it is not known.

    Yields:
        Each page in the order given, as soon as it and those before it are ready. One that cannot
        be recognised, or whose text layer reads better, keeps its text and says so.

    Raises:
        Unavailable: If the OCR program or one of its languages is missing.
    """

    def recognise(page: Page) -> Page:
        try:
            words = recognise_image(draw(page.number), engine, cache, lang=lang)
        except FileRejected as error:
            return replace(page, needs_ocr=False, remark=f"not recognised: {error.message}")
        found = page_of(words, page)
        if page.score > found.score:
            return replace(page, needs_ocr=False, remark="OCR reads it no better")
        return found

    with ThreadPoolExecutor(workers) as threads:
        pending: deque[Future[Page]] = deque()
        try:
            for page in pages:
                pending.append(threads.submit(recognise, page))
                if len(pending) > workers:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)


def recognise_image(
    image: Image.Image, engine: OcrEngine, cache: RecognitionCache, *, lang: str = ""
) -> tuple[Word, ...]:
    """Gives the words of a picture of a page, from the cache if they are there.

    Args:
        image: Grey, at `OCR_DPI`.
        lang: The language that is tried first.

    Raises:
        Unavailable, FileRejected: As `OcrEngine.recognise`.
    """
    identity = f"{_METHOD}|{engine.name}|{lang}|{image.size}|".encode()
    key = hashlib.sha256(identity + image.tobytes()).hexdigest()
    words = cache.get(key)
    if words is None:
        words = tuple(
            replace(word, text=text)
            for word in _best_words(image, engine, lang)
            if (text := without_impossible_spellings("".join(clean(word.text).split())))
        )
        cache.put(key, words)
    return words


def _best_words(image: Image.Image, engine: OcrEngine, lang: str) -> tuple[Word, ...]:
    """Reads all lines, and those in doubt in another rendering; keeps what reads best."""
    prepared = prepare(image)
    edges = columns(prepared)

    def read(rendering: Rendering, languages: str, lines: Sequence[Sequence[Word]] = ()) -> Reading:
        """Reads all lines, or only some."""
        rows = [
            (min(word.top for word in line), max(word.bottom for word in line)) for line in lines
        ]
        part = excerpt(prepared, rows) if rows else Excerpt(prepared)
        part = replace(part, image=rendering.render(part.image))
        return Reading.of(without_fragments(tuple(_words(part, edges, engine, languages))))

    alone, with_latin = LANGUAGES.get(lang, LANGUAGES["km"])
    best = read(SMOOTHEST, alone)
    for languages in _other_languages(best, alone):
        other = read(SMOOTHEST, languages)
        if best_reading([best, other]) is other:
            best, alone, with_latin = other, languages, languages
    if doubtful := list(filter(is_doubtful, lines_of(best.words))):
        best = with_better_lines(best, read(SMOOTH, alone, doubtful))
    if broken := list(filter(is_broken, lines_of(best.words))):
        best = with_better_lines(best, read(FOR_BROKEN_STROKES, alone, broken))
    if with_latin != alone and sum(map(_has_trace, best.words)) >= MIN_TRACES:
        traced = [line for line in lines_of(best.words) if any(map(_has_trace, line))]
        best = with_lines_for(best, read(SMOOTHEST, with_latin, traced), _has_trace)
    return best.words


def _has_trace(word: Word) -> bool:
    return _TRACE.search(word.text) is not None


def _other_languages(reading: Reading, tried: str) -> list[str]:
    """The models that may read a picture better than the one that was tried."""
    if not reading.words:
        return []
    if reading.score.log_probability < FOREIGN:
        likely = [LANGUAGES[lang][0] for lang in ("km", "en", "th", "lo")]
    else:  # the letters of Vietnamese and French are not those of English
        language = detect_language(text_of(reading.words))
        likely = [LANGUAGES[lang][0] for lang in ("vi", "fr") if lang == language]
    return [languages for languages in likely if languages != tried]


def _words(
    part: Excerpt, edges: Sequence[tuple[int, int]], engine: OcrEngine, languages: str
) -> Iterator[Word]:
    """The words of all columns, placed on the page."""
    first_line = 0
    for number, (left, right) in enumerate(edges):
        column = engine.recognise(part.image.crop((left, 0, right, part.image.height)), languages)
        for word in column:
            shift = part.shift((word.top + word.bottom) / 2)
            yield replace(
                word,
                x0=word.x0 + left,
                x1=word.x1 + left,
                top=word.top + shift,
                bottom=word.bottom + shift,
                line=word.line + first_line,
                column=number,
            )
        first_line += max((word.line for word in column), default=-1) + 1
