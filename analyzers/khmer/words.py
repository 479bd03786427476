"""Khmer words, by the model of khmer-nltk."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from analyzers.khmer.crf import BoundaryModel

_KHMER = "\u1780-\u17ff\u19e0-\u19ff,.?"
"""What khmer-nltk counts as Khmer when it cuts clusters; all else runs together."""

_CONTINUES = "\u17b4-\u17d3\u17d6\u17dc-\u17df\u17ea-\u17ff"
"""Of those, what never begins a cluster."""

_CLUSTER = re.compile(
    f"(?:[{_KHMER}](?=[{_CONTINUES}])|\u17d2(?=\\S)|[^{_KHMER}\\s](?=[^{_KHMER}\\s])"
    r"|[0-9០-៩](?=[0-9០-៩]))*+\S|\s+"
)


class KhmerSegmenter:
    """Words of Khmer, and of lines where Khmer stands beside other scripts.

    The cut is that of khmer-nltk 1.6 on the same line, except that nothing is lost: all white
    space is kept, where khmer-nltk drops or shortens it.

    Args:
        model: As loaded by `analyzers.khmer.crf.load`.
    """

    def __init__(self, model: BoundaryModel) -> None:
        self._model = model

    def segment(self, text: str) -> list[str]:
        """See `analyzers.segmenter.Segmenter`. No word spans two lines."""
        return [
            word for line in text.splitlines(keepends=True) for word in self._segment_line(line)
        ]

    def _segment_line(self, line: str) -> list[str]:
        body = line.strip()
        if not body:
            return [line]
        clusters: list[str] = _CLUSTER.findall(body)
        starts = self._model.begins([" " if cluster.isspace() else cluster for cluster in clusters])
        begin = len(line) - len(line.lstrip())
        places = accumulate(map(len, clusters), initial=begin)
        cuts = [place for place, is_start in zip(places, starts, strict=False) if is_start]
        # The spaces at both ends, and what the model may not have begun a word with.
        cuts = sorted({0, begin, *cuts, begin + len(body), len(line)})
        return [line[start:end] for start, end in pairwise(cuts)]
