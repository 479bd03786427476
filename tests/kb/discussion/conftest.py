"""Two organisations with a law and minutes to discuss, and a clock that is moved by hand."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb.access import Audience, Role
from kb.discussion.contributions import Draft
from kb.discussion.model import Thread
from kb.discussion.services import Discussion
from kb.discussion.targets import SectionKey, Target
from kb.members.audit import Audit
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.store.blobs import Blob
from kb.store.database import Database
from kb.store.documents import DocumentStore, NewFile
from kb.store.member_tables import members

ARTICLE = SectionKey(SectionKind.ARTICLE, "30")
DECISION = SectionKey(SectionKind.DECISION, "1")


@dataclass
class World:
    """A law that everybody may read, minutes of one organisation, and members of two.

    Attributes:
        url: Address of the database.
        followed: How often the index was brought up to date.
    """

    database: Database
    url: str
    now: dt.datetime = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
    followed: int = 0
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = DocumentStore(self.database)
        self.discussion = Discussion(
            self.database,
            Audit(self.database, lambda: self.now),
            self._follow,
            lambda: self.now,
        )
        for name in ("Forest", "River"):
            self.ids[name] = self.store.organisation(name)
        self.law = self.keep("Land Law", DocumentKind.LAW, Visibility.PUBLIC, "River", ARTICLE)
        self.minutes = self.keep(
            "Minutes", DocumentKind.MINUTES, Visibility.ORGANISATION, "Forest", DECISION
        )
        self.article = Target.of_work(self.work(self.law), ARTICLE)
        self.decision = Target.of_work(self.work(self.minutes), DECISION)

    def _follow(self) -> None:
        self.followed += 1
        self.forward(milliseconds=1)  # so that what is said has an order

    def keep(
        self,
        title: str,
        kind: DocumentKind,
        visibility: Visibility,
        owner: str,
        *keys: SectionKey,
        text: str = "Text",
    ) -> str:
        """Keep a document with these sections; give its id."""
        sections = tuple(
            ParsedSection(one.kind, text, number=one.number, lang="en") for one in keys
        )
        return self.store.save(
            ParsedDocument("text/plain", title=title, lang="en", kind=kind, sections=sections),
            NewFile(Blob(title.encode().hex().ljust(64, "0"), 9), title, f"/{title}"),
            visibility=visibility,
            organisation_id=self.ids[owner],
            register_key="land-law-2001" if kind is DocumentKind.LAW else None,
        ).document_id

    def work(self, document_id: str) -> str:
        """Id of the work of a document."""
        return self.store.every_document([document_id])[document_id].work_id

    def member(self, name: str, role: Role = Role.CONTRIBUTOR, owner: str = "Forest") -> Audience:
        """Give a member, made at first."""
        if name not in self.ids:
            self.ids[name] = f"member-{name}"
            with self.database.write() as connection:
                connection.execute(
                    sa.insert(members).values(
                        id=self.ids[name],
                        login=name,
                        name=name.title(),
                        role=role,
                        organisation_id=self.ids[owner],
                        created_at=self.now,
                    )
                )
        organisations = frozenset({self.ids[owner]})
        return Audience(True, organisations, role.rights, self.ids[name])

    def open(
        self,
        text: str = "Is this right?",
        visibility: Visibility = Visibility.NETWORK,
        target: Target | None = None,
    ) -> Thread:
        """Open a thread as a member of Forest."""
        return self.discussion.threads.open(
            self.member("sok"), target or self.article, "Title", visibility, Draft(text, "en")
        )

    def forward(self, **duration: float) -> None:
        """Move the clock."""
        self.now += dt.timedelta(**duration)


@pytest.fixture
def world(empty: Path, tmp_path: Path) -> Iterator[World]:
    url = f"sqlite:///{shutil.copy(empty, tmp_path / 'kb.sqlite3')}"
    database = Database(url)
    yield World(database, url)
    database.close()
