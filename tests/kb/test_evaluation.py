"""The measures are those of ir-measures, which computes them with trec_eval."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from kb import evaluation
from kb.errors import InvalidInput
from kb.model import Document, DocumentKind, Section, SectionKind, Source, Visibility
from kb.search.results import Hit, Snippet

RECALL, RECIPROCAL, GAIN = R(rel=2) @ 5, RR(rel=2) @ 10, nDCG @ 10
ARTICLES = [f"act#{number}" for number in range(25)]
rankings = st.lists(st.sampled_from(ARTICLES), unique=True, min_size=1, max_size=20)
grades = st.dictionaries(st.sampled_from(ARTICLES), st.integers(0, 2), min_size=1)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(rankings, grades), min_size=1, max_size=5))
def test_measures_are_those_of_ir_measures(cases: list[tuple[list[str], dict[str, int]]]) -> None:
    run = {
        str(number): {name: float(-rank) for rank, name in enumerate(ranking)}
        for number, (ranking, _) in enumerate(cases)
    }
    judgments = {str(number): grades for number, (_, grades) in enumerate(cases)}
    reference = {
        (value.query_id, value.measure): value.value
        for value in ir_measures.iter_calc([RECALL, RECIPROCAL, GAIN], judgments, run)
    }
    for number, (ranking, grades) in enumerate(cases):
        measured = evaluation.measure([frozenset({name}) for name in ranking], grades)
        expected = [reference[str(number), measure] for measure in (RECALL, RECIPROCAL, GAIN)]
        assert measured == pytest.approx(expected)


def hit(number: str | None, *, act: str = "act", kind: SectionKind = SectionKind.ARTICLE) -> Hit:
    document = Document(
        id=act,
        work_id="w",
        title="Act",
        lang="en",
        kind=DocumentKind.LAW,
        visibility=Visibility.PUBLIC,
        organisation_id="o",
        source=Source(f"{act}.pdf", "0" * 64, "application/pdf", 1),
        revision="r",
        added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    section = Section(kind, "text", number, id="s", document_id=act, position=0)
    return Hit(document, section, 1.0, Snippet("text"))


def test_an_article_counts_where_it_comes_first() -> None:
    hits = [hit("3"), hit("3"), hit(None), hit("1", kind=SectionKind.PREAMBLE)]
    assert evaluation.judged_ids(hits) == [
        {"act#3", "act#*"},
        frozenset(),
        {"act#0"},
    ]


def test_an_act_is_found_if_the_first_hit_is_of_it() -> None:
    found = evaluation.judged_ids([hit("1"), hit("1", act="other")])
    assert evaluation.measure(found, {"act#*": 2})[:2] == (1.0, 1.0)
    assert evaluation.measure(found, {"other#*": 2})[:2] == (0.0, 0.0)


def test_means_are_given_by_intent_and_overall() -> None:
    queries = [
        evaluation.Query("1", "citation", "found"),
        evaluation.Query("2", "citation", "missed"),
        evaluation.Query("3", "question", "found"),
    ]
    judgments = {"1": {"act#1": 2}, "2": {"act#1": 2}, "3": {"act#1": 1, "act#2": 2}}
    result = evaluation.evaluate(
        queries, judgments, lambda text: [hit("2"), hit("1")] if text == "found" else []
    )
    assert result.missed == ("2",)
    citation = result.measures["citation"]
    assert (citation.queries, citation.recall_at_5, citation.mrr_at_10) == (2, 0.5, 0.25)
    assert result.measures["question"].ndcg_at_10 == pytest.approx(1.0)
    assert result.measures[evaluation.OVERALL].mrr_at_10 == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("read", "lines"),
    [
        (evaluation.read_queries, '{"id": "1", "intent": "x", "q": "y"}\n[]\n'),
        (evaluation.read_judgments, "1\t0\tact#1\t2\n1 0 act#1 2\n"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(read: object, lines: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(lines)
    assert callable(read)
    with pytest.raises(InvalidInput, match="Line 2 of file"):
        read(tmp_path / "file")
