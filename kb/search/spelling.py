"""Did you mean: a query whose words are spelled as the collection spells them.

A word that no section has is compared with the vocabulary of the parts that the asker may read, and
with the glossary, by clusters (Khmer, Thai, Lao) or letters, as a reader sees them. A slip also
makes a segmenter cut a word at the wrong place, so neighbouring words that were typed without a
space are tried as one word too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

import analyzers
from kb.glossary import load_glossary
from kb.search.engine import EngineQuery, SearchEngine
from kb.search.grammar import Piece, parse
from kb.search.words import anywhere, folded

_SHORTEST = 2
"""Code points of a word that is kept; one letter is no spelling."""
_MOST_WORDS = 24
"""Words of a query, or of a piece of it, that are looked at; a longer one is a pasted text."""
_JOINED = 3
"""Words typed without a space that may be one."""
_MOST_CANDIDATES = 50_000

_VOCABULARIES = 4
"""Sets of parts whose words are remembered until the index changes; some megabytes each."""

_REMEMBERED = 16_384
"""Words of queries, of which it is known whether a section has them, and queries."""
_SLIP = 0.5
"""Distance of two clusters with one first letter: a vowel or sign was mistaken or left out."""
_IN_CLUSTERS = ((7, 1.5), (4, 1.0), (2, _SLIP), (0, 0.0))
_IN_LETTERS = ((10, 2.0), (4, 1.0), (0, 0.0))
"""The shortest word, and how far a known word may be from it. Chosen on the judged queries, whose
words are right, and on the same with a random slip."""
_UNKNOWN = 3.0
"""Cost of leaving a word as typed that no section has: more than any allowed distance."""
_MOST_SEAMS = 6
"""Words of a piece; in a longer one, a sentence, words stand side by side that never did."""
_UNSEEN = 0.9
"""Cost of leaving two words together that stand together in no section: more than a slip, less
than a whole cluster, since most such pairs are just new."""


def spellings(words: Mapping[str, Sequence[analyzers.Token]]) -> tuple[str, ...]:
    """Values for the index: the words of texts as they are spelled, each once.

    Args:
        words: Text -> its tokens.
    """
    spelled = {
        folded(text[token.start : token.end]): None
        for text, tokens in words.items()
        for token in tokens
    }
    return tuple(word for word in spelled if len(word) >= _SHORTEST and not word.isdecimal())


class Speller:
    """Proposes spellings.

    Args:
        engine: Whose index holds the vocabulary.
    """

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._vocabulary = lru_cache(maxsize=_VOCABULARIES)(
            lambda position, parts: _Vocabulary(engine, parts)
        )

    def prepare(self, parts: Collection[str]) -> None:
        """Read the words of some parts of the index ahead."""
        self._of(parts).prepare()

    def propose(self, text: str, parts: Collection[str]) -> str | None:
        """Give a query with better spelling, None if every word is known or like no known one.

        The first letter of a word is taken as right: fewer than a tenth of slips are there (J. J.
        Pollock and A. Zamora, CACM 27, 1984).

        Args:
            text: A query; its operators stay.
            parts: Of the index, that the asker may read.
        """
        return self._of(parts).proposal(text)

    def _of(self, parts: Collection[str]) -> _Vocabulary:
        return self._vocabulary(self._engine.position, tuple(parts))


class _Known(NamedTuple):
    """A known word beside a typed one; the least is the best."""

    distance: float
    rarity: int
    word: str


class _Words(NamedTuple):
    """The known words that begin with one letter, side by side."""

    counts: Mapping[str, int]
    """Word -> number of sections that have it, 0 for a term of the glossary that none has."""
    spelled: tuple[str, ...]
    letters: tuple[str, ...]


class _Vocabulary:
    """The words of some parts of the index, read when the first word needs those of its letter."""

    def __init__(self, engine: SearchEngine, parts: Collection[str]) -> None:
        self._engine = engine
        self._parts = parts
        self._words = cache(self._read)
        self.has = lru_cache(maxsize=_REMEMBERED)(self._has)
        self.proposal = lru_cache(maxsize=_REMEMBERED)(self._proposal)

    def prepare(self) -> None:
        """Read the words of every letter that begins a term of the glossary."""
        for letter in _terms():
            self._words(letter)

    def _proposal(self, text: str) -> str | None:
        """A query in better spelling: see `Speller.propose`."""
        query = parse(text)
        if len(query.groups) > _MOST_WORDS:
            return None
        groups = tuple(tuple(_correct(piece, self) for piece in g) for g in query.groups)
        return str(replace(query, groups=groups)) if groups != query.groups else None

    def _has(self, text: str) -> bool:
        """Whether a section has these words side by side, or they say too little to tell."""
        if len(text) < _SHORTEST or text.isdecimal() or self._words(text[0]).counts.get(text):
            return True
        return self._engine.search(EngineQuery(anywhere(text), limit=0), self._parts).total > 0

    def nearest(self, word: str) -> _Known | None:
        """The known word that is nearest, of equally near ones the most frequent."""
        allowed = _allowed(word)
        words = self._words(word[0])
        # a slip changes no first letter of a cluster, all else changes one
        near = process.extract(
            _letters(word),
            words.letters,
            scorer=OSA.distance,
            score_cutoff=int(allowed),
            limit=None,
        )
        found = (
            _Known(distance, -words.counts[known], known)
            for _, _, at in near
            if (known := words.spelled[at]) != word
            and (distance := _distance(word, known, allowed)) <= allowed
        )
        return min(found, default=None)

    def _read(self, letter: str) -> _Words:
        found = dict.fromkeys(_terms().get(letter, ()), 0) | dict(
            self._engine.values_with_prefix("vocabulary", letter, self._parts, _MOST_CANDIDATES)
        )
        return _Words(found, tuple(found), tuple(map(_letters, found)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words up to some place, read in one way.

    Attributes:
        changes: What is written otherwise than typed: start, end, and the word to put there.
    """

    cost: float = 0.0
    changes: tuple[tuple[int, int, str], ...] = ()

    def then(self, cost: float, *change: tuple[int, int, str]) -> _Reading:
        """The reading with a word more."""
        return _Reading(self.cost + cost, (*self.changes, *change))


def _correct(piece: Piece, vocabulary: _Vocabulary) -> Piece:
    """Read a piece of a query in the way that costs least (a shortest path over its words)."""
    text = analyzers.fold_text(piece.text)
    tokens = analyzers.words(text)
    if piece.prefix or piece.field not in ("", "title") or len(tokens) > _MOST_WORDS:
        return piece
    terms = [range(term.start, term.end) for term in load_glossary().find(text)]
    is_known = [
        any(token.start in term for term in terms) or vocabulary.has(text[token.start : token.end])
        for token in tokens
    ]
    is_glued = [first.end == second.start for first, second in pairwise(tokens)]
    is_long = len(tokens) > _MOST_SEAMS
    is_seen = [
        is_long or not is_glued[at] or vocabulary.has(text[first.start : second.end])
        for at, (first, second) in enumerate(pairwise(tokens))
    ]
    readings = [_Reading()]
    for end in range(1, len(tokens) + 1):
        ways = []
        for start in range(end - 1, max(-1, end - 1 - _JOINED), -1):
            if not all(is_glued[start : end - 1]):
                break
            seam = 0.0 if start == 0 or is_seen[start - 1] else _UNSEEN
            before = readings[start].then(seam)
            if end - start == 1:
                ways.append(before.then(0.0 if is_known[start] else _UNKNOWN))
            if all(is_known[start:end]) and all(is_seen[start : end - 1]):
                continue
            place = tokens[start].start, tokens[end - 1].end
            typed = text[slice(*place)]
            nearest = vocabulary.nearest(typed)
            if nearest and (end - start == 1 or nearest.word not in typed):
                ways.append(before.then(nearest.distance, (*place, nearest.word)))
        readings.append(min(ways, key=lambda way: way.cost))
    if not readings[-1].changes:
        return piece
    for start, end, word in reversed(readings[-1].changes):
        text = text[:start] + word + text[end:]
    return replace(piece, text=text)


def _allowed(word: str) -> float:
    """How far a known word may be from the typed one: about a fifth of its length."""
    length = len(_units(word))
    steps = _IN_LETTERS if _units(word)[0].isascii() else _IN_CLUSTERS
    return next(allowed for shortest, allowed in steps if length >= shortest)


def _distance(typed: str, known: str, allowed: float) -> float:
    """Distance of two words in clusters or letters inserted, left out, mistaken or exchanged.

    Optimal string alignment, with a lower cost for a slip within a cluster.

    Args:
        allowed: What is further is given as infinite.
    """
    ours, theirs = _units(typed), _units(known)
    before: list[float] = []
    above = [float(at) for at in range(len(theirs) + 1)]
    for row, unit in enumerate(ours, 1):
        current = [float(row)]
        for column, other in enumerate(theirs, 1):
            cost = 0.0 if unit == other else _SLIP if unit[0] == other[0] else 1.0
            best = min(above[column - 1] + cost, above[column] + 1, current[-1] + 1)
            if row > 1 and column > 1 and (unit, ours[row - 2]) == (theirs[column - 2], other):
                best = min(best, before[column - 2] + 1)
            current.append(best)
        if min(current) > allowed:
            return float("inf")
        before, above = above, current
    return above[-1]


@lru_cache(maxsize=50_000)
def _letters(word: str) -> str:
    """The first letters of the clusters of a word."""
    return "".join(unit[0] for unit in _units(word))


@lru_cache(maxsize=50_000)
def _units(word: str) -> tuple[str, ...]:
    """The clusters of a word, or its letters."""
    return tuple(word[a:b] for a, b in pairwise(analyzers.cluster_boundaries(word)))


@cache
def _terms() -> Mapping[str, tuple[str, ...]]:
    """The names of the glossary by their first letters."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for term in load_glossary().terms:
        for name in map(folded, (*term.km, *term.en)):
            by_letter[name[0]].append(name)
    return {letter: tuple(names) for letter, names in by_letter.items()}
