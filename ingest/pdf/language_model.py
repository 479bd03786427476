"""How likely a text is in its own script: character n-grams with interpolated back-off.

One small model for each script that documents here are written in. It tells text from garbage
(visual order, lost subscripts, Latin stand-ins for Khmer), not one language from another.
The counts are made by `scripts/train_language_model.py`; only counts are shipped.
"""

from __future__ import annotations

import functools
import lzma
import math
import re
import unicodedata
from collections import Counter
from pathlib import Path

ORDER = 4
BACK_OFF = 4.0
"""Pseudo-count of the next shorter context (Witten-Bell with a fixed number of types)."""

SCRIPTS = {
    "Khmer": "\u1780-\u17d3\u17d7\u17dd",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Lao": "\u0e81-\u0ece\u0edc-\u0edf",
    "Latin": "A-Za-z\u00c0-\u024f\u0300-\u0323\u1e00-\u1eff",
}
"""The letters and marks of each script, as the inside of a regular-expression class."""

SPACELESS = re.compile(f"[{SCRIPTS['Khmer']}{SCRIPTS['Thai']}{SCRIPTS['Lao']}]")
"""A letter or mark of the scripts that do not part words by spaces."""

_SPACE_INSIDE = re.compile(rf"(?<={SPACELESS.pattern})[^\S\n]+(?={SPACELESS.pattern})")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_RUNS = {script: re.compile(f"[{letters}]+") for script, letters in SCRIPTS.items()}
_MODEL_FILE = Path(__file__).with_name("language_model.tsv.xz")


def runs(text: str, script: str) -> list[str]:
    """The stretches of one script in a text, as the model counts and scores them.

    Spaces between letters of scripts that do not part words are dropped, as extraction cannot
    be relied on for them.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _RUNS[script].findall(_SPACE_INSIDE.sub("", text))


def count_ngrams(texts: list[str], script: str) -> Counter[str]:
    """Counts the n-grams of orders 1 to `ORDER`; a run starts with "^"."""
    counts: Counter[str] = Counter()
    for text in texts:
        for run in runs(text, script):
            padded = "^" + run
            for end in range(2, len(padded) + 1):
                for start in range(max(0, end - ORDER), end):
                    counts[padded[start:end]] += 1
    return counts


class LanguageModel:
    """Character model of one script.

    Args:
        counts: n-gram -> how often it was seen.
    """

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._contexts: Counter[str] = Counter()
        for ngram, count in counts.items():
            self._contexts[ngram[:-1]] += count
        self._letters = sum(1 for ngram in counts if len(ngram) == 1) + 1
        self._log_probability = functools.lru_cache(maxsize=65_536)(self._log_probability_of)

    def mean(self, text_runs: list[str]) -> tuple[float, int]:
        """Mean log2 probability of a character, and how many characters there were."""
        total, characters = 0.0, 0
        for run in text_runs:
            padded = "^" + run
            for end in range(2, len(padded) + 1):
                total += self._log_probability(padded[max(0, end - ORDER) : end])
            characters += len(run)
        return (total / characters if characters else 0.0), characters

    def _log_probability_of(self, ngram: str) -> float:
        probability = 1 / self._letters
        for start in range(len(ngram) - 1, -1, -1):
            seen = self._contexts.get(ngram[start:-1], 0)
            if seen:
                probability = (self._counts.get(ngram[start:], 0) + BACK_OFF * probability) / (
                    seen + BACK_OFF
                )
        return math.log2(probability)


@functools.cache
def models() -> dict[str, LanguageModel]:
    """The packaged models by script name."""
    counts: dict[str, dict[str, int]] = {}
    with lzma.open(_MODEL_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                current = counts.setdefault(line[1:].strip(), {})
            else:
                ngram, count = line.rstrip("\n").split("\t")
                current[ngram] = int(count)
    return {script: LanguageModel(table) for script, table in counts.items()}


def write_models(counts: dict[str, Counter[str]], path: Path = _MODEL_FILE) -> None:
    """Writes the counts of all scripts as the packaged file."""
    with lzma.open(path, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as lines:
        for script, table in counts.items():
            lines.write(f"#{script}\n")
            lines.writelines(f"{ngram}\t{count}\n" for ngram, count in sorted(table.items()))
