"""How long a search takes in a large collection, beside what the bare engine needs for it.

    python -m benchmarks.search [--sections 100000] [--folder FOLDER] [--profile]

The collection is made of random text: chains of word pairs as they follow each other in the Khmer
and English laws and news of the corpus beside the checkout (`../shared`), cut into sections as
long as real articles. It goes the product's way: store, change log, indexer, tantivy. With
`--folder` it is kept, and used again by the next run.

Queries are the judged ones of the corpus, as people type them, and runs of one to four words cut
from the sections; every third asks for a kind, every third for a span of years. All ask for the
first ten hits and all facets. The bare engine gets the words of the query ready-made, with the
same filters and facets, once with every word required and once with any; it knows nothing of
clusters, phrases, translations, parts, ties, snippets and the store. Both are asked in turns. On a
busy machine the CPU time tells more than the clock: a search waits for nothing else.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import pstats
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Query

from analyzers import detect_language, models, words
from kb.access import Audience
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.register import load_register
from kb.search.results import SearchRequest
from kb.settings import Settings
from kb.store.documents import NewFile
from kb.store.sections import SectionStore

SHARED = Path(__file__).resolve().parents[2] / "shared"
SECTIONS_A_DOCUMENT = 100
ENGLISH_SHARE = 0.2
CUT_QUERIES = 150
LONGEST = 4
FACETS = ("kind", "lang", "year")
KINDS = ("law", "sub-decree", "prakas", "brief", "minutes")
YEARS = (1993, 2025)
PERCENTILES = (50, 95, 99)
EVERY_WORD, ANY_WORD = "bare, every word", "bare, any word"
VISITOR, MEMBER = "visitor", "member"


class Chain:
    """Random text in which each two neighbours are neighbours in a real text.

    Args:
        texts: Real texts, each cut into words that joined give it again.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._lengths = [len(text) for text in texts]
        self._firsts = [text[0] for text in texts]
        self._after: defaultdict[str, list[str]] = defaultdict(list)
        for text in texts:
            for word, after in pairwise(text):
                self._after[word].append(after)

    def text(self, rng: random.Random) -> list[str]:
        """Make a text as long as one of the real ones, as a list of its words."""
        word = rng.choice(self._firsts)
        made = [word]
        for _ in range(rng.choice(self._lengths)):
            word = rng.choice(self._after.get(word) or self._firsts)
            made.append(word)
        return made


def read_texts(lang: str) -> list[str]:
    texts = [
        article["text"]
        for path in sorted((SHARED / "corpus" / f"laws_{lang}").glob("*.json"))
        for article in json.loads(path.read_text()).get("articles", [])
    ]
    news = (SHARED / "corpus" / "news_km_en" / "voa_pairs.jsonl").read_text().splitlines()
    texts += [p for line in news for p in json.loads(line)[lang]["text"].split("\n")]
    return [text for text in (text.replace("\u200b", "").strip() for text in texts) if text]


def make_chains() -> dict[str, Chain]:
    khmer = models.khmer()
    return {
        "km": Chain([khmer.segment(text) for text in read_texts("km")]),
        "en": Chain([re.findall(r"\S+\s*", text) for text in read_texts("en")]),
    }


def make_documents(
    count: int, chains: Mapping[str, Chain], rng: random.Random
) -> Iterator[ParsedDocument]:
    """Make documents with `count` sections in all; the first ones are acts of the register."""
    register = iter(load_register())
    for _ in range(0, count, SECTIONS_A_DOCUMENT):
        lang = "en" if rng.random() < ENGLISH_SHARE else "km"
        sections = tuple(
            ParsedSection(
                SectionKind.ARTICLE,
                "".join(chains[lang].text(rng)),
                str(number),
                "".join(chains[lang].text(rng)[:6]).strip(),
                lang=lang,
            )
            for number in range(1, SECTIONS_A_DOCUMENT + 1)
        )
        work = next(register, None)
        named = (work.title_km if lang == "km" else work.title_en) if work else ""
        yield ParsedDocument(
            media_type="text/plain",
            title=named or "".join(chains[lang].text(rng)[:8]).strip(),
            lang=lang,
            kind=work.kind if work else DocumentKind(rng.choice(KINDS)),
            sections=sections,
            year=rng.randint(*YEARS),
        )


def fill(knowledge_base: KnowledgeBase, documents: Iterable[ParsedDocument]) -> None:
    """Store the collection: nine of ten documents are public, the rest the network's."""
    keys = iter(load_register())
    for number, document in enumerate(documents):
        work = next(keys, None)
        knowledge_base.store.save(
            document,
            NewFile(
                knowledge_base.blobs.add(io.BytesIO(b"%d" % number)), f"{number}.txt", f"/{number}"
            ),
            visibility=Visibility.NETWORK if number % 10 == 9 else Visibility.PUBLIC,
            organisation_id=knowledge_base.home_organisation,
            register_key=work.key if work else None,
        )


def make_requests(chains: Mapping[str, Chain], rng: random.Random) -> list[SearchRequest]:
    judged = (SHARED / "eval" / "dev_queries.jsonl").read_text().splitlines()
    texts = [json.loads(line)["q"] for line in judged]
    count = len(texts) + CUT_QUERIES
    while len(texts) < count:
        lang = "en" if rng.random() < ENGLISH_SHARE else "km"
        made = chains[lang].text(rng)
        at = rng.randrange(len(made))
        text = "".join(made[at : at + rng.randint(1, LONGEST)]).strip()
        if words(text):
            texts.append(text)
    requests = []
    for number, text in enumerate(texts):
        year = rng.randint(*YEARS)
        filters = {"kind": (rng.choice(KINDS),)} if number % 3 == 1 else {}
        dates = (year * 10_000, (year + 5) * 10_000) if number % 3 == 2 else (None, None)
        requests.append(SearchRequest(text, filters, *dates, facets=FACETS))
    return requests


class BareEngine:
    """tantivy without the product, asked for words in the body.

    Args:
        folder: Of a part of the product's index.
        requests: What will be asked; their words are cut beforehand.
    """

    def __init__(self, folder: Path, requests: Iterable[SearchRequest]) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        self._tokens = {
            request.text: [
                token.text for token in words(request.text, detect_language(request.text))
            ]
            for request in requests
        }

    def every_word(self, request: SearchRequest) -> None:
        self._search(request, Occur.Must)

    def any_word(self, request: SearchRequest) -> None:
        self._search(request, Occur.Should)

    def _search(self, request: SearchRequest, occur: Occur) -> None:
        schema = self._index.schema
        asked = [
            (occur, Query.term_query(schema, "body_words", token, "freq"))
            for token in self._tokens[request.text]
        ]
        clauses = [(Occur.Must, Query.boolean_query(asked))]
        for name, values in request.filters.items():
            clauses.append((Occur.Must, Query.term_set_query(schema, name, list(values))))
        if request.date_from is not None:
            dates = Query.range_query(
                schema, "date", FieldType.Unsigned, request.date_from, request.date_to
            )
            clauses.append((Occur.Must, dates))
        query = Query.boolean_query(clauses)
        for _, address in self._searcher.search(query, request.limit).hits:
            self._searcher.doc(address)
        facets = {name: {"terms": {"field": name, "size": 100}} for name in request.facets}
        self._searcher.aggregate(query, facets)


def measure(knowledge_base: KnowledgeBase, requests: Sequence[SearchRequest]) -> None:
    folder = next((knowledge_base.settings.data / "index").glob("v*/public"))
    bare = BareEngine(folder, requests)
    member = Audience.of_member(frozenset({knowledge_base.home_organisation}))
    ways: dict[str, Callable[[SearchRequest], object]] = {
        EVERY_WORD: bare.every_word,
        ANY_WORD: bare.any_word,
        VISITOR: lambda request: knowledge_base.search(request, Audience.visitor()),
        MEMBER: lambda request: knowledge_base.search(request, member),
    }
    for _ in range(2):  # the first round warms the caches
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for request in requests:
            for name, search in ways.items():
                started = time.perf_counter(), time.process_time()
                search(request)
                ended = time.perf_counter(), time.process_time()
                wall, cpu = (1000 * (b - a) for a, b in zip(started, ended, strict=True))
                times[name].append((wall, cpu))
    heading = "".join(f"{f'p{p}':>8}" for p in PERCENTILES)
    print(f"{len(requests)} queries, ms    wall:{heading}  CPU:{heading}")
    for name, values in times.items():
        print(f"{name:<20}", end="")
        for measured in zip(*values, strict=True):
            cuts = statistics.quantiles(measured, n=100)
            print("      " + "".join(f"{cuts[p - 1]:8.1f}" for p in PERCENTILES), end="")
        print()
    ours = [cpu for _, cpu in times[VISITOR]]
    for name in (EVERY_WORD, ANY_WORD):
        bare_times = [cpu for _, cpu in times[name]]
        middle = statistics.median(a / b for a, b in zip(ours, bare_times, strict=True))
        total = sum(ours) / sum(bare_times)
        print(f"CPU, {VISITOR} / {name}: {total:.1f} in all, median {middle:.1f}")
    slowest = sorted(zip(ours, requests, strict=True), key=lambda pair: -pair[0])
    for milliseconds, request in slowest[:5]:
        print(f"slow: {milliseconds:.0f} ms of CPU: {request.text}")


def profile(knowledge_base: KnowledgeBase, requests: Sequence[SearchRequest]) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    for request in requests:
        knowledge_base.search(request, Audience.visitor())
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(
        r"kb/|analyzers/|built-in.*tantivy|method.*Searcher", 40
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sections", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the collection is kept")
    parser.add_argument("--profile", action="store_true", help="also say where the time goes")
    options = parser.parse_args()
    rng = random.Random(3)
    chains = make_chains()
    requests = make_requests(chains, rng)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(data=options.folder or Path(temporary) / "kb")
        is_new = not (settings.data / "kb.sqlite3").exists()
        KnowledgeBase.initialise(settings)
        knowledge_base = KnowledgeBase(settings)
        if is_new:
            fill(knowledge_base, make_documents(options.sections, chains, rng))
        started = time.perf_counter()
        knowledge_base.indexer.catch_up()
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_size for path in (settings.data / "index").rglob("*.*"))
        count = SectionStore(knowledge_base.database).count_indexed()
        print(f"{count} sections, {size / 1e6:.0f} MB of index; indexed in {seconds:.0f} s")
        measure(knowledge_base, requests)
        if options.profile:
            profile(knowledge_base, requests)
        knowledge_base.close()


if __name__ == "__main__":
    main()
