"""Lao words: the fewest words of LaoNLP's lists that cover a run.

LaoNLP's own matcher lists all ways through an ambiguous stretch before it takes the shortest, which
takes exponential time on hostile text; this one finds the same by dynamic programming.
"""

from __future__ import annotations

from laonlp.corpus import lao_words  # type: ignore[import-untyped]

from analyzers.clusters import split
from analyzers.folding import fold_text


class LaoSegmenter:
    """Words of Lao."""

    def __init__(self) -> None:
        self._words = frozenset(map(fold_text, lao_words()))
        self._longest = max(len(split(word)) for word in self._words)

    def segment(self, text: str) -> list[str]:
        """See `Segmenter`."""
        clusters = split(text)
        count = len(clusters)
        # best[i]: cost of the best cut of what follows cluster i, and where its first word ends.
        best: list[tuple[int, int]] = [(0, count)] * (count + 1)
        for at in range(count - 1, -1, -1):
            # A cluster outside any word costs more than a word that covers it.
            choice = (best[at + 1][0] + 3, at + 1)
            word = ""
            for end in range(at + 1, min(at + self._longest, count) + 1):
                word += clusters[end - 1]
                if word in self._words:
                    choice = min(choice, (best[end][0] + 2, end), key=lambda c: (c[0], -c[1]))
            best[at] = choice
        words, at = [], 0
        while at < count:
            end = best[at][1]
            words.append("".join(clusters[at:end]))
            at = end
        return words
