"""Two worlds that are the same but for one secret, with clock, ids and secrets that stand still."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from kb.access import Role
from kb.contributing import Contributing
from kb.description import describe
from kb.knowledge_base import KnowledgeBase
from kb.members import secrets as member_secrets
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Task, Visibility
from kb.overrides import Overrides
from kb.references import references_of
from kb.settings import ElasticsearchSettings, Settings
from kb.store import tables
from kb.store.documents import NewFile
from tests.webapp import collection
from tests.webapp.people import PASSWORD, Browser
from webapp import api, create_app, forms, security

ACTIONS = ("never shared", "narrowed", "deleted", "edited")
"""What happened to the secret before outsiders look."""
OWNERS = "Owners"
PUBLIC = ("law", "khmer_law", "minutes", "thai", "hidden", "scan")
"""What both worlds have; the secret comes in the middle of it."""
MEMBERS = {
    "insider": (Role.READER, OWNERS),
    "member": (Role.READER, "Outsiders"),
    "their admin": (Role.ADMIN, "Outsiders"),
    "network admin": (Role.ADMIN, None),
    "former insider": (Role.CONTRIBUTOR, OWNERS),
    "program": (Role.CONTRIBUTOR, "Outsiders"),
}
SECRET_WORD = "quokkazyx"
_NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def secret() -> ParsedDocument:
    """What nobody but its owners may notice: it touches all that answers are made of."""
    kinds = SectionKind
    return ParsedDocument(
        media_type="text/plain",
        title="Law on community fisheries of Owners",  # begins like a public title
        lang="fr",
        kind=DocumentKind.MINUTES,
        date=dt.date(2026, 2, 28),
        year=2026,
        sections=(
            ParsedSection(
                kinds.TEXT,
                f"{SECRET_WORD} forests forest agreement agreements comunity Ratanakiri "
                "Article 1 of the Law on community forestry.",
                heading="Purpose of quokkas",
                lang="en",
            ),
            ParsedSection(
                kinds.ACTION,
                "Write to the ministry",
                lang="en",
                task=Task("Write to quokkas", "Ms Q.", dt.date(2026, 3, 9), "9 March"),
            ),
            ParsedSection(kinds.TEXT, "កម្មសិទ្ធិ ព្រៃសហគមន៍ អាជ្ញាយុកាល", lang="km"),
        ),
    )


@dataclass
class World:
    """One knowledge base with its application.

    Attributes:
        ids: Name of a document -> its id; of the secret also where it is not.
        browsers: Name of an actor -> the browser that it is signed in with.
    """

    knowledge_base: KnowledgeBase
    app: Flask
    ids: dict[str, str]
    organisations: dict[str, str]
    browsers: dict[str, Browser]


class Fate:
    """Gives the ids, secrets and moments of both worlds in one order."""

    def __init__(self) -> None:
        self._random = random.Random()
        self.now = _NOON
        self._seconds = itertools.count()

    def begin(self, name: str) -> None:
        """From here on all is the same in both worlds, whatever was before."""
        self._random.seed(name)
        self.now = _NOON + dt.timedelta(minutes=sum(map(ord, name)) % 1000)

    def token_hex(self, size: int) -> str:
        return self._random.randbytes(size).hex()

    def token_urlsafe(self, size: int) -> str:
        return self._random.randbytes(size).hex()[:43]

    @contextmanager
    def ruling(self) -> Iterator[None]:
        """Rule over clock and chance."""
        source = SimpleNamespace(token_hex=self.token_hex, token_urlsafe=self.token_urlsafe)
        moment = SimpleNamespace(now=lambda zone: self.now)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tables, "secrets", source)
            patch.setattr(member_secrets, "secrets", source)
            patch.setattr(forms, "secrets", source)
            patch.setattr(security, "secrets", SimpleNamespace(token_hex=lambda size: "0" * 16))
            patch.setattr(api, "time", SimpleNamespace(perf_counter=lambda: 0.0))
            patch.setattr(
                tables,
                "dt",
                SimpleNamespace(datetime=moment, UTC=dt.UTC),
            )
            yield


def make_world(
    folder: Path, action: str | None, elasticsearch: ElasticsearchSettings | None = None
) -> World:
    """Make a world.

    Args:
        action: What happened to the secret; None for the world that never had it.
    """
    settings = Settings(data=folder / "kb")
    if elasticsearch is not None:
        settings = settings.model_copy(update={"elasticsearch": elasticsearch})
    KnowledgeBase.initialise(settings)
    (settings.data / "secret.key").write_text("0" * 64)
    fate = Fate()
    with fate.ruling():
        knowledge_base = KnowledgeBase(settings)
        organisations, members = _people(knowledge_base, fate)
        ids = {}
        for at, name in enumerate(PUBLIC):
            if at == len(PUBLIC) // 2 and action is not None:
                _keep(knowledge_base, fate, "secret", secret(), organisations[OWNERS], action)
                twin = replace(collection.minutes(), title="A twin of minutes")
                _keep(knowledge_base, fate, "twin", twin, organisations[OWNERS], "never shared")
            make, _, visibility = collection.COLLECTION[name]
            ids[name] = _save(
                knowledge_base, fate, name, make(), knowledge_base.home_organisation, visibility
            )
        knowledge_base.indexer.catch_up()
        for one in ("secret", "twin"):
            fate.begin(one)
            ids[one] = fate.token_hex(12)
        members_of = knowledge_base.members
        fate.begin("move")
        members_of.people.move(
            knowledge_base.operator, members["former insider"], organisations["Outsiders"]
        )
        app = create_app(knowledge_base)
        app.testing = False
        browsers = {"anonymous": Browser(app)}
        for name in MEMBERS:
            fate.begin(f"sign in {name}")
            browsers[name] = Browser(app)
            if name == "program":
                _, token = members_of.tokens.make(members[name], "script", [], 9)
                browsers[name].client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
            else:
                reference = members_of.sign_ins.sign_in(
                    name.replace(" ", "-"), PASSWORD, address="", device=""
                )
                browsers[name].client.set_cookie(
                    "__Host-kb", reference, domain="localhost", secure=True
                )
    return World(knowledge_base, app, ids, organisations, browsers)


def _people(knowledge_base: KnowledgeBase, fate: Fate) -> tuple[dict[str, str], dict[str, str]]:
    fate.begin("organisations")
    ids = {name: knowledge_base.store.organisation(name) for name in (OWNERS, "Outsiders")}
    home = knowledge_base.home_organisation
    people = knowledge_base.members.people
    made = {}
    for name, (role, organisation) in MEMBERS.items():
        fate.begin(name)
        owner = ids[organisation] if organisation else home
        member, token = people.invite(knowledge_base.operator, name.replace(" ", "-"), role, owner)
        knowledge_base.members.links.use(token, PASSWORD, name)
        made[name] = member.id
    return ids, made


def _keep(
    knowledge_base: KnowledgeBase,
    fate: Fate,
    name: str,
    parsed: ParsedDocument,
    owner: str,
    action: str,
) -> None:
    document = _save(knowledge_base, fate, name, parsed, owner, Visibility.ORGANISATION)
    service, operator = Contributing(knowledge_base), knowledge_base.operator
    if action == "narrowed":
        knowledge_base.indexer.catch_up()
        service.share(operator, document, Visibility.PUBLIC)
        service.share(operator, document, Visibility.ORGANISATION)
    elif action == "edited":
        service.describe(operator, document, Overrides(title="Quokkas", topics=("water",)))
    elif action == "deleted":
        service.share(operator, document, Visibility.PUBLIC)
        service.remove(operator, document)


def _save(
    knowledge_base: KnowledgeBase,
    fate: Fate,
    name: str,
    parsed: ParsedDocument,
    owner: str,
    visibility: Visibility,
) -> str:
    data = collection.SCAN if name == "scan" else name.encode()
    blob = knowledge_base.blobs.add(io.BytesIO(data))
    fate.begin(name)
    return knowledge_base.store.save(
        parsed,
        NewFile(blob, f"{name}.txt", f"/{name}"),
        visibility=visibility,
        organisation_id=owner,
        description=describe(parsed, None),
        citations=references_of(parsed.sections, parsed.kind, parsed.year),
    ).document_id
