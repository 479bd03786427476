"""The same text from another file is kept and linked, and not listed twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.worker import WorkerPool
from kb.contributing import Contributing
from kb.duplicates import nearest, signature
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, Visibility
from kb.overrides import Overrides
from kb.rereading import reread
from kb.search.results import SearchRequest

from .conftest import take

WORDS = ["river", "forest", "village", "meeting", "decision", "family", "boundary", "water"]
TEXT = "Notes of a walk\n\n" + "\n\n".join(
    f"{first.capitalize()} {second} and {third} were spoken of in place {number}."
    for number, (first, second, third) in enumerate(
        (a, b, c) for a in WORDS for b in WORDS[:3] for c in WORDS[:2]
    )
)


def listed(knowledge_base: KnowledgeBase) -> list[Document]:
    return knowledge_base.store.documents(knowledge_base.operator, limit=9)


def found(knowledge_base: KnowledgeBase) -> set[str]:
    result = knowledge_base.search(SearchRequest("river", limit=100), knowledge_base.operator)
    return {hit.document.id for hit in result.hits}


def test_a_second_file_of_one_text_is_linked_and_not_listed(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT.replace("walk", "walks"))
    take(knowledge_base, tmp_path / "a.txt")
    outcome = take(knowledge_base, tmp_path / "b.txt")["b.txt"]
    (first,) = listed(knowledge_base)
    assert outcome.duplicate_of == first.id
    assert "same text" in outcome.message
    assert found(knowledge_base) == {first.id}
    second = knowledge_base.document(outcome.document_id, knowledge_base.operator)
    assert (second.duplicate_of, second.work_id) == (first.id, first.work_id)
    assert knowledge_base.counts(knowledge_base.operator) == {first.kind: 1}
    assert knowledge_base.check().faults == ()
    knowledge_base.indexer.rebuild()
    assert found(knowledge_base) == {first.id}
    # it takes its place when the first one goes
    knowledge_base.remove(first.id)
    assert found(knowledge_base) == {second.id}
    assert [document.id for document in listed(knowledge_base)] == [second.id]
    assert knowledge_base.check().faults == ()


def test_a_text_that_changed_is_its_own_again(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(f"{TEXT} ")
    take(knowledge_base, tmp_path / "a.txt")
    take(knowledge_base, tmp_path / "b.txt")
    (tmp_path / "b.txt").write_text("Notes of a river\n\nAnother text altogether, of rivers.\n")
    take(knowledge_base, tmp_path / "b.txt")
    assert len(listed(knowledge_base)) == len(found(knowledge_base)) == 2


@pytest.mark.parametrize("edited", [0, 1])
def test_a_document_that_an_edit_tells_apart_is_its_own_until_it_is_taken_back(
    knowledge_base: KnowledgeBase, tmp_path: Path, edited: int
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(f"{TEXT} ")
    ids = [take(knowledge_base, tmp_path / name)[name].document_id for name in ("a.txt", "b.txt")]
    knowledge_base.edit(ids[0], Overrides(year=1999), "editor")
    assert len(listed(knowledge_base)) == 1
    knowledge_base.edit(ids[1], Overrides(year=1999), "editor")
    knowledge_base.edit(ids[edited], Overrides(year=2015), "editor")
    knowledge_base.update_index()
    assert {document.id for document in listed(knowledge_base)} == set(ids)
    assert found(knowledge_base) == set(ids)
    knowledge_base.edit(ids[edited], Overrides(year=1999), "editor")
    knowledge_base.update_index()
    assert [document.id for document in listed(knowledge_base)] == [ids[1 - edited]]
    assert found(knowledge_base) == {ids[1 - edited]}
    assert knowledge_base.check().faults == ()


def test_of_several_files_of_one_text_one_alone_is_listed_whatever_happens(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("walk", f"walk {name}"))
        take(knowledge_base, tmp_path / f"{name}.txt")
    (first,) = listed(knowledge_base)
    (tmp_path / "a.txt").write_text(TEXT.replace("walk", "walk again"))
    take(knowledge_base, tmp_path / "a.txt")
    assert [document.id for document in listed(knowledge_base)] == [first.id]
    with WorkerPool(1, knowledge_base.file_limits) as pool:
        assert reread(knowledge_base, pool, listed(knowledge_base)[0])
    assert [document.id for document in listed(knowledge_base)] == [first.id]
    Contributing(knowledge_base).share(knowledge_base.operator, first.id, Visibility.ORGANISATION)
    knowledge_base.update_index()
    (hidden, second) = sorted(listed(knowledge_base), key=lambda one: one.id != first.id)
    assert (hidden.id, second.visibility) == (first.id, Visibility.NETWORK)
    knowledge_base.remove(second.id)
    assert len(listed(knowledge_base)) == 2
    assert knowledge_base.check().faults == ()


def test_what_others_may_not_read_stands_for_nothing(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(f"{TEXT} ")
    take(knowledge_base, tmp_path / "a.txt", visibility=Visibility.ORGANISATION)
    outcome = take(knowledge_base, tmp_path / "b.txt", visibility=Visibility.PUBLIC)["b.txt"]
    assert outcome.duplicate_of == ""


def test_editions_of_other_years_are_other_texts(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    for year in (1999, 2015):
        (tmp_path / f"{year}.txt").write_text(TEXT.replace("walk", f"walk in {year}"))
    take(knowledge_base, tmp_path / "1999.txt", tmp_path / "2015.txt")
    assert len(listed(knowledge_base)) == 2


@settings(max_examples=15)
@given(st.integers(0, 40))
def test_resemblance_falls_with_every_changed_paragraph(changed: int) -> None:
    paragraphs = TEXT.split("\n\n")
    other = [f"Wholly new {n} words here" for n in range(changed)] + paragraphs[changed:]
    mine, its = signature(paragraphs), signature(other)
    assert mine is not None
    assert its is not None
    alike = nearest(mine, {"other": its}) is not None
    if changed == 0:
        assert alike
    if changed > len(paragraphs) // 4:
        assert not alike


def test_a_short_text_is_like_no_other() -> None:
    assert signature(["a few words"]) is None
    assert nearest(b"", {}) is None
