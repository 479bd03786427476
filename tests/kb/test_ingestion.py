"""Taking files in: every file gives one clear line, and one that fails stops no other."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from kb.access import Audience
from kb.ingestion import find_files
from kb.intake import Status, printable
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.search.results import SearchRequest

from .conftest import take

LAW = "ច្បាប់គំរូ\n\nមាត្រា ១ .-\n\nដីធ្លី {}\n\nមាត្រា ២ .-\n\nព្រៃឈើ\n"
MINUTES = "កំណត់ហេតុប្រជុំ\n\nកាលបរិច្ឆេទ៖ ៥ មករា ២០២៤\n\nការសម្រេចចិត្ត៖ ផ្តល់ឯកសារ {}\n"


def zip_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


HOSTILE = {
    "empty.txt": b"",
    "empty.pdf": b"",
    "broken.pdf": b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 3,
    "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "program.txt": b"MZ\x90\x00" + bytes(range(256)) * 8,
    "latin1.txt": "Règlement intérieur, numéro".encode("latin-1"),
    "bomb.docx": zip_of(word__document_xml=bytes(300_000_000)),
}


def test_laws_are_public_and_all_else_is_for_the_network(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "law.txt").write_text(LAW.format("a"))
    (tmp_path / "minutes.txt").write_text(MINUTES.format("a"))
    outcomes = take(knowledge_base, tmp_path / "law.txt", tmp_path / "minutes.txt")
    assert {name: outcome.visibility for name, outcome in outcomes.items()} == {
        "law.txt": Visibility.PUBLIC,
        "minutes.txt": Visibility.NETWORK,
    }
    visitor = Audience.visitor()
    assert [document.source.filename for document in knowledge_base.store.documents(visitor)] == [
        "law.txt"
    ]
    assert knowledge_base.search(SearchRequest("ដីធ្លី"), visitor).total == 1
    assert knowledge_base.search(SearchRequest("ផ្តល់ឯកសារ"), visitor).total == 0
    member = Audience.of_member(frozenset())
    assert knowledge_base.search(SearchRequest("ផ្តល់ឯកសារ"), member).total == 1


def test_visibility_can_be_named(knowledge_base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "law.txt").write_text(LAW)
    outcomes = take(knowledge_base, tmp_path / "law.txt", visibility=Visibility.ORGANISATION)
    assert outcomes["law.txt"].visibility == Visibility.ORGANISATION
    assert knowledge_base.store.documents(Audience.of_member(frozenset())) == []
    assert len(knowledge_base.store.documents(knowledge_base.operator)) == 1


def test_a_second_run_changes_nothing(knowledge_base: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "law.txt").write_text(LAW.format("a"))
    first = take(knowledge_base, folder)["law.txt"]
    again = take(knowledge_base, folder)["law.txt"]
    assert (first.status, again.status) == (Status.TAKEN, Status.UNCHANGED)
    assert again.document_id == first.document_id
    assert knowledge_base.check().documents == 1

    (folder / "law.txt").write_text(LAW.format("b"))
    changed = take(knowledge_base, folder)["law.txt"]
    assert (changed.status, changed.document_id) == (Status.UPDATED, first.document_id)
    operator = knowledge_base.operator
    assert knowledge_base.search(SearchRequest('"ដីធ្លី a"'), operator).total == 0
    assert knowledge_base.search(SearchRequest('"ដីធ្លី b"'), operator).total == 1


def test_each_bad_file_gives_one_line_and_the_good_ones_are_taken(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in HOSTILE.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(LAW.format("a"))
    outcomes = take(knowledge_base, folder)
    assert outcomes.pop("good.txt").status is Status.TAKEN
    assert set(outcomes) == set(HOSTILE)
    for name, outcome in outcomes.items():
        if name == "picture.pdf":
            continue  # a picture is sniffed as one; a damaged one fails
        assert outcome.status is Status.FAILED, name
        assert outcome.message, name
        assert outcome.remedy, name
        assert "\n" not in outcome.message + outcome.remedy
    found = knowledge_base.check()
    assert found.faults == ()
    assert found.documents == found.originals


def test_strange_names_are_taken_and_shown_on_one_line(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    names = ["ច្បាប់ ភូមិបាល ២០០១.txt", "two\nlines.txt", "-rf.txt", "ក" * 83 + ".txt"]
    for number, name in enumerate(names):
        (folder / name).write_text(LAW.format(number))
    (Path(os.fsdecode(os.fsencode(folder) + b"/bad\xffname.txt"))).write_text(LAW.format("x"))
    outcomes = take(knowledge_base, folder)
    assert all(outcome.status is Status.TAKEN for outcome in outcomes.values())
    assert "two\\nlines.txt" in outcomes
    assert "bad\\udcffname.txt" in outcomes
    assert all("\n" not in name for name in outcomes)


def test_what_is_no_file_or_cannot_be_read_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "file.txt").write_text("x")
    found = list(find_files([tmp_path]))
    assert [item for item in found if isinstance(item, Path)] == [tmp_path / "file.txt"]
    reasons = {item.name: item.code for item in found if not isinstance(item, Path)}
    assert reasons == {"gone": "unreadable", "pipe": "not-a-file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_without_rights_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0)
    (outcome,) = find_files([folder])
    assert not isinstance(outcome, Path)
    assert outcome.code == "unreadable"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ច្បាប់.pdf", "ច្បាប់.pdf"),
        ("ច្បាប់\u200bភូមិបាល.pdf", "ច្បាប់\u200bភូមិបាល.pdf"),
        ("a\nb", "a\\nb"),
        ("\u202efdp.exe", "\\u202efdp.exe"),
        ("\x1b[31m", "\\x1b[31m"),
    ],
)
def test_names_are_made_printable(name: str, shown: str) -> None:
    assert printable(name) == shown
