"""What people say of documents: files beside them and edits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kb.errors import InvalidInput
from kb.intake import Status
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, DocumentKind
from kb.overrides import from_pairs

from .conftest import take

TEXT = "Notes of a walk\n\nWe walked along the river and spoke with many families there.\n"


def only(knowledge_base: KnowledgeBase) -> Document:
    (document,) = knowledge_base.store.documents(knowledge_base.operator, limit=9)
    return document


def confirmed(document: Document) -> dict[str, str]:
    return {one.field: one.confirmed_by for one in document.evidence if one.confirmed_by}


def test_a_file_beside_a_document_describes_it(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "walk.txt").write_text(TEXT)
    (folder / "walk.yaml").write_text(
        "kind: brief\ndate: 2024-05-03\ntopics: [Water, ជលផល]\nplaces: [10, ស្ទឹងត្រែង]\n"
        "organisation: Forest Friends\ntitle_km: ការដើរ\n"
    )
    outcomes = take(knowledge_base, folder)
    assert list(outcomes) == ["walk.txt"]  # the file beside it is no document
    document = only(knowledge_base)
    assert (document.kind, document.date, document.year) == (
        DocumentKind.BRIEF,
        dt.date(2024, 5, 3),
        2024,
    )
    assert (document.topics, document.places) == (("water", "fisheries"), ("10", "19"))
    assert document.organisation == "Forest Friends"
    assert document.titles["km"] == "ការដើរ"
    assert set(confirmed(document).values()) == {"walk.yaml"}
    assert take(knowledge_base, folder)["walk.txt"].status is Status.UNCHANGED
    (folder / "walk.yaml").write_text("kind: report\n")
    assert take(knowledge_base, folder)["walk.txt"].status is Status.UPDATED
    assert only(knowledge_base).kind is DocumentKind.REPORT


def test_a_list_describes_the_files_of_its_folder(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "walk.txt").write_text(TEXT)
    (tmp_path / "description.csv").write_text(
        'file,kind,topics\nother.txt,law,\nwalk.txt,report,"water, forests"\n'
    )
    take(knowledge_base, tmp_path / "walk.txt")
    document = only(knowledge_base)
    assert (document.kind, document.topics) == (DocumentKind.REPORT, ("water", "forests"))


def test_what_a_file_says_is_no_law_is_not_public(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "law.txt").write_text(
        "Law on Rivers\n\nArticle 1\n\nRivers are public.\n\nArticle 2\n\nSo are lakes.\n"
    )
    (tmp_path / "law.yaml").write_text("kind: brief\n")
    outcome = take(knowledge_base, tmp_path / "law.txt")["law.txt"]
    assert (outcome.kind, outcome.visibility) == ("brief", "network")
    assert (only(knowledge_base).status, only(knowledge_base).issuer) == (None, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour: red", "no field 'colour'"),
        ("kind: poem", "'kind' cannot be 'poem'"),
        ("topics: [dragons]", "no topic 'dragons'"),
        ("places: Atlantis", "no province 'Atlantis'"),
        ("date: soon", "'date' cannot be"),
        ("- a", "no fields"),
        ("a: [", "not YAML"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_file(
    knowledge_base: KnowledgeBase, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "walk.txt").write_text(TEXT)
    (tmp_path / "walk.yaml").write_text(text)
    outcome = take(knowledge_base, tmp_path / "walk.txt")["walk.txt"]
    assert outcome.status is Status.FAILED
    assert said in outcome.message
    assert "walk.yaml" in outcome.message
    assert outcome.remedy


def test_an_edit_holds_over_a_new_ingest_and_is_remembered(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / "walk.txt"
    path.write_text(TEXT)
    take(knowledge_base, path)
    before = only(knowledge_base)
    knowledge_base.edit(before.id, from_pairs(["year=2019", "topics=land"]), "Dara")
    knowledge_base.edit(before.id, from_pairs(["year=2020"]), "Sok")
    path.write_text(TEXT + "And more of it.\n")
    take(knowledge_base, path)
    after = only(knowledge_base)
    assert (after.id, after.year, after.topics) == (before.id, 2020, ("land",))
    assert confirmed(after) == {"year": "Sok", "topics": "Dara"}
    history = knowledge_base.history(after.id, knowledge_base.operator)
    assert [(one.by, one.field, one.before, one.after) for one in history] == [
        ("Dara", "year", None, 2019),
        ("Dara", "topics", [], ["land"]),
        ("Sok", "year", 2019, 2020),
    ]


@pytest.mark.parametrize("pair", ["year", "colour=red", "year=soon", "kind=poem"])
def test_an_edit_that_cannot_be_made_is_refused(pair: str) -> None:
    with pytest.raises(InvalidInput):
        from_pairs([pair])


def test_documents_are_linked_and_parted_by_hand(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{name} {TEXT}")
    take(knowledge_base, tmp_path / "a.txt", tmp_path / "b.txt")
    operator = knowledge_base.operator
    one, other = knowledge_base.store.documents(operator, limit=9)
    assert knowledge_base.texts(one, operator) == []
    knowledge_base.link([one.id, other.id])
    assert [text.id for text in knowledge_base.texts(one, operator)] == [other.id]
    (tmp_path / "b.txt").write_text(f"b {TEXT} More.")
    take(knowledge_base, tmp_path / "b.txt")  # holds over a new ingest
    assert len(knowledge_base.texts(one, operator)) == 1
    knowledge_base.unlink(other.id)
    assert knowledge_base.texts(one, operator) == []
    assert knowledge_base.check().faults == ()
    with pytest.raises(InvalidInput):
        knowledge_base.link([one.id])
