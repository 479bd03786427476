"""Killed at any moment, an ingest loses nothing that it reported and leaves nothing half done."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

from kb.knowledge_base import KnowledgeBase
from kb.search.results import SearchRequest
from kb.settings import Settings

KILLS = 30
FILES = 240


def word_of(number: int) -> str:
    """A word that only one file has."""
    return f"zq{number:04}x"


def write_files(folder: Path) -> None:
    folder.mkdir()
    for number in range(FILES):
        articles = "\n\n".join(
            f"មាត្រា {article} .-\n\nអត្ថបទគំរូ {word_of(number)} ស្តីពីដីធ្លី។" for article in (1, 2, 3)
        )
        (folder / f"{number:04}.txt").write_text(f"ច្បាប់គំរូទី {number}\n\n{articles}\n")


def start_ingest(data: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kb", "--data", str(data), "ingest", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def assert_whole(settings: Settings, reported: set[str]) -> None:
    with KnowledgeBase.open(settings) as knowledge_base:
        found = knowledge_base.check()
        assert found.faults == ()
        assert found.sections == found.documents * 3, "three articles each"
        for name in reported:
            word = word_of(int(Path(name).stem))
            result = knowledge_base.search(SearchRequest(word), knowledge_base.operator)
            assert result.total == 3, name
            assert {hit.document.source.filename for hit in result.hits} == {name}


def test_thirty_kills_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(2026)
    folder, settings = tmp_path / "files", Settings(data=tmp_path / "data", workers=2)
    write_files(folder)
    KnowledgeBase.initialise(settings)
    reported: set[str] = set()
    for _ in range(KILLS):
        process = start_ingest(settings.data, folder)
        assert process.stdout is not None
        # so many new documents, then so many bytes of work on the next one: a random moment
        taken = 0
        enough = chance.randint(0, 8)
        while taken < enough and (line := process.stdout.readline()):
            status, name = line.split()
            if status == "taken":
                reported.add(name)
                taken += 1
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        reported |= {line.split()[1] for line in rest.splitlines() if line.startswith("taken ")}
        assert_whole(settings, reported)
    process = start_ingest(settings.data, folder)
    output, _ = process.communicate()
    assert process.returncode == 0, output
    assert_whole(settings, {path.name for path in folder.iterdir()})
    with KnowledgeBase.open(settings) as knowledge_base:
        assert len(knowledge_base.store.documents(knowledge_base.operator)) == FILES
