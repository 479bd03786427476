"""OCR on real scans: errors, articles found, speed and memory.

    python -m benchmarks.ocr [--workers N] [NAME ...]

NAME is a part of the names of the files to read (default: all). For the pages of the Constitution
the folded character errors are counted against the clean text, without the marks of its headings:
whatever of a page stands nowhere in it counts as wrong, headers and page numbers too; what another
engine made of the same pages is counted beside. The clean text has two lines of article 33 in the
wrong order, so page 17 cannot come below 11 %; the mean is printed without it too. For acts the
articles are counted whose number was found. The speed is pages a second of processor time,
drawing and preparing included; memory is the largest process of each kind. Nothing is taken from a
cache.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from analyzers import fold_text
from ingest.drawing import Drawing
from ingest.ocr import TesseractEngine, Word, recognise_image, recognise_pages
from ingest.pdf.running import without_running_lines
from ingest.worker import WorkerPool
from kb.model import Extraction, Page, ParsedDocument, SectionKind

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ACTS = {
    "pdf_km/scan/land_law_2001_scan_limon_watermark.pdf": 268,
    "pdf_km/scan/law_expropriation_2010_scan.pdf": 39,
    "pdf_km/scan/subdecree_148_2005_sez_scan.pdf": 17,
    "pdf_km/damaged/constitution_2015_nationalassembly_khmeros.pdf": 160,
}
"""File -> number of its articles."""


def clean_constitution() -> np.ndarray:
    """The folded gold text of the Constitution."""
    path = CORPUS / "laws_km" / "constitution_2015_clean.md"
    return folded(re.sub(r"^#+ ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


SHUFFLED = "page-017"
"""Its text stands in another order in the gold."""


ABSENT = 0.2
"""The gold lacks annexes and amending acts: a page that differs by more is none of the gold's."""


class NoCache:
    """Keeps nothing."""

    def get(self, key: str) -> None:
        """Finds nothing."""

    def put(self, key: str, words: tuple[Word, ...]) -> None:
        """Forgets."""


def folded(text: str) -> np.ndarray:
    """The code points of a folded text without white space."""
    return np.frombuffer(
        re.sub(r"[\s\u200b]", "", fold_text(text)).encode("utf-32-le"), dtype=np.uint32
    )


def errors(text: str, gold: np.ndarray) -> float:
    """Share of wrong characters of a text that stands somewhere in the gold.

    The edit distance with both ends of the gold free (Sellers, J. Algorithms 1, 1980), divided by
    the length of the text.
    """
    places = np.arange(len(gold) + 1)
    distance = np.zeros(len(gold) + 1, dtype=np.int64)
    characters = folded(text)
    for character in characters:
        step = np.empty_like(distance)
        step[0] = distance[0] + 1
        step[1:] = np.minimum(distance[1:] + 1, distance[:-1] + (gold != character))
        distance = np.minimum.accumulate(step - places) + places
    return float(distance.min()) / max(1, len(characters))


def text_of_page(page: Page) -> str:
    """The lines of a page."""
    return "\n".join(line.text for line in page.lines)


def processor_seconds() -> float:
    """Of this process and of all children that have ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def read_act(path: Path, workers: int) -> tuple[ParsedDocument, int, float]:
    """Reads a file with OCR where it is needed; gives pages recognised and processor seconds."""
    with WorkerPool(1) as pool:
        parsed = pool.parse(path, path.name)
    waiting = [page for page in parsed.pages if page.needs_ocr]
    started = processor_seconds()
    with WorkerPool(workers) as pool:
        found = list(
            recognise_pages(
                waiting,
                lambda number: pool.draw(path, Drawing(number)).image,
                TesseractEngine(),
                NoCache(),
                workers=workers,
            )
        )
    seconds = processor_seconds() - started
    changed = {page.number: page for page in without_running_lines(found)}
    pages = tuple(changed.get(page.number, page) for page in parsed.pages)
    with WorkerPool(1) as pool:
        whole = pool.understand(
            Extraction(parsed.media_type, pages, parsed.declared_title), path.name
        )
    return whole, len(waiting), seconds


def article_numbers(parsed: ParsedDocument, most: int) -> set[int]:
    """The numbers of the articles that an act has, as far as they were found."""
    numbers = {
        int(section.number.split()[0])
        for section in parsed.sections
        if section.kind is SectionKind.ARTICLE and section.number
    }
    return numbers & set(range(1, most + 1))


def gold_pages(workers: int) -> None:
    """Prints the errors of the page images of the Constitution."""
    gold = clean_constitution()
    paths = sorted((CORPUS / "ocr_gold").glob("*.png"))
    engine, started = TesseractEngine(), time.perf_counter()
    with WorkerPool(workers) as pool, ThreadPoolExecutor(workers) as threads:

        def read(path: Path) -> tuple[float, float]:
            words = recognise_image(pool.draw(path, Drawing(1)).image, engine, NoCache())
            other = path.with_suffix(".md").read_text(encoding="utf-8")
            return errors(" ".join(word.text for word in words), gold), errors(other, gold)

        results = list(threads.map(read, paths))
    for path, (ours, other) in zip(paths, results, strict=True):
        print(f"{path.name:<16} {ours:7.2%}   the other engine {other:7.2%}", flush=True)
    for name, shown in (
        ("mean", results),
        (
            "without 17",
            [rates for path, rates in zip(paths, results, strict=True) if path.stem != SHUFFLED],
        ),
    ):
        ours, other = (sum(column) / len(shown) for column in zip(*shown, strict=True))
        print(f"{name:<16} {ours:7.2%}   the other engine {other:7.2%}   goal 4 %")
    print(f"{time.perf_counter() - started:.0f} s\n", flush=True)


def act(name: str, most: int, workers: int) -> None:
    """Prints the articles, errors and speed of one act."""
    started = time.perf_counter()
    parsed, recognised, seconds = read_act(CORPUS / name, workers)
    found = article_numbers(parsed, most)
    print(f"{name}: {len(found)} of {most} articles ({len(found) / most:.1%})")
    missing = sorted(set(range(1, most + 1)) - found)
    if missing:
        print(f"  missing: {', '.join(map(str, missing))}")
    if "constitution_2015" in name:
        gold = clean_constitution()
        rates = [
            (len(folded(text)), errors(text, gold)) for text in map(text_of_page, parsed.pages)
        ]
        known = [(length, rate) for length, rate in rates if rate <= ABSENT]
        wrong = sum(length * rate for length, rate in known) / sum(length for length, _ in known)
        print(f"  folded errors {wrong:.2%} on the {len(known)} pages whose text the gold has")
    confidences = [page.confidence for page in parsed.pages if page.confidence is not None]
    if recognised:
        print(
            f"  {recognised} pages recognised, {recognised / seconds:.2f} pages/s a core, "
            f"{time.perf_counter() - started:.0f} s in all, words "
            f"{sum(confidences) / max(1, len(confidences)):.0%} sure"
        )
    print(flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads what is asked for and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args(arguments)

    def is_asked_for(name: str) -> bool:
        return not given.names or any(part in name for part in given.names)

    if is_asked_for("ocr_gold"):
        gold_pages(given.workers)
    for name, most in ACTS.items():
        if is_asked_for(name):
            act(name, most, given.workers)
    for kind, who in (("this process", "SELF"), ("a child", "CHILDREN")):
        usage = resource.getrusage(getattr(resource, f"RUSAGE_{who}"))
        print(f"peak memory of {kind}: {usage.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
