"""Retrieval quality, measured: Recall@5, MRR@10 and nDCG@10 of judged queries.

A judged id is `<file stem>#<article number>`, the preamble being number 0; `<stem>#*` stands for
the act as a whole and is found when the first hit belongs to it. Recall and MRR count grade 2
(answers it), nDCG all grades (gain = grade, discount = log2(rank + 1), as in trec_eval).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from kb.errors import InvalidInput
from kb.model import SectionKind
from kb.search.results import Hit

DEPTH = 10
_RECALL_DEPTH = 5
_ANSWERS = 2
OVERALL = "overall"

Ranked = Sequence[frozenset[str]]
"""For each rank the judged ids that its hit stands for."""


@dataclass(frozen=True, slots=True)
class Query:
    """One judged query."""

    id: str
    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over a number of queries."""

    queries: int
    recall_at_5: float
    mrr_at_10: float
    ndcg_at_10: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out: the means by intent and overall, and the queries that found no answer."""

    measures: Mapping[str, Measures]
    missed: tuple[str, ...]


def read_queries(path: Path) -> list[Query]:
    """Read queries: a JSON object a line with `id`, `intent` and `q`.

    Raises:
        InvalidInput: A line is not such an object; its number is named.
    """
    queries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
            queries.append(Query(record["id"], record["intent"], record["q"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(
                f"Line {number} of {path.name} is not a query.",
                'Write one object a line: {"id": …, "intent": …, "q": …}.',
            ) from error
    return queries


def read_judgments(path: Path) -> dict[str, dict[str, int]]:
    """Read judgments in TREC form (query, 0, id, grade): query id -> judged id -> grade.

    Raises:
        InvalidInput: A line has another form; its number is named.
    """
    judgments: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            query, _, judged, grade = line.split("\t")
            judgments[query][judged] = int(grade)
        except ValueError as error:
            raise InvalidInput(
                f"Line {number} of {path.name} is not a judgment.",
                "Write four columns parted by tabs: query, 0, id, grade.",
            ) from error
    return dict(judgments)


def evaluate(
    queries: Sequence[Query],
    judgments: Mapping[str, Mapping[str, int]],
    search: Callable[[str], Sequence[Hit]],
) -> Evaluation:
    """Run judged queries and measure what comes back.

    Args:
        search: Gives the first `DEPTH` hits of a query text.
    """
    values: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    missed = []
    for query in queries:
        grades = judgments.get(query.id, {})
        measured = measure(judged_ids(search(query.text)), grades)
        values[query.intent].append(measured)
        values[OVERALL].append(measured)
        if not measured[1]:
            missed.append(query.id)
    means = {
        name: Measures(len(rows), *(sum(column) / len(rows) for column in zip(*rows, strict=True)))
        for name, rows in values.items()
    }
    return Evaluation(means, tuple(missed))


def judged_ids(hits: Sequence[Hit]) -> list[frozenset[str]]:
    """Name hits as judgments do; an article that comes twice counts where it comes first."""
    ranked: list[frozenset[str]] = []
    seen: set[str] = set()
    for hit in hits:
        stem = PurePath(hit.document.source.filename).stem
        number = "0" if hit.section.kind is SectionKind.PREAMBLE else hit.section.number
        ids = {f"{stem}#{number}"} if number else set()
        if not ranked:
            ids.add(f"{stem}#*")
        if ids <= seen and ids:
            continue
        ranked.append(frozenset(ids - seen))
        seen |= ids
    return ranked


def measure(ranked: Ranked, grades: Mapping[str, int]) -> tuple[float, float, float]:
    """Give Recall@5, reciprocal rank within ten and nDCG@10 of one ranking."""
    answers = {judged for judged, grade in grades.items() if grade >= _ANSWERS}
    found = answers & frozenset().union(*ranked[:_RECALL_DEPTH])
    first = next((rank for rank, ids in enumerate(ranked[:DEPTH], 1) if ids & answers), None)
    gains = [max((grades.get(judged, 0) for judged in ids), default=0) for ids in ranked[:DEPTH]]
    ideal = _discounted(sorted(grades.values(), reverse=True)[:DEPTH])
    return (
        len(found) / len(answers) if answers else 0.0,
        1 / first if first else 0.0,
        _discounted(gains) / ideal if ideal else 0.0,
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
