"""A word-boundary model of khmer-nltk, read from the package's file without unpickling it.

khmer-nltk ships its conditional random field as a pickled scikit-learn object. The pickle holds a
CRFsuite model as one run of bytes; that run is all that is needed, and reading it as data runs no
code from the file. The features are those of khmer-nltk 1.6, `word_tokenize/features.py`.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import chain, repeat
from pathlib import Path

from analyzers.khmer import crfsuite

_PACKAGE = "khmernltk"
_FILE = "word_tokenize/sklearn_crf_ner_10000.sav"

_BEGINS, _CONTINUES = "1", "0"
"""The labels: a cluster that begins a word, and one that continues it."""

_REACH = 3
"""A feature looks at most three clusters back or ahead."""

_NGRAMS: tuple[dict[str, int], ...] = (
    {"kcc[-1:0]": -1, "kcc[+1:0]": 0, "kcc[-2:-1]": -2, "kcc[+1:+2]": 1, "kcc[-3:-2]": -3,
     "kcc[+2:+3]": 2},
    {"kcc[-2:0]": -2, "kcc[0:+2]": 0, "kcc[-3:-1]": -3, "kcc[+1:+3]": 1},
    {"kcc[-3:0]": -3, "kcc[0:+3]": 0},
)  # fmt: skip
"""Features over two, three and four clusters: the place of the first of them, seen from the cluster
that is labelled."""

_SINGLES = {
    "kcc": 0, "kcc[-1]": -1, "kcc[-2]": -2, "kcc[-3]": -3,
    "kcc[+1]": 1, "kcc[+2]": 2, "kcc[+3]": 3,
}  # fmt: skip
_TYPES = {
    "t": 0, "kcc[-1]t": -1, "kcc[-2]t": -2, "kcc[-3]t": -3,
    "kcc[+1]t": 1, "kcc[+2]t": 2, "kcc[+3]t": 3,
}  # fmt: skip
_OTHERS = {"ns": 0, "ns-1": -1, "ns+1": 1, "ns+2": 2}
"""Features over one cluster: its text, its type, and whether it is something else than Khmer."""

_CACHED_LENGTH = 16
_CACHED_CLUSTERS = 50_000
"""Khmer has a few thousand clusters in use; the bounds keep a hostile text from filling memory."""


class BoundaryModel:
    """Which clusters of a line begin a word: a linear-chain CRF with two labels.

    With two labels only the difference between the scores of "begins" and "continues" matters, so
    one number a feature is kept, and the best labelling (Viterbi) needs one number a cluster.

    Args:
        data: A file with a CRFsuite model in it.
        start: Where the model begins.

    Raises:
        ModelError: The data are not the model that khmer-nltk 1.6 carries.
    """

    def __init__(self, data: bytes, start: int) -> None:
        model = crfsuite.read(data, start, _BEGINS, _CONTINUES)
        self._stay = model.transitions[_CONTINUES, _CONTINUES]
        self._enter = model.transitions[_CONTINUES, _BEGINS]
        self._leave = model.transitions[_BEGINS, _CONTINUES]
        self._repeat = model.transitions[_BEGINS, _BEGINS]
        self._ngrams = [_Ngrams(places) for places in _NGRAMS]
        self._singles: dict[str, float] = {}
        self._cache: dict[str, tuple[float, ...]] = {}
        by_name = {name: ngrams for ngrams in self._ngrams for name in ngrams.places}
        for attribute, weight in model.attributes:
            # Such as "kcc[-1:0]:កម្ម"; those over one cluster are looked up as they are.
            name, bracket, text = attribute.partition("]:")
            if ngrams := by_name.get(name + "]") if bracket else None:
                ngrams.add(name + "]", text, weight)
            else:
                self._singles[attribute] = weight

    def begins(self, clusters: Sequence[str]) -> list[bool]:
        """Label the clusters of one line.

        Args:
            clusters: In the cut that the model was trained with (`analyzers.khmer.words`).

        Returns:
            For each cluster whether it begins a word. Linear in the number of clusters.
        """
        if not clusters:
            return []
        return self._decode(self._scores(clusters))

    def _scores(self, clusters: Sequence[str]) -> list[float]:
        """The advantage of "begins" over "continues" for each cluster, without transitions."""
        cached = self._cache.get
        # Padded on both sides: what a feature says about places outside the line falls there.
        columns: list[Iterable[float]] = [[0.0] * (len(clusters) + 2 * _REACH)]
        rows = [cached(cluster) or self._single(cluster) for cluster in clusters]
        columns += _shifted(rows, range(-_REACH, _REACH + 1))
        texts = list(clusters)
        for length, ngrams in enumerate(self._ngrams, start=2):
            texts = list(map(operator.add, texts, clusters[length - 1 :]))
            weights, none = ngrams.weights.get, ngrams.none
            rows = [weights(text, none) for text in texts]
            columns += _shifted(rows, ngrams.places.values())
        scores: list[float] = list(map(sum, zip(*columns, strict=False)))
        scores = scores[_REACH:-_REACH]
        scores[0] += self._singles["BOS"]
        scores[-1] += self._singles["EOS"]
        return scores

    def _single(self, cluster: str) -> tuple[float, ...]:
        """What one cluster says where it stands three before to three after the labelled one."""
        weight = self._singles.get
        kind = cluster_type(cluster)
        effects = [0.0] * (2 * _REACH + 1)
        for name, place in _SINGLES.items():
            effects[_REACH + place] += weight(f"{name}:{cluster}", 0.0)
        for name, place in _TYPES.items():
            effects[_REACH + place] += weight(f"{name}:{kind}", 0.0)
        if cluster_type(cluster[0]) == "NS":
            for name, place in _OTHERS.items():
                effects[_REACH + place] += weight(name, 0.0)
        result = tuple(effects)
        if len(cluster) <= _CACHED_LENGTH:
            if len(self._cache) >= _CACHED_CLUSTERS:
                self._cache.clear()
            self._cache[cluster] = result
        return result

    def _decode(self, scores: list[float]) -> list[bool]:
        """The best sequence of labels (Viterbi), by the lead that "begins" has at each place."""
        stay, enter, leave, repeat = self._stay, self._enter, self._leave, self._repeat
        lead = scores[0]
        begun_before_continue: list[bool] = []
        begun_before_begin: list[bool] = []
        for score in scores[1:]:
            best_continue, best_begin = lead + leave, lead + repeat
            continues_a_begun, begins_after_begun = best_continue > stay, best_begin > enter
            begun_before_continue.append(continues_a_begun)
            begun_before_begin.append(begins_after_begun)
            lead = (
                (best_begin if begins_after_begun else enter)
                - (best_continue if continues_a_begun else stay)
                + score
            )
        label = lead > 0
        labels = [label]
        for after_continue, after_begin in zip(
            reversed(begun_before_continue), reversed(begun_before_begin), strict=True
        ):
            label = after_begin if label else after_continue
            labels.append(label)
        labels.reverse()
        return labels


class _Ngrams:
    """The weights of all features over sequences of one length.

    Args:
        places: By the name of a feature, where its first cluster stands, seen from the labelled.
    """

    def __init__(self, places: Mapping[str, int]) -> None:
        self.places = places
        self.none = (0.0,) * len(places)
        """The weights of a sequence that the model does not know."""
        self._column = {name: column for column, name in enumerate(places)}
        self.weights: dict[str, tuple[float, ...]] = {}
        """By the joined text of the clusters, a weight for each of `places`."""

    def add(self, name: str, text: str, weight: float) -> None:
        row = self.weights.get(text, self.none)
        column = self._column[name]
        self.weights[text] = (*row[:column], weight, *row[column + 1 :])


def _shifted(rows: Sequence[tuple[float, ...]], places: Iterable[int]) -> Iterator[Iterable[float]]:
    """What features say, moved from where their first cluster is to the cluster they speak of."""
    for place, column in zip(places, zip(*rows, strict=True), strict=False):
        yield chain(repeat(0.0, _REACH - place), column, repeat(0.0))


def load() -> BoundaryModel:
    """Load the model that the installed khmer-nltk package carries, without importing it.

    Raises:
        ModelError: The package is not installed or its file has another form.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise crfsuite.ModelError(
            "The package khmer-nltk is not installed: install khmer-nltk 1.6."
        )
    path = Path(spec.submodule_search_locations[0]) / _FILE
    try:
        pickled = path.read_bytes()
    except FileNotFoundError as error:
        raise crfsuite.ModelError(
            "khmer-nltk has no word model: install khmer-nltk 1.6."
        ) from error
    start = pickled.find(crfsuite.MAGIC)
    if start < 0:
        raise crfsuite.ModelError(
            "The word model of khmer-nltk has another form: install khmer-nltk 1.6."
        )
    return BoundaryModel(pickled, start)


def cluster_type(cluster: str) -> str:
    """The type of a cluster as khmer-nltk names it.

    Returns:
        "C" consonant or independent vowel, "W" vowel, "S" COENG, "D" sign, "NS" all else, for a
        single character; "K" and the number of characters for a longer cluster.
    """
    if len(cluster) > 1:
        return f"K{len(cluster)}"
    if "\u1780" <= cluster <= "\u17b3":
        return "C"
    if "\u17b4" <= cluster <= "\u17c8":
        return "W"
    if "\u17c9" <= cluster <= "\u17d0":
        return "D"
    return "S" if cluster == "\u17d2" else "NS"
