"""Two worlds that are the same but for one secret, with clock, ids and secrets that stand still."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from kb.access import Audience, Role
from kb.alerts.model import Query
from kb.contributing import Contributing
from kb.description import describe
from kb.discussion.contributions import Draft
from kb.discussion.model import ContributionKind, Mandate, Result, Stance
from kb.discussion.services import Discussion
from kb.discussion.targets import Target, section_keys
from kb.dossiers.model import ItemKind
from kb.knowledge_base import KnowledgeBase
from kb.members import secrets as member_secrets
from kb.members.secrets import digest
from kb.model import (
    DocumentKind,
    Line,
    Page,
    ParsedDocument,
    ParsedSection,
    SectionKind,
    Task,
    Visibility,
)
from kb.overrides import Overrides
from kb.proposals.revising import Typed
from kb.proposals.service import Proposals
from kb.references import references_of
from kb.settings import ElasticsearchSettings, Settings
from kb.store import tables
from kb.store.alerts import AlertStore
from kb.store.documents import NewFile
from tests.webapp import collection
from tests.webapp.people import PASSWORD, Browser
from webapp import api, create_app, forms, security

ACTIONS = ("never shared", "narrowed", "deleted", "edited")
"""What happened to the secret before outsiders look."""
OWNERS = "Owners"
MEMBERS = {
    "insider": (Role.READER, OWNERS),
    "member": (Role.READER, "Outsiders"),
    "their admin": (Role.ADMIN, "Outsiders"),
    "network admin": (Role.ADMIN, None),
    "former insider": (Role.CONTRIBUTOR, OWNERS),
    "program": (Role.CONTRIBUTOR, "Outsiders"),
}
FEED = "f" * 32
"""Of the address of an outsider's feed."""
SECRET_WORD = "quokkazyx"
SECRET_ACT = "Law on the Press"
"""An act of the register that nothing public is a text of."""
_SECRET_ACT = "law-on-the-press-1995"
_PUBLIC_ACT = "law-on-forestry-2002"
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
                "Article 1 of the Law on Forestry.",
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
        pages=(Page(1, (Line("Quokkas"),), 595.0, 842.0, "ocr", 0.5),),
    )


def translation() -> ParsedDocument:
    """A text of a public act, of which nobody may learn that it was translated."""
    return replace(collection.khmer_law(), title="Loi de Owners", lang="fr")


def unheard_of() -> ParsedDocument:
    """The only text of an act."""
    article = ParsedSection(SectionKind.ARTICLE, "Quokkas may write.", "1", lang="en")
    return ParsedDocument(
        "text/plain", SECRET_ACT, "en", DocumentKind.LAW, (article,), year=1995, number="quokka"
    )


def report() -> ParsedDocument:
    """A public text that is long enough to be known again."""
    text = " ".join(f"Plot {at} of village {at * 7} was measured." for at in range(90))
    return ParsedDocument(
        "text/plain",
        "Report on plots",
        "en",
        DocumentKind.REPORT,
        (ParsedSection(SectionKind.TEXT, text, lang="en"),),
    )


def twin() -> ParsedDocument:
    """The same text, which is there before it."""
    return replace(report(), title="Owners have it too")


@dataclass(frozen=True, slots=True)
class Item:
    """A document of a world.

    Attributes:
        owner: Its organisation; None: the one that runs the installation.
        register_key: Of the act that it is a text of, if that is a registered one.
    """

    make: Callable[[], ParsedDocument]
    visibility: Visibility = Visibility.PUBLIC
    owner: str | None = None
    register_key: str | None = None

    @property
    def is_secret(self) -> bool:
        """Whether only one of the worlds has it."""
        return self.owner is not None


DOCUMENTS = {
    "law": Item(collection.law, register_key=_PUBLIC_ACT),
    "khmer_law": Item(collection.khmer_law, register_key=_PUBLIC_ACT),
    "minutes": Item(collection.minutes),
    "secret": Item(secret, Visibility.ORGANISATION, OWNERS),
    "translation": Item(translation, Visibility.ORGANISATION, OWNERS, _PUBLIC_ACT),
    "unheard of": Item(unheard_of, Visibility.ORGANISATION, OWNERS, _SECRET_ACT),
    "twin": Item(twin, Visibility.ORGANISATION, OWNERS),
    "report": Item(report),
    "thai": Item(collection.thai),
    "hidden": Item(collection.hidden, Visibility.NETWORK),
    "scan": Item(collection.scan),
}
"""All documents in their order; the secrets come in the middle."""


@dataclass(eq=False)
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

    def begin(self, name: str) -> None:
        """From here on all is the same in both worlds, whatever was before."""
        self._random.seed(name)
        self.now = _NOON + dt.timedelta(seconds=sum(map(ord, name)) % 200)  # no sign-in runs out

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
        _follow(knowledge_base, fate, members)
        ids = {}
        for name, item in DOCUMENTS.items():
            fate.begin(name)
            ids[name] = fate.token_hex(12)
            if action is not None or not item.is_secret:
                _save(knowledge_base, fate, name, item, organisations)
            if name == "secret":
                _put_together(knowledge_base, fate, ids, organisations, action)
            if action is not None and name == "secret":
                _suffer(knowledge_base, ids[name], action)
        _discuss(knowledge_base, fate, ids, members, action)
        # what was replaced and removed counts in the frequencies of words until it is merged away
        knowledge_base.indexer.rebuild()
        fate.begin("watch")
        knowledge_base.alerts.watch.catch_up()
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


def _follow(knowledge_base: KnowledgeBase, fate: Fate, members: Mapping[str, str]) -> None:
    """Let all follow the secret word and a public one, and one have a feed."""
    for name, member_id in members.items():
        by = knowledge_base.members.audience(member_id)
        assert by
        for word in (SECRET_WORD, "forest"):
            fate.begin(f"{name} follows {word}")
            knowledge_base.alerts.follow(by, Query(word))
    AlertStore(knowledge_base.database).set_feed(members["member"], digest(FEED))


def _put_together(
    knowledge_base: KnowledgeBase,
    fate: Fate,
    ids: dict[str, str],
    organisations: Mapping[str, str],
    action: str | None,
) -> None:
    """Make a public dossier of the owners, with the secret in it; and one that is itself secret."""
    service, operator = knowledge_base.dossiers, knowledge_base.operator
    owner = organisations[OWNERS]
    section = knowledge_base.sections(ids["law"], operator)[1].id
    secrets_of_it = (
        (ItemKind.DOCUMENT, ids["secret"], "Quokkas wrote it"),
        (ItemKind.SECTION, "", "Quokkas"),
    )
    for name in ("dossier", "secret dossier"):
        fate.begin(name)
        ids[name.replace(" ", "_")] = fate.token_hex(12)
        if name == "secret dossier" and action is None:
            continue
        fate.begin(name)
        made = service.make(operator, f"The {name}", "For all", owner).id
        if action is not None:
            kept = knowledge_base.sections(ids["secret"], operator)[0].id
            for kind, target, note in secrets_of_it:
                fate.begin(f"{note} in the {name}")
                service.add(operator, made, kind, target or kept, note)
        fate.begin(f"item of the {name}")
        service.add(operator, made, ItemKind.SECTION, section, "Read this")
        if name == "dossier":
            service.share(operator, made, Visibility.PUBLIC)


def _discuss(
    knowledge_base: KnowledgeBase,
    fate: Fate,
    ids: dict[str, str],
    members: Mapping[str, str],
    action: str | None,
) -> None:
    """Let outsiders discuss a public article in both worlds, and owners of the secret in one."""
    operator, service = knowledge_base.operator, knowledge_base.discussion
    law = knowledge_base.document(ids["law"], operator)
    article = section_keys(knowledge_base.sections(law.id, operator)).popitem()[1]
    fate.begin("secret")
    _, secret_work = fate.token_hex(12), fate.token_hex(12)
    ids["article"] = str(Target.of_work(law.work_id, article))
    ids["secret_target"] = f"section:{secret_work}:text:0:"
    owner = Audience(
        True,
        frozenset(
            {knowledge_base.members.people.member(members["former insider"]).organisation_id}
        ),
        Role.DELEGATE.rights | Role.EDITOR.rights,
        members["former insider"],
    )
    editor = replace(owner, rights=owner.rights | Role.CONTRIBUTOR.rights)
    for name in ("secret_", ""):
        fate.begin(f"{name}thread")
        ids[f"{name}thread"], ids[f"{name}said"] = fate.token_hex(12), fate.token_hex(12)
        fate.begin(f"{name}thread")
        if not name:
            by = knowledge_base.members.audience(members["program"])
            draft = Draft("Forests and an agreement", "en")
            service.threads.open(
                by, Target.parse(ids["article"]), "Agreement", Visibility.NETWORK, draft
            )
        elif action is not None:
            _discuss_secretly(service, owner, ids, action)
    program = knowledge_base.members.audience(members["program"])
    delegate = replace(program, rights=Role.DELEGATE.rights)
    for name, by in (("secret_proposal", owner), ("proposal", delegate)):
        fate.begin(name)
        ids[name] = fate.token_hex(12)
        fate.begin(name)
        if by is delegate or action is not None:
            visibility = Visibility.ORGANISATION if by is owner else Visibility.NETWORK
            _propose(knowledge_base.proposals, by, Target.parse(ids["article"]), visibility)
    for name, member_id in members.items():
        reader = knowledge_base.members.audience(member_id)
        fate.begin(f"{name} follows the discussion")
        knowledge_base.alerts.follow(reader, Query(discussion=ids["thread"]))
    fate.begin("said later")
    service.contributions.add(program, ids["thread"], Draft("Forests grow", "en"))
    dossiers, dossier = knowledge_base.dossiers, ids["dossier"]
    for kind, name in ((ItemKind.DISCUSSION, "thread"), (ItemKind.PROPOSAL, "proposal")):
        is_there = action != "deleted" or kind is ItemKind.PROPOSAL
        if action is not None and is_there:
            fate.begin(f"secret {kind} in the dossier")
            note = f"The {SECRET_WORD} {kind}"
            dossiers.add(editor, dossier, kind, ids[f"secret_{name}"], note)
        fate.begin(f"{kind} in the dossier")
        dossiers.add(editor, dossier, kind, ids[name], "What is said")


def _propose(service: Proposals, by: Audience, target: Target, visibility: Visibility) -> None:
    """Open a proposal; that of the secret collides with the other one."""
    bases = {one.lang: one for one in service.bases(by, target)}
    word = SECRET_WORD if visibility is Visibility.ORGANISATION else "Agreement"
    typed = Typed(
        {"en": f"{word} {bases['en'].text}"},
        {"en": bases["en"].sha256},
        word,
    )
    made = service.draft(by, target, typed, visibility)
    service.open(by, made.id, made.version)


def _discuss_secretly(
    service: Discussion, owner: Audience, ids: Mapping[str, str], action: str
) -> None:
    article = Target.parse(ids["article"])
    narrow = Visibility.ORGANISATION
    for_a_while = Visibility.NETWORK if action == "deleted" else narrow
    draft = Draft(f"{SECRET_WORD} forests agreement", "en", ContributionKind.AGAINST)
    service.threads.open(owner, article, "Law on quokkas", for_a_while, draft)
    if action == "edited":
        service.contributions.edit(owner, ids["secret_said"], f"{SECRET_WORD} quokkas", 1)
        service.closings.close(owner, ids["secret_thread"], Result.AGREED, "Quokkas agree")
    if action == "deleted":
        service.contributions.remove(owner, ids["secret_said"])
    else:
        here = Target.parse(ids["secret_target"])
        service.threads.open(owner, here, "Here too", narrow, draft, SECRET_WORD)
    if action == "narrowed":
        service.positions.state(owner, article, Stance.SUPPORT, "", Visibility.NETWORK, Mandate())
    service.positions.state(owner, article, Stance.OPPOSE, SECRET_WORD, narrow, Mandate())


def _suffer(knowledge_base: KnowledgeBase, secret_id: str, action: str) -> None:
    """Let happen to the secret what is to have happened."""
    service, operator = Contributing(knowledge_base), knowledge_base.operator
    if action == "narrowed":
        knowledge_base.indexer.catch_up()
        service.share(operator, secret_id, Visibility.PUBLIC)
        service.share(operator, secret_id, Visibility.ORGANISATION)
    elif action == "edited":
        service.describe(operator, secret_id, Overrides(title="Quokkas", topics=("water",)))
    elif action == "deleted":
        service.share(operator, secret_id, Visibility.PUBLIC)
        service.remove(operator, secret_id)


def _save(
    knowledge_base: KnowledgeBase,
    fate: Fate,
    name: str,
    item: Item,
    organisations: Mapping[str, str],
) -> None:
    parsed = item.make()
    data = collection.SCAN + (b"" if name == "scan" else name.encode())
    blob = knowledge_base.blobs.add(io.BytesIO(data))
    fate.begin(name)
    knowledge_base.store.save(
        parsed,
        NewFile(blob, f"{name}.txt", f"/{name}"),
        visibility=item.visibility,
        organisation_id=organisations.get(item.owner or "", knowledge_base.home_organisation),
        register_key=item.register_key,
        description=describe(parsed, None),
        citations=references_of(parsed.sections, parsed.kind, parsed.year),
    )
