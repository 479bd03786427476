"""A fresh store for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.store.database import Database
from kb.store.documents import DocumentStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'kb.sqlite3'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> DocumentStore:
    return DocumentStore(database)
