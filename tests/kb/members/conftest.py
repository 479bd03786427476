"""Members over an empty store, with a clock that stands until it is moved."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kb.access import Audience, Role
from kb.members import passwords
from kb.members.services import Members
from kb.store.database import Database

HOME = "Home"
PASSWORD = "correct horse battery staple"
OPERATOR = Audience.operator(frozenset())


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += dt.timedelta(**duration)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied: making them takes longer than a test."""
    path = tmp_path_factory.mktemp("empty") / "kb.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def database(empty: Path, tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{shutil.copy(empty, tmp_path / 'kb.sqlite3')}")
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes of the real cost would take most of the time of these tests."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def members(database: Database, clock: Clock) -> Members:
    return Members(database, "key", HOME, clock)


def joined(
    members: Members,
    login: str,
    organisation: str = HOME,
    role: Role = Role.CONTRIBUTOR,
    password: str = PASSWORD,
) -> str:
    """Invite somebody who joins at once; the organisation is made if need be. Give the id."""
    known = {one.name: one.id for one in members.organisations.all()}
    organisation_id = (
        known.get(organisation) or members.organisations.add(OPERATOR, organisation).id
    )
    member, token = members.people.invite(OPERATOR, login, role, organisation_id)
    members.links.use(token, password, login.title())
    return member.id


def signed_in(members: Members, login: str, password: str = PASSWORD) -> str:
    """Sign in; give the reference."""
    return members.sign_ins.sign_in(login, password, address="203.0.113.7", device="Firefox")


def audience(members: Members, reference: str) -> Audience:
    """For whom a reference stands, which must be good."""
    who = members.sign_ins.audience(reference)
    assert who is not None
    return who
