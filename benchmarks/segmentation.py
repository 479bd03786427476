"""Khmer segmentation beside khmer-nltk: speed in one run, time and memory to load, and the words.

The lines are those of the Khmer laws and news of the corpus beside the checkout (`../shared`).
Run: python -m benchmarks.segmentation
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from analyzers import cluster_terms, clusters, fold, fold_text, words

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
LINES = 10_000
BATCH = 500

LOAD = """
import time
from pathlib import Path
import analyzers.khmer.words
from analyzers.khmer import crf

def resident(name):
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith(name)).split()[1]) / 1024

before, start = resident("VmRSS"), time.perf_counter()
model = crf.load()
seconds = time.perf_counter() - start
print(f"load: {seconds:.2f} s, {resident('VmRSS') - before:.0f} MB, ", end="")
print(f"{resident('VmHWM') - before:.0f} MB at the highest")
"""


def read_lines() -> Iterator[str]:
    for path in sorted((CORPUS / "laws_km").glob("*.json")):
        for article in json.loads(path.read_text()).get("articles", []):
            for field in ("title", "text"):
                yield from (article.get(field) or "").splitlines()
    for line in (CORPUS / "news_km_en" / "voa_pairs.jsonl").read_text().splitlines():
        yield from json.loads(line)["km"]["text"].splitlines()
    for line in (CORPUS / "gazetteer" / "kh_gazetteer.tsv").read_text().splitlines():
        yield line.replace("\t", " ")


def main() -> None:
    subprocess.run([sys.executable, "-c", LOAD], check=True, cwd=PROJECT)

    from khmernltk import word_tokenize

    from analyzers import models

    lines = [folded for line in read_lines() if (folded := fold_text(line).strip())][:LINES]
    segmenter = models.khmer()
    word_tokenize("ក"), segmenter.segment("ក")
    seconds = {"khmer-nltk": 0.0, "own": 0.0}
    different = 0
    # In turns, so that what else the machine does weighs on both alike.
    for at in range(0, len(lines), BATCH):
        batch = lines[at : at + BATCH]
        start = time.process_time()
        theirs = [word_tokenize(line) for line in batch]
        middle = time.process_time()
        own = [segmenter.segment(line) for line in batch]
        seconds["khmer-nltk"] += middle - start
        seconds["own"] += time.process_time() - middle
        different += sum(
            [word for word in a if word.strip()] != [word for word in b if word.strip()]
            for a, b in zip(theirs, own, strict=True)
        )
    length = sum(map(len, lines))
    for name, spent in seconds.items():
        print(f"{name}: {length / spent / 1000:.0f}k characters a second")
    print(f"ratio: {seconds['khmer-nltk'] / seconds['own']:.1f}")
    print(f"lines with other words than khmer-nltk: {different} of {len(lines)}")
    for function in (fold_text, fold, words, clusters, cluster_terms):
        start = time.process_time()
        for line in lines:
            function(line)
        spent = time.process_time() - start
        print(f"{function.__name__}: {length / spent / 1000:.0f}k characters a second")


if __name__ == "__main__":
    main()
