"""Khmer words, by the model of khmer-nltk."""

from __future__ import annotations

import re

from analyzers.khmer.crf import BoundaryModel

_KHMER = "\u1780-\u17ff\u19e0-\u19ff,.?"
"""What khmer-nltk counts as Khmer when it cuts clusters; all else runs together."""

_CONTINUES = "\u17b4-\u17d3\u17d6\u17dc-\u17df\u17ea-\u17ff"
_CLUSTER = re.compile(
    f"(?:[{_KHMER}](?=[{_CONTINUES}])|\u17d2(?=\\S)|[^{_KHMER}\\s](?=[^{_KHMER}\\s])"
    r"|[0-9០-៩](?=[0-9០-៩]))*+\S|\s+"
)


class KhmerSegmenter:
    """Words of Khmer, and of lines where Khmer stands beside other scripts.

    The cut is that of khmer-nltk 1.6 on the same line, except that nothing is lost: white space
    and line ends are pieces of their own or parts of pieces.

    Args:
        model: As loaded by `analyzers.khmer.crf.load`.
    """

    def __init__(self, model: BoundaryModel) -> None:
        self._model = model

    def segment(self, text: str) -> list[str]:
        """See `Segmenter`. Lines are segmented one by one: a word never spans two."""
        return [
            word for line in text.splitlines(keepends=True) for word in self._segment_line(line)
        ]

    def _segment_line(self, line: str) -> list[str]:
        body = line.strip()
        if not body:
            return [line]
        clusters: list[str] = _CLUSTER.findall(body)
        seen = [" " if cluster.isspace() else cluster for cluster in clusters]
        words: list[str] = []
        begin = len(line) - len(line.lstrip())
        if begin:
            words.append(line[:begin])
        starts = self._model.begins(seen)
        starts[0] = True
        for cluster, starts_word in zip(clusters, starts, strict=True):
            if starts_word:
                words.append(cluster)
            else:
                words[-1] += cluster
        if end := line[begin + len(body) :]:
            words.append(end)
        return words
