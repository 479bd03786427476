"""Lao words: the fewest words of LaoNLP's lists that cover a text.

LaoNLP's own matcher lists all ways through an ambiguous stretch before it takes the shortest, which
takes exponential time on hostile text. This one finds a shortest way by dynamic programming.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from analyzers.clusters import split
from analyzers.folding import fold_text

_LISTS = (
    "Lao-Dictionary.txt",
    "lao-wannaphong.txt",
    "lo_spellcheck_dict.txt",
    "wiktionary-20210720.txt",
)
_WORD, _LOOSE_CLUSTER = 2, 3
"""Costs: a cluster outside any word is worse than a word, and better than two words."""


class LaoSegmenter:
    """Words of Lao."""

    def __init__(self) -> None:
        self._words = frozenset(map(fold_text, load_words()))
        self._longest = max(len(split(word)) for word in self._words)

    def segment(self, text: str) -> list[str]:
        """See `analyzers.segmenter.Segmenter`."""
        clusters = split(text)
        count = len(clusters)
        costs, ends = [0] * (count + 1), [count] * (count + 1)
        for at in range(count - 1, -1, -1):
            cost, end = costs[at + 1] + _LOOSE_CLUSTER, at + 1
            word = ""
            for after in range(at + 1, min(at + self._longest, count) + 1):
                word += clusters[after - 1]
                # Of equal ways the one with the longer word first.
                if word in self._words and costs[after] + _WORD <= cost:
                    cost, end = costs[after] + _WORD, after
            costs[at], ends[at] = cost, end
        words, at = [], 0
        while at < count:
            words.append("".join(clusters[at : ends[at]]))
            at = ends[at]
        return words


def load_words() -> set[str]:
    """Load the word lists that the installed LaoNLP carries, without importing it.

    Importing it loads its taggers and translations too, 28 MB.

    Raises:
        ModuleNotFoundError: The package is not installed.
    """
    spec = find_spec("laonlp")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The package laonlp is not installed.", name="laonlp")
    words: set[str] = set()
    for name in _LISTS:
        text = (Path(spec.origin).parent / "corpus" / name).read_text("utf-8-sig")
        words.update(line.strip() for line in text.splitlines() if not line.startswith("#"))
    return words - {""}
