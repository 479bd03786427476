"""The database keeps what it acknowledged, and says clearly what is wrong with it."""

from __future__ import annotations

import multiprocessing
import threading
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from kb.errors import ConfigurationError, Unavailable
from kb.store import (
    alert_tables,
    anchor_tables,
    discussion_tables,
    dossier_tables,
    member_tables,
    proposal_tables,
)
from kb.store.database import Database
from kb.store.documents import DocumentStore
from kb.store.tables import metadata, organisations


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_is_set_up_to_lose_nothing(database: Database) -> None:
    with database.read() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_the_migrations_make_exactly_the_tables_of_the_model(database: Database) -> None:
    assert member_tables.members.metadata is metadata
    assert alert_tables.alerts.metadata is metadata
    assert anchor_tables.anchors.metadata is metadata
    assert discussion_tables.threads.metadata is metadata
    assert proposal_tables.proposals.metadata is metadata
    assert dossier_tables.dossiers.metadata is metadata
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.migrate()  # twice is once
    database.check_version()
    assert database.integrity_faults() == []


def test_migrations_keep_what_is_there(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'kb.sqlite3'}")
    with database.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(files("kb.store") / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in (
            "INSERT INTO organisations VALUES ('o', 'Ours')",
            "INSERT INTO files VALUES ('f', 1, 'text/plain')",
            "INSERT INTO works (id, kind, title) VALUES ('w', 'law', 'Law')",
            """INSERT INTO documents VALUES ('d', 'w', 'o', 'f', 'file:///', 'law.txt',
            'Law', 'en', 'law',
            'public', NULL, NULL, NULL, 'r', '2026-01-01', '[]', '[]')""",
            "INSERT INTO sections VALUES ('s', 'd', 0, 'article', '1', '', 'Text', 0, 'en', 1, 1)",
        ):
            connection.execute(sa.text(statement))
    database.migrate()
    with database.read() as connection:
        assert connection.scalar(sa.text("SELECT text FROM sections")) == "Text"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert database.integrity_faults() == []
    database.close()


def test_a_database_without_tables_names_the_remedy(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(ConfigurationError, match="kb init"):
        database.check_version()
    database.close()


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer version"):
        database.check_version()


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'missing' / 'kb.sqlite3'}")
    with pytest.raises(Unavailable):
        database.check_version()
    database.close()


def test_an_error_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as connection:  # noqa: PT012
        connection.execute(sa.insert(organisations).values(id="1", name="A"))
        raise RuntimeError
    assert DocumentStore(database).organisation_ids() == frozenset()


def test_processes_that_write_at_once_wait_for_each_other(
    database: Database, database_url: str
) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_fifty, args=(database_url, name)) for name in "abcd"]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert [process.exitcode for process in writers] == [0, 0, 0, 0]
    assert len(DocumentStore(database).organisation_ids()) == 200


def test_a_lock_is_held_by_one_at_a_time(database: Database, database_url: str) -> None:
    other, entered = Database(database_url), threading.Event()

    def enter() -> None:
        with other.lock("following"):
            entered.set()

    waiting = threading.Thread(target=enter)
    with database.lock("following"), database.lock("another"):
        waiting.start()
        assert not entered.wait(0.2)
    waiting.join()
    assert entered.is_set()
    other.close()


def _write_fifty(url: str, name: str) -> None:
    store = DocumentStore(Database(url))
    for number in range(50):
        store.organisation(f"{name}{number}")
