"""A watched folder: each file is taken once, when it is whole, and again when it changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kb.errors import Unavailable
from kb.ingestion import Ingestion
from kb.intake import Outcome, Status
from kb.knowledge_base import KnowledgeBase
from kb.watching import Watcher

TEXT = "Minutes\n\nThe meeting agreed to write to the ministry about {}.\n"


class Watched:
    """A folder, what watches it, and what was reported at each look."""

    def __init__(self, knowledge_base: KnowledgeBase, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self._watcher = Watcher(Ingestion(knowledge_base), folder)

    def put(self, name: str, text: str) -> Path:
        """Write a file whose time of change no other has had."""
        path = self.folder / name
        later = path.stat().st_mtime_ns + 10**9 if path.exists() else 10**18
        path.write_text(text)
        os.utime(path, ns=(later, later))
        return path

    def look(self) -> list[tuple[str, Status]]:
        found: list[Outcome] = []
        self._watcher.look(found.append)
        return [(outcome.name, outcome.status) for outcome in found]


@pytest.fixture
def watched(knowledge_base: KnowledgeBase, tmp_path: Path) -> Watched:
    return Watched(knowledge_base, tmp_path / "in")


def test_a_file_is_taken_when_it_is_the_same_at_two_looks(watched: Watched) -> None:
    watched.put("a.txt", TEXT.format("land")[:20])
    assert watched.look() == []
    watched.put("a.txt", TEXT.format("land"))  # it is still being copied
    assert watched.look() == []
    assert watched.look() == [("a.txt", Status.TAKEN)]
    assert watched.look() == []


def test_a_changed_file_is_taken_again(watched: Watched) -> None:
    watched.put("a.txt", TEXT.format("land"))
    watched.look(), watched.look()
    watched.put("a.txt", TEXT.format("water"))
    assert [watched.look(), watched.look()] == [[], [("a.txt", Status.UPDATED)]]


def test_what_is_said_beside_a_file_counts_when_it_comes_later(
    watched: Watched, knowledge_base: KnowledgeBase
) -> None:
    watched.put("a.txt", TEXT.format("land"))
    watched.look(), watched.look()
    watched.put("a.yaml", "title: On land\n")
    assert [watched.look(), watched.look()] == [[], [("a.txt", Status.UPDATED)]]
    (document,) = knowledge_base.store.documents(knowledge_base.operator)
    assert document.title == "On land"


def test_another_run_changes_nothing(watched: Watched, knowledge_base: KnowledgeBase) -> None:
    watched.put("a.txt", TEXT.format("land"))
    watched.look(), watched.look()
    again = Watched(knowledge_base, watched.folder)
    assert [again.look(), again.look()] == [[], [("a.txt", Status.UNCHANGED)]]


def test_what_fails_or_is_no_file_is_told_once(watched: Watched) -> None:
    watched.put("empty.txt", "")
    os.mkfifo(watched.folder / "pipe")
    told = [watched.look() for _ in range(4)]
    assert told == [[("pipe", Status.FAILED)], [("empty.txt", Status.FAILED)], [], []]


def test_files_wait_while_the_store_cannot_be_written(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unavailable("The disk is full.", "Make room.")

    watched.put("a.txt", TEXT.format("land"))
    watched.look()
    with monkeypatch.context() as patch:
        patch.setattr(Ingestion, "queue", fail)
        with pytest.raises(Unavailable):
            watched.look()
    assert watched.look() == [("a.txt", Status.TAKEN)]


def test_watching_goes_on_after_an_outage_until_it_is_stopped(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    stop = threading.Event()

    def look(report: object) -> None:
        looks.append(report)
        if len(looks) == 3:
            stop.set()
        raise Unavailable("The disk is full.", "Make room.")

    monkeypatch.setattr("kb.watching.LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(watched._watcher, "look", look)
    watched._watcher.watch(lambda outcome: None, stop)
    assert len(looks) == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_cleanly(
    knowledge_base: KnowledgeBase, watched: Watched, number: signal.Signals
) -> None:
    watched.put("a.txt", TEXT.format("land"))
    command = [sys.executable, "-m", "kb", "--data", str(knowledge_base.settings.data)]
    with subprocess.Popen(
        [*command, "watch", str(watched.folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        assert next(line for line in lines if line.startswith("taken")).split() == [
            "taken",
            "a.txt",
        ]
        process.send_signal(number)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
