"""Does search find Khmer words as people mark them? Recall and rank on news with human word marks.

The Khmer news of the corpus beside the checkout (`../shared`) carries U+200B between the words that
its editors saw. Its sentences, marks removed, are the collection; runs of one to four marked words,
and parts of compounds, are the queries. Matching is by cluster phrases, ranking puts sentences first
that also hold the query as a phrase of segmented words. Run: python benchmarks/matching.py

Recall is the share of queries that find the sentence they were cut from. A sentence is relevant if
it holds the query from one marked boundary to another. Mean average precision is over the queries
that match an irrelevant sentence too (else there is nothing to rank), ties broken at random.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analyzers import cluster_phrases, cluster_terms, fold_text, words

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
QUERIES = 1000
LONGEST = 4
MARK = "\u200b"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the news.

    Attributes:
        chunks: Between typed spaces, the marked words.
    """

    chunks: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        return " ".join("".join(chunk) for chunk in self.chunks)


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    source: int


class PhraseIndex:
    """An inverted index with positions, for exact phrases."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        self._places: defaultdict[str, defaultdict[int, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for number, terms in enumerate(documents):
            for place, term in enumerate(terms):
                self._places[term][number].append(place)

    def phrase(self, terms: Sequence[str]) -> set[int]:
        """The numbers of the documents that hold the terms one after the other."""
        if not terms or any(term not in self._places for term in terms):
            return set()
        found = set()
        for number in set.intersection(*(set(self._places[term]) for term in terms)):
            starts = set(self._places[terms[0]][number])
            for shift, term in enumerate(terms[1:], start=1):
                starts &= {place - shift for place in self._places[term][number]}
            if starts:
                found.add(number)
        return found


def read_sentences() -> list[Sentence]:
    sentences = []
    for line in (SHARED / "news_km_en" / "voa_pairs.jsonl").read_text().splitlines():
        for text in re.split(r"[។៕\n?!]+", json.loads(line)["km"]["text"]):
            chunks = tuple(
                tuple(word for word in chunk.split(MARK) if word) for chunk in text.split()
            )
            if MARK in text and any(chunks):
                sentences.append(Sentence(tuple(chunk for chunk in chunks if chunk)))
    return sentences


def cut_queries(sentences: Sequence[Sentence], length: int, rng: random.Random) -> list[Query]:
    """Runs of `length` marked words, without digits and Latin letters."""
    pool = [
        Query("".join(chunk[at : at + length]), number)
        for number, sentence in enumerate(sentences)
        for chunk in sentence.chunks
        for at in range(len(chunk) - length + 1)
        if all(re.fullmatch("[\u1780-\u17d3\u17dd]+", word) for word in chunk[at : at + length])
    ]
    return rng.sample(pool, min(QUERIES, len(pool)))


def cut_parts(sentences: Sequence[Sentence], rng: random.Random) -> list[Query]:
    """Words of the dictionary that are the head or the tail of a marked compound."""
    lexicon = {
        fold_text(line.split("\t")[0])
        for line in (SHARED / "lexicon" / "km_icu_khmerdict.tsv").read_text().splitlines()
    }
    pool = []
    for number, sentence in enumerate(sentences):
        for word in map(fold_text, (word for chunk in sentence.chunks for word in chunk)):
            for cut in range(2, len(word) - 1):
                if word[:cut] in lexicon and word[cut:] in lexicon:
                    pool += [Query(word[:cut], number), Query(word[cut:], number)]
    return rng.sample(pool, min(QUERIES, len(pool)))


def relevant(sentences: Sequence[Sentence], query: str) -> set[int]:
    """The sentences that hold a query from one marked boundary to another."""
    wanted = fold_text(query)
    found = set()
    for number, sentence in enumerate(sentences):
        for chunk in sentence.chunks:
            bounds = [0]
            for word in chunk:
                bounds.append(bounds[-1] + len(fold_text(word)))
            text = "".join(map(fold_text, chunk))
            at = text.find(wanted)
            while at >= 0:
                if at in bounds and at + len(wanted) in bounds:
                    found.add(number)
                    break
                at = text.find(wanted, at + 1)
    return found


def average_precision(ranked: Sequence[int], wanted: set[int]) -> float:
    hits, total = 0, 0.0
    for rank, number in enumerate(ranked, start=1):
        if number in wanted:
            hits += 1
            total += hits / rank
    return total / len(wanted)


def in_tiers(tiers: Iterable[set[int]], rng: random.Random) -> list[int]:
    """The documents of the first tier, then what the next ones add, each tier in random order."""
    ranked: list[int] = []
    for tier in tiers:
        fresh = sorted(tier.difference(ranked))
        rng.shuffle(fresh)
        ranked += fresh
    return ranked


def main() -> None:
    rng = random.Random(2)
    sentences = read_sentences()
    clusters = PhraseIndex(cluster_terms(sentence.text) for sentence in sentences)
    by_words = PhraseIndex([token.text for token in words(s.text)] for s in sentences)

    def matches(query: str) -> set[int]:
        found = [clusters.phrase(phrase) for phrase in cluster_phrases(query)]
        return set.intersection(*found) if found else set()

    def word_matches(query: str) -> set[int]:
        return by_words.phrase([token.text for token in words(query)])

    print(f"{len(sentences)} sentences")
    rankings: dict[str, Callable[[str], list[set[int]]]] = {
        "clusters, unranked": lambda q: [matches(q)],
        "words only": lambda q: [word_matches(q)],
        "words, then clusters": lambda q: [word_matches(q) & matches(q), matches(q)],
    }
    kinds = {f"{n} words": cut_queries(sentences, n, rng) for n in range(1, LONGEST + 1)}
    kinds["parts of compounds"] = cut_parts(sentences, rng)
    for kind, queries in kinds.items():
        recall = statistics.mean(query.source in matches(query.text) for query in queries)
        by_word = statistics.mean(query.source in word_matches(query.text) for query in queries)
        print(f"{kind}: {len(queries)} queries, recall {100 * recall:.1f} %", end="")
        print(f" (words alone {100 * by_word:.1f} %)")
        if kind not in ("1 words", "2 words"):
            continue
        wanted = {query.text: relevant(sentences, query.text) for query in queries}
        mixed = [query.text for query in queries if not matches(query.text) <= wanted[query.text]]
        for name, tiers in rankings.items():
            precision = statistics.mean(
                average_precision(in_tiers(tiers(text), rng), wanted[text]) for text in mixed
            )
            print(f"  {name}: MAP {100 * precision:.1f} over {len(mixed)} queries")


if __name__ == "__main__":
    main()
