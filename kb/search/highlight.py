"""Highlights: exact spans of the displayed text, and the piece of it to show."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

import analyzers
from kb.search.results import Snippet
from kb.search.words import readings

PREPARED_TEXTS = 6000
"""Texts that are kept cut into clusters, which takes as long as a whole search: all of a small
collection (forty acts: 5,086 sections, 45 MB), the texts of some hundred searches in a large one.
"""
SNIPPET_LENGTH = 280
"""Code points; about four lines of Khmer on a phone."""
_LEAD = 60
_INVISIBLE = re.compile("[\u200b\ufeff\u2060\u00ad]")

Span = tuple[int, int]
Needle = tuple[str, ...]


def prepare(text: str, lang: str) -> None:
    """Cut a text ahead, so that the first search that finds it is as quick as all others."""
    _stream(text, lang)


class Highlighter:
    """Finds what a query matches in texts.

    A needle is a sequence of clusters (Khmer, Thai, Lao) or word stems (Latin), so a mark never
    begins or ends inside a cluster, and every spelling of a word is marked.

    Args:
        texts: What was searched for (typed words, phrases, translations), each with its language,
            "" if that is not known.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        needles = {
            _needle(text, reading): None
            for text, lang in texts.items()
            for reading in readings(text, lang)
        }
        self._by_first: dict[str, list[Needle]] = {}
        for needle in sorted(filter(None, needles), key=len, reverse=True):
            self._by_first.setdefault(needle[0], []).append(needle)

    def spans(self, text: str, lang: str = "") -> tuple[Span, ...]:
        """Give the matched code-point ranges of a text, ordered and disjoint; longest first."""
        if not self._by_first:
            return ()
        stream = _stream(text, lang)
        tokens = stream.tokens
        spans: list[Span] = []
        free = 0
        for at in [at for at, token in enumerate(tokens) if token in self._by_first]:
            if at < free:
                continue
            for needle in self._by_first[tokens[at]]:
                if tokens[at : at + len(needle)] == needle:
                    free = at + len(needle)
                    span = stream.span(at, free - 1)
                    if not spans or spans[-1] != span:  # ½ is two tokens
                        spans.append(span)
                    break
        return tuple(spans)

    def snippet(self, text: str, lang: str = "") -> Snippet:
        """Cut the piece of a text that holds most of what matched.

        Returns:
            At most about `SNIPPET_LENGTH` code points, cut between clusters, at a space where
            there is one near.
        """
        spans = self.spans(text, lang)
        start, end = _window(text, spans)
        shown = tuple(span for span in spans if start <= span[0] and span[1] <= end)
        return _without_invisible(text, start, end, shown)


@lru_cache(maxsize=16_384)  # the names of the glossary, and what people type
def _needle(text: str, lang: str) -> Needle:
    return analyzers.cluster_stream(text, lang).tokens


_stream = lru_cache(maxsize=PREPARED_TEXTS)(analyzers.cluster_stream)


def _window(text: str, spans: Sequence[Span]) -> Span:
    """Choose where to cut: the window with the most different matched texts, then matches."""
    if len(text) <= SNIPPET_LENGTH:
        return 0, len(text)
    best, best_value = 0, (-1, -1)
    ends = [end for _, end in spans]
    for first, (start, _) in enumerate(spans):
        inside = spans[first : bisect_right(ends, start + SNIPPET_LENGTH)]
        value = (len({text[a:b] for a, b in inside}), len(inside))
        if value > best_value:
            best, best_value = start, value
    start = max(0, best - _LEAD)
    start = _cut(text, start) if start else 0
    end = min(len(text), start + SNIPPET_LENGTH)
    return start, _cut(text, end) if end < len(text) else end


def _cut(text: str, near: int) -> int:
    """Give a place at or before `near` to cut: after a space, else between two clusters."""
    low = max(0, near - 30)
    for at in range(near, low, -1):
        if text[at - 1].isspace():
            return at
    boundaries = analyzers.cluster_boundaries(text[low : near + 30])
    return max((low + at for at in boundaries if low + at <= near), default=near)


def _without_invisible(text: str, start: int, end: int, spans: Sequence[Span]) -> Snippet:
    hidden = [match.start() for match in _INVISIBLE.finditer(text, start, end)]

    def shown(position: int) -> int:
        return position - start - bisect_left(hidden, position)

    return Snippet(
        text=_INVISIBLE.sub("", text[start:end]),
        spans=tuple((shown(a), shown(b)) for a, b in spans),
        start=start,
        cut=end < len(text),
    )
