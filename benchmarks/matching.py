"""Does search find Khmer words as people mark them? Recall and rank on news with human word marks.

The Khmer news of the corpus beside the checkout (`../shared`) carries U+200B where its editors saw
a word end. Its sentences, marks removed, are the collection; runs of one to four marked words, and
parts of compounds, are the queries. Matching is by cluster phrases; ranking puts sentences first
that also hold the query as a phrase of segmented words. Run: python -m benchmarks.matching

Recall is the share of queries that find the sentence they were cut from. A sentence is relevant if
it holds the query from one boundary to another, and irrelevant if it holds it otherwise. Mean
average precision (MAP) is over the queries that find an irrelevant sentence too, since else there
is nothing to rank; ties are broken at random.

The editors marked line breaks, not all words: they left out some of the marks that they set
elsewhere between the same words (សិទ្ធិ|មនុស្ស and សិទ្ធិមនុស្ស). So MAP is given twice:

* strict: every stretch without a mark counts as one word;
* judged: where a stretch falls apart, at the ends of the query, into words that the editors marked
  twice or more elsewhere, a missing mark says nothing. A sentence that holds the query only so is
  neither relevant nor irrelevant and leaves the ranking (condensed lists: Sakai, SIGIR 2007).
"""

from __future__ import annotations

import io
import json
import random
import re
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analyzers import cluster_phrases, cluster_terms, fold_text, words
from kb.access import Audience
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.search.results import SearchRequest
from kb.settings import Settings
from kb.store.documents import NewFile

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
QUERIES = 1000
LONGEST = 4
MARK = "\u200b"
KHMER = re.compile("[\u1780-\u17d3\u17dd]+")
ATTESTED = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the news.

    Attributes:
        chunks: Between typed spaces, the marked words.
        text: Folded, without the marks.
        boundaries: Offsets in `text` of the ends of marked words and of all Khmer between other
            characters.
    """

    chunks: tuple[tuple[str, ...], ...]
    text: str
    boundaries: tuple[int, ...]

    @classmethod
    def read(cls, marked: str) -> Sentence:
        chunks = tuple(
            tuple(word for word in chunk.split(MARK) if word) for chunk in marked.split()
        )
        text, boundaries = "", {0}
        for chunk in chunks:
            text += " " * bool(text)
            for word in chunk:
                boundaries.add(len(text))
                text += fold_text(word)
                boundaries.add(len(text))
        for run in KHMER.finditer(text):
            boundaries.update(run.span())
        return cls(chunks, text, tuple(sorted(boundaries)))

    def occurrences(self, wanted: str) -> Iterable[tuple[int, int]]:
        at = self.text.find(wanted)
        while at >= 0:
            yield at, at + len(wanted)
            at = self.text.find(wanted, at + 1)


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    source: int


class PhraseIndex:
    """An inverted index with positions, for exact phrases."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        self._places: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for number, terms in enumerate(documents):
            for place, term in enumerate(terms):
                self._places[term][number].add(place)

    def phrase(self, terms: Sequence[str]) -> set[int]:
        """The numbers of the documents that hold the terms one after the other."""
        if not terms or any(term not in self._places for term in terms):
            return set()
        found = set()
        for number in set.intersection(*(set(self._places[term]) for term in terms)):
            starts = self._places[terms[0]][number]
            for shift, term in enumerate(terms):
                starts = {at for at in starts if at + shift in self._places[term][number]}
            if starts:
                found.add(number)
        return found


class Judgments:
    """Which sentences hold a query as words, and of which the marks do not tell."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._marked = Counter(
            sentence.text[start:end]
            for sentence in sentences
            for start, end in zip(sentence.boundaries, sentence.boundaries[1:], strict=False)
        )
        self._made_of_marked = cache(self._made_of_marked)  # type: ignore[method-assign]

    def relevant(self, query: str) -> set[int]:
        wanted = fold_text(query)
        return {
            number
            for number, sentence in enumerate(self._sentences)
            for start, end in sentence.occurrences(wanted)
            if start in sentence.boundaries and end in sentence.boundaries
        }

    def untold(self, query: str) -> set[int]:
        wanted = fold_text(query)
        if self._marked[wanted] < ATTESTED:
            return set()
        return {
            number
            for number, sentence in enumerate(self._sentences)
            for start, end in sentence.occurrences(wanted)
            if self._made_of_marked(
                sentence.text[max(b for b in sentence.boundaries if b <= start) : start]
            )
            and self._made_of_marked(
                sentence.text[end : min(b for b in sentence.boundaries if b >= end)]
            )
        }

    def _made_of_marked(self, text: str) -> bool:
        return not text or any(
            self._marked[text[:cut]] >= ATTESTED and self._made_of_marked(text[cut:])
            for cut in range(1, len(text) + 1)
        )


def read_sentences() -> list[Sentence]:
    news = (CORPUS / "news_km_en" / "voa_pairs.jsonl").read_text().splitlines()
    return [
        sentence
        for line in news
        for marked in re.split(r"[។៕\n?!]+", json.loads(line)["km"]["text"])
        if MARK in marked and (sentence := Sentence.read(marked)).text
    ]


def cut_queries(sentences: Sequence[Sentence], length: int, rng: random.Random) -> list[Query]:
    """Runs of `length` marked words of Khmer."""
    pool = [
        Query("".join(chunk[at : at + length]), number)
        for number, sentence in enumerate(sentences)
        for chunk in sentence.chunks
        for at in range(len(chunk) - length + 1)
        if all(map(KHMER.fullmatch, chunk[at : at + length]))
    ]
    return rng.sample(pool, min(QUERIES, len(pool)))


def cut_parts(sentences: Sequence[Sentence], rng: random.Random) -> list[Query]:
    """Words of a dictionary that are the head or the tail of a marked compound."""
    lexicon = {
        fold_text(line.split("\t")[0])
        for line in (CORPUS / "lexicon" / "km_icu_khmerdict.tsv").read_text().splitlines()
    }
    pool = [
        Query(part, number)
        for number, sentence in enumerate(sentences)
        for chunk in sentence.chunks
        for word in map(fold_text, chunk)
        for cut in range(2, len(word) - 1)
        if word[:cut] in lexicon and word[cut:] in lexicon
        for part in (word[:cut], word[cut:])
    ]
    return rng.sample(pool, min(QUERIES, len(pool)))


class Product:
    """The sentences as sections of a knowledge base, searched as people search."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        settings = Settings(data=Path(self._folder.name) / "kb")
        KnowledgeBase.initialise(settings)
        self._knowledge_base = KnowledgeBase(settings)
        sections = tuple(
            ParsedSection(SectionKind.TEXT, sentence.text, lang="km") for sentence in sentences
        )
        self._knowledge_base.store.save(
            ParsedDocument("text/plain", "", "km", DocumentKind.OTHER, sections),
            NewFile(self._knowledge_base.blobs.add(io.BytesIO(b"news")), "news.txt", "/news"),
            visibility=Visibility.PUBLIC,
            organisation_id=self._knowledge_base.home_organisation,
        )
        self._knowledge_base.indexer.catch_up()

    @cache  # noqa: B019  # there is one
    def ranked(self, query: str) -> list[set[int]]:
        """The numbers of the sentences found, each in a tier of its own."""
        ranked: list[set[int]] = []
        offset: int | None = 0
        while offset is not None:
            request = SearchRequest(query, offset=offset, limit=100, expand=False)
            result = self._knowledge_base.search(request, Audience.visitor())
            ranked += [{hit.section.position} for hit in result.hits]
            offset = result.next_offset
        return ranked


def average_precision(ranked: Sequence[int], relevant: set[int]) -> float:
    hits, total = 0, 0.0
    for rank, number in enumerate(ranked, start=1):
        if number in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant)


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
    judgments = Judgments(sentences)
    in_clusters = PhraseIndex(cluster_terms(sentence.text) for sentence in sentences)
    in_words = PhraseIndex([token.text for token in words(s.text)] for s in sentences)

    @cache
    def matches(query: str) -> set[int]:
        found = [in_clusters.phrase(phrase) for phrase in cluster_phrases(query)]
        return set.intersection(*found) if found else set()

    @cache
    def word_matches(query: str) -> set[int]:
        return in_words.phrase([token.text for token in words(query)])

    rankings: dict[str, Callable[[str], list[set[int]]]] = {
        "clusters, unranked": lambda query: [matches(query)],
        "words alone": lambda query: [word_matches(query)],
        "words, then clusters": lambda query: [
            word_matches(query) & matches(query),
            matches(query),
        ],
    }
    product = Product(sentences)
    rankings["product"] = product.ranked
    kinds = {f"{n} words": cut_queries(sentences, n, rng) for n in range(1, LONGEST + 1)}
    kinds["parts of compounds"] = cut_parts(sentences, rng)
    print(f"{len(sentences)} sentences")
    for kind, queries in kinds.items():
        found = statistics.mean(query.source in matches(query.text) for query in queries)
        by_word = statistics.mean(query.source in word_matches(query.text) for query in queries)
        by_product = statistics.mean(
            {query.source} in product.ranked(query.text) for query in queries
        )
        print(f"{kind}: {len(queries)} queries, recall {100 * found:.1f} %", end=" ")
        print(f"(words alone {100 * by_word:.1f} %, product {100 * by_product:.1f} %)")
    for kind in ("1 words", "2 words"):
        for way in ("strict", "judged"):
            mixed = []
            for text in (query.text for query in kinds[kind]):
                relevant = judgments.relevant(text)
                left_out = judgments.untold(text) - relevant if way == "judged" else set()
                if not matches(text) - left_out <= relevant:
                    mixed.append((text, relevant, left_out))
            print(f"{kind}, {way}, {len(mixed)} queries with something to rank: MAP")
            for name, tiers in rankings.items():
                precision = statistics.mean(
                    average_precision(
                        in_tiers([tier - left_out for tier in tiers(text)], rng), relevant
                    )
                    for text, relevant, left_out in mixed
                )
                print(f"  {name}: {100 * precision:.1f}")


if __name__ == "__main__":
    main()
