"""Counts the character n-grams that `ingest.pdf.score` judges page texts by.

    python scripts/train_language_model.py ../shared/corpus

Khmer is counted in acts, news, titles of documents, a word list, place names and the Universal
Declaration, so that good Khmer of any kind passes and not law alone. Only counts are written.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from laonlp.corpus import lao_words

from ingest.pdf.language_model import count_ngrams, write_models

MINIMUM = {"Khmer": 2, "Thai": 2, "Lao": 2, "Latin": 3}
"""Rarer n-grams of three and more letters are dropped: slips, and half of the size."""

NOISY = ("land_law_2001_OCR_noisy", "law_on_concessions_2007")
"""Recognised by OCR, or with displaced vowels: not what good text looks like."""


def acts(folder: Path) -> Iterator[str]:
    """Titles and texts of the articles of all acts in a folder."""
    for path in sorted(folder.glob("*.json")):
        if path.stem in NOISY:
            continue
        for article in json.loads(path.read_text(encoding="utf-8"))["articles"]:
            yield f"{article.get('title') or ''}\n{article.get('text') or ''}"


def declaration(corpus: Path, *languages: str) -> Iterator[str]:
    """The Universal Declaration of Human Rights in some languages."""
    with (corpus / "udhr/udhr_parallel.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            yield from (row[language] for language in languages)


def news(corpus: Path, language: str) -> Iterator[str]:
    """Titles and texts of the news pairs in one language."""
    with (corpus / "news_km_en/voa_pairs.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            yield f"{row[language]['title']}\n{row[language]['text']}"


def column(path: Path, *names: str) -> Iterator[str]:
    """Some columns of a table with a header line."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield from (row[name] for name in names)


def words(path: Path) -> Iterator[str]:
    """The first column of a table without a header line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.split("\t")[0]


def texts(corpus: Path) -> dict[str, list[str]]:
    """All training texts by script."""
    gazetteer = corpus / "gazetteer/kh_gazetteer.tsv"
    return {
        "Khmer": [
            *acts(corpus / "laws_km"),
            *news(corpus, "km"),
            *declaration(corpus, "km"),
            *column(corpus / "titles/km_titles.tsv", "title_km"),
            *column(gazetteer, "km"),
            *words(corpus / "lexicon/km_icu_khmerdict.tsv"),
        ],
        "Thai": [*acts(corpus / "laws_th"), *declaration(corpus, "th")],
        "Lao": [*declaration(corpus, "lo"), *lao_words()],
        "Latin": [
            *acts(corpus / "laws_en"),
            *acts(corpus / "laws_vi"),
            *news(corpus, "en"),
            *declaration(corpus, "en", "fr", "vi"),
            *column(gazetteer, "latin", "unit_en"),
        ],
    }


def main() -> None:
    """Writes the packaged model."""
    counts: dict[str, Counter[str]] = {}
    for script, training in texts(Path(sys.argv[1])).items():
        all_counts = count_ngrams(training, script)
        counts[script] = Counter(
            {
                ngram: count
                for ngram, count in all_counts.items()
                if len(ngram) < 3 or count >= MINIMUM[script]
            }
        )
        print(f"{script}: {sum(map(len, training))} characters, {len(counts[script])} n-grams")
    write_models(counts)


if __name__ == "__main__":
    main()
