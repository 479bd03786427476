"""A PostgreSQL of the tests' own: a cluster in a temporary folder, gone at the end."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

_OWNER = "postgres"
"""Who runs the server if the tests run as root, which it refuses."""


class CannotStart(Exception):
    """No server can be had on this machine; says what is missing."""


class Cluster:
    """A running server on a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create_database(self) -> str:
        """Make an empty database; give its address."""
        name = f"kb_{secrets.token_hex(4)}"
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop_database(self, url: str) -> None:
        """Drop a database, with the connections that a test left open."""
        self._execute(f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"postgresql://{_OWNER}@/{name}?host={self._folder}"

    def _execute(self, statement: str) -> None:
        url = sa.make_url(self._url("postgres")).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(statement))
        engine.dispose()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a server; stop it at the end of the block.

    Raises:
        CannotStart: Its programs are not installed, or it does not start.
    """
    programs = _find_programs()
    user = _OWNER if os.geteuid() == 0 else None
    if user is not None and not _exists(user):
        raise CannotStart(f"needs a user {user}, as root may not run the server")
    with tempfile.TemporaryDirectory(prefix="kb-postgresql-") as name:
        folder = Path(name)
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data = folder / "data"
        control = [str(programs / "pg_ctl"), "--pgdata", str(data), "--wait", "--silent"]
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        initdb = [str(programs / "initdb"), "--pgdata", str(data), "--username", _OWNER]
        _run([*initdb, "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C"], user)
        _run([*control, "--options", options, "--log", str(folder / "log"), "start"], user)
        try:
            yield Cluster(folder)
        finally:
            _run([*control, "--mode", "immediate", "stop"], user)


def _find_programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "pg_ctl").exists():
            return folder
    raise CannotStart("needs initdb and pg_ctl of PostgreSQL")


def _exists(user: str) -> bool:
    return any(account.pw_name == user for account in pwd.getpwall())


def _run(command: list[str], user: str | None) -> None:
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        user=user,
        cwd="/",
    )
    if done.returncode:
        raise CannotStart(f"{Path(command[0]).name} failed: {done.stderr[-300:]}")
