"""Two organisations, a law in two languages and minutes, to make proposals about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from kb.access import Audience, Role
from kb.discussion.targets import SectionKey, Target
from kb.members.audit import Audit
from kb.model import (
    Description,
    DocumentKind,
    ParsedDocument,
    ParsedSection,
    SectionKind,
    Visibility,
)
from kb.proposals.revising import Typed
from kb.proposals.service import Proposals
from kb.store.blobs import Blob
from kb.store.database import Database
from kb.store.documents import DocumentStore, NewFile
from kb.store.member_tables import members
from kb.store.sections import SectionStore
from kb.store.tables import now
from kb.store.targets import TargetStore
from kb.store.text_versions import digest
from kb.store.works import WorkStore

OTHER_ARTICLE = "ក្រសួងរៀបចំដែនដី នគរូបនីយកម្ម និងសំណង់ ត្រូវអនុវត្តច្បាប់នេះ ។"


@dataclass
class Parties:
    """What a test acts with.

    Attributes:
        texts: Language -> id of the document.
    """

    database: Database
    store: DocumentStore
    proposals: Proposals
    texts: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def started(cls, file: Path, texts: Mapping[str, str]) -> Iterator[Self]:
        """Keep a law of two articles in these languages.

        Args:
            file: A database with its tables.
        """
        database = Database(f"sqlite:///{file}")
        parties = cls(database, DocumentStore(database), Proposals(database, Audit(database, now)))
        for name in ("Forest", "River"):
            parties.ids[name] = parties.store.organisation(name)
        for lang, text in texts.items():
            parties.texts[lang] = parties.keep(lang, text)
        yield parties
        database.close()

    @property
    def target(self) -> Target:
        """Article 30 of the law."""
        return self._target(self.texts["km"], SectionKind.ARTICLE, "30")

    @property
    def decision(self) -> Target:
        """A decision of minutes that the network reads."""
        return self.keep_decision("River", Visibility.NETWORK)

    def keep(
        self,
        lang: str,
        text: str,
        *,
        key: str = "law",
        number: str = "30",
        year: int = 2001,
        visibility: Visibility = Visibility.PUBLIC,
        text_before: str = "",
    ) -> str:
        """Keep a text of the law, in the place of the one of this key and language."""
        articles = [(number, text), (str(int(number) + 1), OTHER_ARTICLE)]
        if text_before:
            articles.insert(0, (str(int(number) - 1), text_before))
        sections = tuple(
            ParsedSection(SectionKind.ARTICLE, one, number=at, lang=lang) for at, one in articles
        )
        title = f"Land Law {key} {lang}"
        file = digest(title + text)
        return self.store.save(
            ParsedDocument(
                "text/plain", title=title, lang=lang, kind=DocumentKind.LAW, sections=sections
            ),
            NewFile(Blob(file, len(text)), f"{title}.txt", f"/{title}"),
            visibility=visibility,
            organisation_id=self.ids["Forest"],
            register_key="land-law-2001",
            description=Description(title=title, lang=lang, kind=DocumentKind.LAW, year=year),
        ).document_id

    def keep_decision(self, owner: str, visibility: Visibility) -> Target:
        """Keep minutes with one decision; give it."""
        title = f"Minutes {owner} {visibility}"
        section = ParsedSection(SectionKind.DECISION, "We agree.", number="1", lang="en")
        document_id = self.store.save(
            ParsedDocument(
                "text/plain", title=title, lang="en", kind=DocumentKind.MINUTES, sections=(section,)
            ),
            NewFile(Blob(digest(title), 9), "minutes.txt", f"/{title}"),
            visibility=visibility,
            organisation_id=self.ids[owner],
        ).document_id
        return self._target(document_id, SectionKind.DECISION, "1")

    def link(self, *targets: Target) -> None:
        """Make documents texts of one work, that of the first."""
        everybody = Audience.operator(self.store.organisation_ids())
        places = TargetStore(self.database)
        WorkStore(self.database).link(
            [places.places(one, everybody)[0].document_id for one in targets]
        )

    def member(self, organisation: str, role: Role, name: str = "") -> Audience:
        """Give a member, made at first."""
        member_id = f"{organisation}-{role}-{name}"
        if member_id not in self.ids:
            self.ids[member_id] = member_id
            with self.database.write() as connection:
                connection.execute(
                    sa.insert(members).values(
                        id=member_id,
                        login=member_id,
                        name=member_id,
                        role=role,
                        organisation_id=self.ids[organisation],
                        created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                    )
                )
        return Audience(True, frozenset({self.ids[organisation]}), role.rights, member_id)

    def delegate(self, organisation: str, name: str = "") -> Audience:
        """Give a delegate of an organisation."""
        return self.member(organisation, Role.DELEGATE, name)

    def reader(self, organisation: str) -> Audience:
        """Give a member who only reads."""
        return self.member(organisation, Role.READER)

    def typed(self, texts: Mapping[str, str], explanation: str = "Because.") -> Typed:
        """What somebody types who sees the law as it is now."""
        bases = self.proposals.bases(self.delegate("Forest"), self.target)
        return Typed(texts, {one.lang: one.sha256 for one in bases}, explanation)

    def text(self, lang: str) -> str:
        """What article 30 says."""
        return SectionStore(self.database).of_document(self.texts[lang])[0].text

    def _target(self, document_id: str, kind: SectionKind, number: str) -> Target:
        work_id = self.store.every_document([document_id])[document_id].work_id
        return Target.of_work(work_id, SectionKey(kind, number))
