"""Kind, number and year of acts and titles, and provinces of sentences, against the gold.

    python -m benchmarks.description [--differences]

The gold of the 250 titles was made by reading what the program says of each and correcting it.
The rendered acts and the sentences about provinces have gold that was written without looking.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import analyzers
from ingest.dates import compact_date, find_dates, find_year
from ingest.kinds import find_kind, find_number
from ingest.worker import WorkerPool
from kb.description import describe
from kb.model import DocumentKind
from kb.places import gazetteer, province_of
from kb.works import match_work

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
GOLD = Path(__file__).parent / "gold"
WORKERS = 2
FIELDS = ("kind", "number", "year")

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a table with tabs."""
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def acts() -> Iterator[tuple[str, Row, Row]]:
    """Name, gold and description of each rendered act."""
    gold = {row["stem"]: row for row in read(GOLD / "acts.tsv")}
    paths = sorted((CORPUS / "files").iterdir())
    with WorkerPool(WORKERS) as pool, ThreadPoolExecutor(WORKERS) as threads:
        parsed = threads.map(lambda path: pool.parse(path, path.name), paths)
        for path, document in zip(paths, parsed, strict=True):
            work = match_work(document.title, document.number, document.year, document.kind)
            found = describe(document, work)
            yield path.name, gold[path.stem], _row(found.kind, found.number, found.year)


def titles() -> Iterator[tuple[str, Row, Row]]:
    """Title, gold and description of each title."""
    gold = {row["id"]: row for row in read(GOLD / "titles.tsv")}
    for row in read(CORPUS / "titles" / "km_titles.tsv"):
        title = row["title_km"]
        word = find_kind(title)
        date = compact_date(f" {title}") or next(find_dates(title), None)
        year = date.year if date else find_year(title)
        yield title, gold[row["id"]], _row(word.kind if word else None, find_number(title), year)


def _row(kind: DocumentKind | None, number: str | None, year: int | None) -> Row:
    return {"kind": kind or "-", "number": number or "-", "year": str(year or "-")}


def report(name: str, compared: Iterator[tuple[str, Row, Row]], *, differences: bool) -> None:
    """Prints how many are right, field by field and altogether."""
    right = dict.fromkeys((*FIELDS, "all"), 0)
    total = 0
    for what, gold, found in compared:
        total += 1
        wrong = [field for field in FIELDS if gold[field] != found[field]]
        for field in FIELDS:
            right[field] += field not in wrong
        right["all"] += not wrong
        if wrong and differences:
            print(f"  {what[:70]}: " + ", ".join(f"{f} {gold[f]} not {found[f]}" for f in wrong))
    shown = ", ".join(f"{field} {count / total:.3f}" for field, count in right.items())
    print(f"{total} {name}: {shown}")


def provinces(*, differences: bool) -> None:
    """Prints precision, recall and F1 of the provinces named in sentences."""
    expected_count = found_count = right_count = 0
    for row in read(GOLD / "provinces.tsv"):
        expected = set(filter(None, (row["provinces"] or "").split(",")))
        mentions = gazetteer().find(analyzers.clusters(row["text"]))
        found = {province_of(mention.place.code) for mention in mentions}
        expected_count += len(expected)
        found_count += len(found)
        right_count += len(expected & found)
        if differences and expected != found:
            print(f"  {row['text']}: {sorted(expected)} not {sorted(found)}")
    precision, recall = right_count / found_count, right_count / expected_count
    f1 = 2 * precision * recall / (precision + recall)
    print(f"provinces: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def main() -> None:
    """Prints one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--differences", action="store_true", help="print what differs")
    options = parser.parse_args()
    provinces(differences=options.differences)
    report("titles", titles(), differences=options.differences)
    report("acts", acts(), differences=options.differences)


if __name__ == "__main__":
    main()
