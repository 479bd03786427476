"""Two ingests and a worker on one store for a while: does the index equal the store?

    python -m benchmarks.processes [--seconds 60]

On SQLite, then on a PostgreSQL of its own. All files change from round to round, and all documents
move to another part of the index; a third of the files is taken in by both ingests at once.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.store.changelog import ChangeLog
from tests.kb.postgresql import running_cluster
from tests.kb.store.processes import write_and_index


def measure(name: str, database_url: str, seconds: float) -> None:
    """Write and index until the time is over, then compare."""
    end = time.monotonic() + seconds
    rounds = 0

    def editions() -> Iterator[int]:
        nonlocal rounds
        while time.monotonic() < end:
            yield rounds
            rounds += 1

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", database_url=database_url)
        KnowledgeBase.initialise(settings)
        write_and_index(settings, Path(folder), editions())
        knowledge_base = KnowledgeBase(settings)
        changes, behind = (
            ChangeLog(knowledge_base.database).last_position(),
            knowledge_base.indexer.behind,
        )
        found = knowledge_base.check()
        knowledge_base.close()
    print(
        f"{name}: {rounds} rounds, {found.documents} documents, {found.sections} sections, "
        f"{changes} changes, {behind} of them not indexed when the worker was stopped; "
        f"{len(found.faults)} faults"
    )
    for fault in found.faults:
        print(f"  {fault}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    measure("SQLite", "", options.seconds)
    with running_cluster() as cluster:
        measure("PostgreSQL", cluster.create_database(), options.seconds)


if __name__ == "__main__":
    main()
