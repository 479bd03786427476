"""A knowledge base with members who follow things, and a clock that is moved by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher

from kb.access import Audience, Role
from kb.knowledge_base import KnowledgeBase
from kb.members import passwords
from kb.model import ParsedSection, SectionKind, Visibility
from kb.store import tables
from tests.kb import people
from tests.kb.conftest import keep


class Clock:
    """A clock that is moved by hand; it stands on a Wednesday morning in Cambodia."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 3, 4, 2, 0, tzinfo=dt.UTC)

    def now(self, zone: dt.timezone) -> dt.datetime:
        """The moment."""
        return self.moment.astimezone(zone)

    def forward(self, **duration: float) -> None:
        """Move it."""
        self.moment += dt.timedelta(**duration)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(tables, "dt", SimpleNamespace(datetime=clock, UTC=dt.UTC))
    return clock


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes of the real cost would take most of the time of these tests."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
    yield
    passwords._nobodys_hash.cache_clear()


def join(
    knowledge_base: KnowledgeBase,
    login: str = "sok@example.org",
    organisation: str | None = None,
    role: Role = Role.READER,
) -> Audience:
    """Make a member; give for whom answers are made then."""
    return knowledge_base.members.audience(people.join(knowledge_base, login, role, organisation))


def publish(
    knowledge_base: KnowledgeBase,
    title: str,
    text: str = "forest",
    visibility: Visibility = Visibility.PUBLIC,
) -> str:
    """Add a document; give its id."""
    section = ParsedSection(SectionKind.TEXT, f"{text} {title}", lang="en")
    return keep(knowledge_base, section, title=title, visibility=visibility)
