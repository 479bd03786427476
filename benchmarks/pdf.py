"""The text-layer path of PDF files, measured: errors, articles, trust, speed and memory.

    python -m benchmarks.pdf [TABLE...]

Prints the tables asked for, or all: producers, cells, codes, trust, speed, memory.

CER is Levenshtein distance over the length of the gold text, both *folded*: NFC, without white
space and invisible characters, marks of a cluster in one order, subscript DA as TA.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pdfplumber

from benchmarks.pdf_damage import damaged
from ingest.pdf import PdfExtractor
from ingest.pipeline import parse_bytes
from kb.errors import FileRejected
from kb.model import Page, SectionKind
from tests.ingest.pdf.accuracy import distance, distance_within, error_rate, folded

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SYNTHETIC, REAL = CORPUS / "pdf_synthetic", CORPUS / "pdf_km"

TABLE_ROWS, COLUMNS = slice(3, -1), 5
"""Where the table of the gold minutes stands, whose cells are joined by a space there."""

DAMAGED = ("chr_law_batt", "lo_law_noto", "typst_law_batt", "weasy_law_batt", "fpdf_law_batt")
DAMAGED += ("rl_law_noto", "chr_minutes_batt", "lo_mixed_batt")
"""The files whose text layer is damaged on purpose."""

BAD_LAYERS = ("scan", "ocr_layer", "damaged/law_convention")
"""Real files of which no page shows what its text layer says."""

DAMAGED_ACT = "damaged/constitution_2015_nationalassembly_khmeros.pdf"
ABSENT = 0.2
"""The gold of this act lacks its annexes; a page that differs by more is not in the gold."""

BAD = 0.05
"""CER of a page from which its text is bad."""


_DOUBLED_MARK = re.compile("([\u17b6-\u17d1]|\u17d2.)\\1+")


def text_of(page: Page) -> str:
    """The text of a page."""
    return "\n".join(line.text for line in page.lines)


def gold_of(path: Path) -> str:
    """The gold text of a synthetic file, whose name is producer_document_font."""
    gold = SYNTHETIC / "gold" / f"{path.stem.split('_')[1]}.txt"
    return gold.read_text(encoding="utf-8")


def producers() -> None:
    """CER of the synthetic files."""
    worst: defaultdict[str, float] = defaultdict(float)
    for path in sorted(SYNTHETIC.glob("*.pdf")):
        pages = PdfExtractor().extract(path.read_bytes()).pages
        rate = error_rate("\n".join(map(text_of, pages)), gold_of(path))
        methods = ", ".join(sorted({page.method for page in pages}))
        print(f"{path.stem:22} {100 * rate:7.2f} %  {methods}")
        producer, document, _ = path.stem.split("_")
        for name in (producer, document):
            worst[name] = max(worst[name], rate)
    print("worst by producer and by document:")
    print(", ".join(f"{name} {100 * rate:.2f} %" for name, rate in sorted(worst.items())))


def cells() -> None:
    """Cells of the table of the minutes that are exact but for white space."""
    all_exact = all_cells = 0
    for path in sorted(SYNTHETIC.glob("*_minutes_*.pdf")):
        rows = gold_of(path).splitlines()[TABLE_ROWS]
        pages = PdfExtractor().extract(path.read_bytes()).pages
        found = [line.cells for page in pages for line in page.lines if line.cells]
        exact = sum(
            f" {' '.join(cell.split())} " in f" {row} "
            for row, line_cells in zip(rows, found, strict=False)
            for cell in line_cells
        )
        print(f"{path.stem:22} {exact:3} of {len(rows) * COLUMNS}, {len(found)} rows")
        all_exact, all_cells = all_exact + exact, all_cells + len(rows) * COLUMNS
    print(f"{'all':22} {all_exact:3} of {all_cells} ({100 * all_exact / all_cells:.1f} %)")


def codes() -> None:
    """Articles of the acts in Limon: number, title and text against the gold JSON.

    Limon draws ៈ and ៖ with one glyph, and a mark that was typed twice upon itself; the gold has ៖
    and both marks everywhere. So these are compared as they look.

    The gold takes a line that begins with the word for "part" for the chapter of the next
    article and loses what follows it. Such an article is compared as far as its gold goes, with
    that chapter; the rate over everything the gold calls the article's text is printed as well.
    """
    for pdf, stem in (
        ("civil_code_2007_limon", "civil_code_2007"),
        ("constitution_kingdom_1999ed_limon", "constitution_1999_limon"),
    ):
        started = time.perf_counter()
        path = REAL / "limon" / f"{pdf}.pdf"
        document = parse_bytes(path.read_bytes(), path.name)
        seconds = time.perf_counter() - started
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for section in document.sections:
            if section.kind is SectionKind.ARTICLE:
                number = (section.number or "").removesuffix(" ថ្មី")
                found[number].append((as_drawn(section.heading), as_drawn(section.text)))
        gold = json.loads((CORPUS / "laws_km" / f"{stem}.json").read_text("utf-8"))["articles"]
        counts: Counter[str] = Counter()
        for article, after in zip(gold, [*gold[1:], {}], strict=True):
            title, text = as_drawn(article["title"]), as_drawn(article["text"])
            chapter = as_drawn(after.get("chapter", ""))
            candidates = found.get(str(article["n"]), [])
            counts["found"] += bool(candidates)
            counts["titled"] += any(_has_title(found, title) for found in candidates)
            errors, length, strict = min(
                (_errors(heading + body, title + text, chapter) for heading, body in candidates),
                default=(len(title + text), len(title + text), len(title + text)),
            )
            counts["errors"] += errors
            counts["length"] += length
            counts["strict"] += strict
            counts["strict length"] += len(title + text)
        print(
            f"{stem}: {counts['found']} of {len(gold)} numbers, {counts['titled']} titles; "
            f"CER {100 * counts['errors'] / counts['length']:.2f} % "
            f"({100 * counts['strict'] / counts['strict length']:.2f} % with what the gold lost); "
            f"{len(document.pages)} pages in {seconds:.1f} s"
        )


def as_drawn(text: str) -> str:
    """Folds what Limon draws alike."""
    return _DOUBLED_MARK.sub(r"\1", folded(text).replace("៖", "ៈ"))


def _has_title(article: tuple[str, str], title: str) -> bool:
    """Whether an article begins with a title, however it parts title and text."""
    return "".join(article).startswith(title) or distance(article[0], title) <= 0.02 * len(title)


def _errors(found: str, gold: str, chapter: str) -> tuple[int, int, int]:
    """Edits and length as far as the gold goes, and edits against the gold as it is."""
    strict = distance(found, gold)
    start = found.find(chapter, max(0, len(gold) - 20)) if chapter else -1
    if start < 0 or len(gold) + 20 < start:
        return strict, len(gold), strict
    end = start + len(chapter)
    return distance(found[:end], gold + chapter), len(gold + chapter), strict


def trust() -> None:
    """Pages by whether their text is good and whether it is accepted.

    A page of a file with gold text is bad if more than 5 % of its text is wrong; a page of a
    real file is bad if its layer is not what the page shows. Blank pages are not counted.

    The gold of the damaged act is an edition that sets some lines elsewhere: five of its pages
    (1, 17, 59, 73, 106) count as bad, although their text was looked at and is right.
    """
    print(f"{'':42} good: accepted refused   bad: accepted refused")
    total: Counter[tuple[bool, bool]] = Counter()
    for name, counts in _judged():
        print(_confusion(name, counts))
        total += counts
    print(_confusion("all", total))
    good = total[True, True] + total[True, False]
    print(f"accepted of the good pages: {100 * total[True, True] / good:.1f} %")


def _confusion(name: str, counts: Counter[tuple[bool, bool]]) -> str:
    good, bad = ([counts[is_good, accepted] for accepted in (True, False)] for is_good in (1, 0))
    return f"{name:42} {good[0]:14} {good[1]:7} {bad[0]:15} {bad[1]:7}"


def _judged() -> Iterator[tuple[str, Counter[tuple[bool, bool]]]]:
    """For each group of files, how many pages are (good, accepted)."""
    groups: defaultdict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for path in sorted(SYNTHETIC.glob("*.pdf")):
        gold = folded(gold_of(path))
        groups["as made"] += _judge(path.read_bytes(), gold)
        if path.stem in DAMAGED:
            for way, data in damaged(path.read_bytes()):
                groups[way] += _judge(data, gold)
    yield from groups.items()
    for path in sorted(REAL.rglob("*.pdf")):
        name = path.relative_to(REAL).as_posix()
        try:
            pages = PdfExtractor().extract(path.read_bytes()).pages
        except FileRejected:
            continue
        if name == DAMAGED_ACT:
            gold = folded((CORPUS / "laws_km/constitution_2015_clean.md").read_text("utf-8"))
            yield name[:42], _judge(path.read_bytes(), gold, absent=ABSENT)
            continue
        is_good = not name.startswith(BAD_LAYERS)
        yield name[:42], Counter((is_good, not page.remark) for page in pages if page.lines)


def _judge(data: bytes, gold: str, absent: float = 2.0) -> Counter[tuple[bool, bool]]:
    counts: Counter[tuple[bool, bool]] = Counter()
    for page in PdfExtractor().extract(data).pages:
        if text := folded(text_of(page)):
            rate = distance_within(text, gold) / len(text)
            counts[rate <= BAD, not page.remark] += rate <= absent
    return counts


def speed() -> None:
    """Seconds for all files with a text layer: bare pdfplumber, then ours with 1 and 2 workers."""
    paths = [*(REAL / "limon").glob("*.pdf"), *SYNTHETIC.glob("*.pdf")]
    paths.sort(key=lambda path: -path.stat().st_size)
    pages = seconds = 0.0
    for name, read, workers in (
        ("bare pdfplumber.extract_text", read_bare, 1),
        ("ours, one worker", read_ours, 1),
        ("bare pdfplumber.extract_text", read_bare, 1),
        ("ours, two workers", read_ours, 2),
    ):
        started = time.perf_counter()
        with ProcessPoolExecutor(workers) as pool:
            pages = sum(pool.map(read, paths))
        took = time.perf_counter() - started
        if read is read_bare:
            seconds = took
        print(f"{name:30} {pages / took:6.1f} pages/s, {seconds / took:.2f} times bare")


def read_bare(path: Path) -> int:
    """Reads a file as pdfplumber does by itself; returns how many pages it has."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()
        return len(pdf.pages)


def read_ours(path: Path) -> int:
    """Reads a file as the product does; returns how many pages it has."""
    return len(PdfExtractor().extract(path.read_bytes()).pages)


def memory() -> None:
    """Peak resident memory of a process that reads one file, for every PDF of the corpus."""
    code = "import sys; from pathlib import Path; from ingest.pipeline import parse_bytes\n"
    code += "parse_bytes(Path(sys.argv[1]).read_bytes(), 'file.pdf')"
    peaks = []
    for path in sorted(CORPUS.rglob("*.pdf")):
        process = subprocess.Popen([sys.executable, "-c", code, path], stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        peaks.append((usage.ru_maxrss / 1024, path.stem))
    for peak, name in sorted(peaks, reverse=True)[:8]:
        print(f"{peak:6.0f} MB  {name}")
    print(f"{len(peaks)} files, at most {max(peaks)[0]:.0f} MB")


TABLES: dict[str, Callable[[], None]] = {
    table.__name__: table for table in (producers, cells, codes, trust, speed, memory)
}


def main() -> None:
    """Prints the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tables", nargs="*", choices=[*TABLES, []], metavar="TABLE")
    for name in parser.parse_args().tables or TABLES:
        print(f"== {name}: {(TABLES[name].__doc__ or '').partition(chr(10))[0]}")
        TABLES[name]()


if __name__ == "__main__":
    main()
