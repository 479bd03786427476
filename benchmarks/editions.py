"""Two editions of the Constitution compared: articles paired, and text shown as changed.

Run: python -m benchmarks.editions [--pieces]

The editions of 1999 and 2015 stand in the corpus beside the checkout (`../shared`). Articles 150 to
157 of the older one became 152 to 159; seven articles of its file are of the act that brought the
amendments. The marks "new" and "(old article n)" that the older edition puts before a text are left
out, for they are of the edition and not of the law.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from itertools import accumulate
from pathlib import Path

from analyzers import cluster_boundaries
from kb.comparison import Change, ChangeKind, compare
from kb.editions import match
from kb.model import ParsedSection, SectionKind

LAWS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "laws_km"
_EDITORIAL = re.compile(r"^(?:ថ្មី\s+)?(?:\(មាត្រា[^)]{1,12}ចាស់\)\s*)?")


def articles(name: str) -> list[ParsedSection]:
    """The articles of an act of the corpus, by the stem of its file."""
    found = json.loads((LAWS / f"{name}.json").read_text(encoding="utf-8"))["articles"]
    return [
        ParsedSection(
            SectionKind.ARTICLE,
            _EDITORIAL.sub("", one["text"]),
            str(one["n"]),
            heading=one.get("title", ""),
            lang="km",
        )
        for one in found
    ]


def cut_clusters(before: str, after: str, changes: list[Change]) -> int:
    """How many runs end inside a cluster."""
    wrong = 0
    for text, runs in ((before, [c.before for c in changes]), (after, [c.after for c in changes])):
        wrong += len(set(accumulate(map(len, runs))) - set(cluster_boundaries(text)))
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pieces", action="store_true", help="print every change")
    show = parser.parse_args().pieces
    old, new = articles("constitution_1999_limon"), articles("constitution_2015")
    start = time.perf_counter()
    pairs = [(old[one.old], new[one.new]) for one in match(old, new)]
    paired = time.perf_counter() - start
    right = sum(
        int(b.number or 0) == int(a.number or 0) + 2 * (int(a.number or 0) >= 150) for a, b in pairs
    )
    length = changed = pieces = spellings = cut = 0
    start = time.perf_counter()
    for before, after in pairs:
        changes = compare(before.text, after.text)
        length += len(before.text) + len(after.text)
        cut += cut_clusters(before.text, after.text, changes)
        for one in changes:
            spellings += one.kind is ChangeKind.SPELLING
            if one.kind is ChangeKind.CHANGED:
                pieces += 1
                changed += len(one.before) + len(one.after)
                if show:
                    print(f"{before.number}\t{one.before!r}\t{one.after!r}")
    compared = time.perf_counter() - start
    print(
        f"{len(pairs)} pairs of {len(old)} and {len(new)} articles, {right} right, {paired:.2f} s"
    )
    print(f"{changed / length:.2%} of {length} characters shown as changed, in {pieces} pieces")
    print(f"{spellings} differences of spelling only; {cut} pieces cut a cluster; {compared:.2f} s")


if __name__ == "__main__":
    main()
