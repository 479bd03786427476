"""Character clusters: the token stream that finds everything.

A cluster is what a reader sees as one letter with all that hangs on it. No word begins or ends
inside one, and where a cluster begins depends on its own characters only. So a word is the same
sequence of clusters wherever it stands, whatever a word segmenter makes of its surroundings, and a
phrase query over clusters finds it: alone, in a compound, with or without spaces around it.

A text is indexed as bigrams and trigrams of clusters, since single clusters are too common to be
fast: a phrase of n clusters is a phrase of n - 2 trigrams, and finds exactly the same texts.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, groupby, pairwise, repeat
from operator import itemgetter
from typing import NamedTuple

from analyzers.folding import Folded, fold, fold_text
from analyzers.latin import latin_words
from analyzers.lexer import LONGEST_TOKEN, Kind, number, pieces
from analyzers.scripts import YUUKALEAPINTU, cluster_pattern
from analyzers.tokens import Token

JOINER = "\u241f"
"""Between the clusters of a bigram or trigram: the symbol for a unit separator, which no token
holds."""

BREAK = "\u241e"
"""Where a sentence or clause ends, so that no phrase matches across: the symbol for a record
separator, which no token holds."""

_CLUSTER = re.compile(
    # Without YUUKALEAPINTU, which is a token of its own: see `analyzers.tokens`.
    cluster_pattern("\u17b6-\u17c7\u17c9-\u17d1", most=f"{{0,{LONGEST_TOKEN}}}+") + "|.",
    re.DOTALL,
)
_TRIGRAM = 3
_WRITTEN_IN_CLUSTERS = frozenset({Kind.KHMER, Kind.THAI, Kind.LAO})


class _Units(NamedTuple):
    """Tokens in the folded text, side by side: a text has one for every other letter.

    Attributes:
        texts: Clusters, and words and numbers between them.
        starts, ends: Where each stands.
        in_clusters: Whether each is a cluster.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]
    in_clusters: list[bool]

    @classmethod
    def none(cls) -> _Units:
        """A list of units to fill."""
        return cls([], [], [], [])

    def add(self, text: str, start: int, end: int) -> None:
        """Add a word or number."""
        self.texts.append(text)
        self.starts.append(start)
        self.ends.append(end)
        self.in_clusters.append(False)

    def add_clusters(self, folded: str, start: int, end: int) -> None:
        """Add the clusters of a slice of the folded text."""
        found = _CLUSTER.findall(folded, start, end)
        bounds = list(accumulate(map(len, found), initial=start))
        self.texts.extend(found)
        self.starts.extend(bounds[:-1])
        self.ends.extend(bounds[1:])
        self.in_clusters.extend(repeat(True, len(found)))


def split(folded: str) -> list[str]:
    """Cut folded text of Khmer, Thai or Lao into clusters; joined they give it again."""
    return _CLUSTER.findall(folded)


@dataclass(frozen=True, slots=True)
class ClusterStream:
    """The cluster stream of a text: what to search in, with places that are found when asked.

    Attributes:
        tokens: A token for each cluster of Khmer, Thai and Lao, for each word of other scripts
            (the same as in the word stream) and for each number. Punctuation gives none.
    """

    tokens: tuple[str, ...]
    _starts: Sequence[int]
    _ends: Sequence[int]
    _folded: Folded

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where tokens stand.

        Args:
            first, last: Of `tokens`, both included.

        Returns:
            Start and end in the text as it is displayed, in code points.
        """
        return self._folded.span(self._starts[first], self._ends[last])


def cluster_stream(text: str, lang: str = "") -> ClusterStream:
    """The cluster stream of a text.

    Args:
        text: Any text, as it is displayed.
        lang: As in `analyzers.words.words`.
    """
    folded = fold(text)
    runs = _runs(folded.text, lang)
    return ClusterStream(
        # A language has some thousand clusters, and streams are kept.
        tuple(map(sys.intern, chain.from_iterable(run.texts for run in runs))),
        array("i", chain.from_iterable(run.starts for run in runs)),
        array("i", chain.from_iterable(run.ends for run in runs)),
        folded,
    )


def clusters(text: str, lang: str = "") -> list[Token]:
    """The cluster stream of a text as tokens with their places: see `cluster_stream`."""
    stream = cluster_stream(text, lang)
    return [Token(token, *stream.span(at, at)) for at, token in enumerate(stream.tokens)]


def cluster_terms(text: str, lang: str = "") -> list[str]:
    """What is indexed of a text for `cluster_phrases` to find, one term a position.

    First the text in order: clusters that follow each other, white space between them or not, as
    overlapping bigrams; a cluster that stands between words or numbers, words and numbers as they
    are; `BREAK` where a sentence ends. Then, after a `BREAK`, each different cluster once by
    itself, for queries of one cluster. Then each stretch of clusters as overlapping trigrams, after
    three of `BREAK`, for queries of nothing but clusters.

    Args:
        text: Any text, as it is displayed.
        lang: As in `analyzers.words.words`.

    Returns:
        The terms; none is empty or holds white space.
    """
    terms: list[str] = []
    singles: dict[str, None] = {}
    trigrams: list[str] = []
    for run in _runs(fold_text(text), lang):
        if terms:
            terms.append(BREAK)
        terms += _terms(run.texts, run.in_clusters)
        singles.update(dict.fromkeys(compress(run.texts, run.in_clusters)))
        for in_clusters, stretch in groupby(
            zip(run.texts, run.in_clusters, strict=True), itemgetter(1)
        ):
            found = _trigrams([unit for unit, _ in stretch]) if in_clusters else []
            if found:
                # As many, so that no phrase of which terms are left out matches across.
                trigrams += (*[BREAK] * _TRIGRAM, *found)
    if singles:
        terms += (BREAK, *singles)
    return terms + trigrams


def cluster_phrases(text: str, lang: str = "") -> list[list[str]]:
    """What to look for in the `cluster_terms` of texts to find those that hold a given text.

    A text that holds the given one, from one cluster boundary to another and without a sentence
    end in between, has all of the phrases. The reverse is exact too where there is one phrase.
    There are more if the given text has a sentence end, or begins or ends with a lone cluster
    beside a word or number, as in "30 ដី".

    Args:
        text: A word or phrase as typed.
        lang: As in `analyzers.words.words`.

    Returns:
        Phrases: the terms of each follow each other, and each phrase must be found. Empty if there
        is nothing to look for.
    """
    phrases: list[list[str]] = []
    for run in _runs(fold_text(text), lang):
        phrases += _phrases(run.texts, run.in_clusters)
    return phrases


def telling_terms(phrase: Sequence[str]) -> list[int]:
    """Which terms of a phrase are enough to find it, with as much room between them.

    Every third trigram and the last hold all the clusters of a phrase. On 100,000 sections a phrase
    is found in two thirds of the time that all its trigrams take (measured on 13 terms of laws).

    Args:
        phrase: One of `cluster_phrases`.

    Returns:
        Positions in the phrase, ascending; the first and the last are among them.
    """
    if phrase[0].count(JOINER) + 1 < _TRIGRAM:
        return list(range(len(phrase)))
    return [*range(0, len(phrase) - 1, _TRIGRAM), len(phrase) - 1]


def _runs(folded: str, lang: str) -> list[_Units]:
    """The units between two sentence ends."""
    runs = [_Units.none()]
    for piece in pieces(folded):
        if piece.kind in _WRITTEN_IN_CLUSTERS:
            runs[-1].add_clusters(folded, piece.start, piece.end)
        elif piece.kind is Kind.WORD:
            for word in latin_words(piece, lang):
                runs[-1].add(*word)
        elif piece.kind is Kind.NUMBER:
            runs[-1].add(number(piece.text), piece.start, piece.end)
        elif runs[-1].texts:
            runs.append(_Units.none())
    return runs if runs[-1].texts else runs[:-1]


def _terms(texts: Sequence[str], in_clusters: Sequence[bool]) -> list[str]:
    terms: list[str] = []
    in_bigram = False
    for at, (text, is_cluster) in enumerate(zip(texts, in_clusters, strict=True), 1):
        if is_cluster and at < len(texts) and in_clusters[at]:
            terms.append(text + JOINER + texts[at])
            in_bigram = True
        else:
            if not in_bigram:
                terms.append(text)
            in_bigram = False
    return terms


def _trigrams(clusters: Sequence[str]) -> list[str]:
    return list(map(JOINER.join, zip(clusters, clusters[1:], clusters[2:], strict=False)))


def _phrases(texts: Sequence[str], in_clusters: Sequence[bool]) -> list[list[str]]:
    end = len(texts)
    # A colon at the end of a query is punctuation more often than not.
    while end and texts[end - 1] == YUUKALEAPINTU:
        end -= 1
    if end >= _TRIGRAM and all(in_clusters[:end]):
        return [_trigrams(texts[:end])]
    lone_first = end > 0 and in_clusters[0] and (end == 1 or not in_clusters[1])
    lone_last = end > 1 and in_clusters[end - 1] and not in_clusters[end - 2]
    # In the text that is looked for, a lone cluster at an end may be part of a longer run.
    cuts = sorted({0, int(lone_first), end - int(lone_last), end})
    return [_terms(texts[a:b], in_clusters[a:b]) for a, b in pairwise(cuts)]
