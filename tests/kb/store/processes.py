"""Two ingests and a worker on one store, each a process of its own."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from kb.settings import Settings

WRITERS = ("a", "b")
SHARED = "both"
"""A folder that both writers take in."""
FILES = 8
"""In each folder."""


def word_of(edition: int) -> str:
    """A word that every section of an edition has."""
    return f"edition{edition}x"


def write_files(folder: Path, edition: int) -> None:
    """Write an edition of the files of all folders; no two texts are nearly the same."""
    for name in (*WRITERS, SHARED):
        (folder / name).mkdir(exist_ok=True)
        for number in range(FILES):
            chance = random.Random(f"{name}{number}/{edition}")
            articles = "\n\n".join(
                f"Article {article}\n\n{word_of(edition)} "
                + " ".join(f"w{chance.randrange(10_000)}" for _ in range(30))
                for article in range(1, 2 + (number + edition) % 3)
            )
            path = folder / name / f"{name}{number}.txt"
            path.write_text(f"Law on {name}{number}\n\n{articles}\n")


def write_and_index(settings: Settings, folder: Path, editions: Iterable[int]) -> None:
    """Have two processes take in one edition after the other while a worker indexes.

    Args:
        editions: Documents move to another part of the index with each.
    """
    with _kb(settings, "worker") as worker:
        for edition in editions:
            write_files(folder, edition)
            seen = "network" if edition % 2 else "public"
            writers = [
                _kb(
                    settings,
                    "ingest",
                    "--visibility",
                    seen,
                    str(folder / name),
                    str(folder / SHARED),
                )
                for name in WRITERS
            ]
            assert [writer.wait() for writer in writers] == [0, 0]
        worker.terminate()
    assert worker.returncode == 0


def _kb(settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kb", "--data", str(settings.data), *arguments],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "KB_DATABASE_URL": settings.database_url, "KB_WORKERS": "1"},
    )
