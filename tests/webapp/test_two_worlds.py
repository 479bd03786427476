"""Nobody outside learns of a hidden document: answers are the same bytes with and without it.

Every channel is asked by every outsider in a world that has a secret and in one that never had.
The first thing that differs is a leak: a hit, a count, a score, an order, a header.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kb.access import Audience
from kb.dossiers.exports.formats import Format
from kb.store.sections import SectionStore
from tests.webapp.people import Browser
from tests.webapp.worlds import (
    ACTIONS,
    FEED,
    MEMBERS,
    SECRET_ACT,
    SECRET_WORD,
    Fate,
    World,
    make_world,
)

OUTSIDERS = ("anonymous", *(name for name in MEMBERS if name != "insider"))
CHANNELS: dict[str, list[str]] = {
    "permalinks.start": ["/"],
    "permalinks.document": ["/documents/{secret}"],
    "permalinks.section": ["/documents/{secret}/sections/1"],
    "permalinks.page": ["/documents/{secret}/pages/1"],
    "permalinks.join": ["/join/x"],
    "permalinks.discussion": ["/discussions/{secret_thread}"],
    "discussion.threads": [
        "/en/discussions",
        "/km/discussions?state=open",
        "/en/discussions?state=due",
        "/en/discussions?target=work:{work}",
        "/en/discussions?target={article}",
        "/en/discussions?target={secret_target}",
    ],
    "discussion.form": [
        "/en/discussions/new?target={article}",
        "/en/discussions/new?target={secret_target}",
    ],
    "discussion.thread": ["/en/discussions/{secret_thread}", "/km/discussions/{thread}"],
    "discussion.closing": [
        "/en/discussions/{secret_thread}/close",
        "/en/discussions/{thread}/close",
    ],
    "contributions.edit": ["/en/contributions/{secret_said}/edit"],
    "contributions.versions": [
        "/en/contributions/{secret_said}/versions",
        "/en/contributions/{said}/versions",
    ],
    "contributions.reporting": ["/en/contributions/{secret_said}/report"],
    "contributions.moderation": ["/en/moderation"],
    "quotations.doubts": ["/en/quotations"],
    "positions.table": ["/en/acts/{work}/positions"],
    "positions.as_csv": ["/en/acts/{work}/positions.csv"],
    "positions.form": ["/en/positions/new?target={article}"],
    "positions.history": [
        "/en/positions/{Owners}/history?target={article}",
        "/en/positions/{Outsiders}/history?target={article}",
    ],
    "permalinks.proposal": ["/proposals/{secret_proposal}"],
    "proposals.proposals": [
        "/en/proposals",
        "/km/proposals?target={article}",
        "/en/proposals?target={secret_target}",
    ],
    "proposals.form": [
        "/en/proposals/new?target={article}",
        "/en/proposals/new?target={secret_target}",
    ],
    "proposals.proposal": ["/en/proposals/{secret_proposal}", "/km/proposals/{proposal}"],
    "proposals.revising": ["/en/proposals/{secret_proposal}/revise"],
    "api_proposals.proposals": ["/api/v1/proposals", "/api/v1/proposals?target={secret_target}"],
    "api_proposals.bases": [
        "/api/v1/proposals/bases?target={article}",
        "/api/v1/proposals/bases?target={secret_target}",
    ],
    "api_proposals.proposal": [
        "/api/v1/proposals/{secret_proposal}",
        "/api/v1/proposals/{proposal}",
    ],
    "api_discussion.threads": [
        "/api/v1/discussions",
        "/api/v1/discussions?target={article}",
        "/api/v1/discussions?target={secret_target}",
    ],
    "api_discussion.thread": [
        "/api/v1/discussions/{secret_thread}",
        "/api/v1/discussions/{thread}",
    ],
    "api_discussion.versions": ["/api/v1/contributions/{secret_said}/versions"],
    "api_discussion.positions": ["/api/v1/positions?target=work:{work}"],
    "pages.start": ["/km/", "/en/"],
    "pages.help_page": ["/en/help"],
    "search.results": [
        f"/en/search?q={SECRET_WORD}",
        "/en/search?q=forest",
        "/en/search?q=forests+agreement&sort=date",
        "/en/search?q=comunity",
        "/en/search?q=ministry&page=2",
        "/km/search?q=ព្រៃសហគមន៍",
        "/en/search?kind=minutes",
        "/en/search?topic=water&province=16",
        "/en/search?organisation=Owners",
        f"/en/search?q={SECRET_ACT}",
    ],
    "browse.documents": [
        "/en/documents",
        "/km/documents?year=2026",
        "/en/documents?lang=fr",
        "/en/documents?kind=law",
    ],
    "browse.topics": ["/en/topics"],
    "browse.topic": ["/en/topics/forests", "/en/topics/water"],
    "browse.provinces": ["/km/provinces"],
    "browse.province": ["/en/provinces/16"],
    "browse.organisations": ["/en/organisations"],
    "browse.organisation": ["/en/organisations/Owners", "/en/organisations/land network"],
    "browse.years": ["/en/years"],
    "acts.act": ["/km/acts/{work}"],
    "actions.actions": ["/en/actions", "/en/actions?due=past"],
    "documents.document": [
        "/km/documents/{secret}",
        "/en/documents/{twin}",
        "/en/documents/{law}?q=forest",
        "/en/documents/{minutes}",
        "/km/documents/{khmer_law}",
    ],
    "documents.section": ["/en/documents/{secret}/sections/1", "/en/documents/{law}/sections/1"],
    "beside.beside": [
        "/en/documents/{law}/beside/{secret}",
        "/en/documents/{law}/beside/{khmer_law}",
    ],
    "page_views.page": ["/km/documents/{secret}/pages/1", "/km/documents/{scan}/pages/1"],
    "page_views.review": ["/en/review"],
    "pictures.picture": ["/documents/{secret}/pages/1/960.webp"],
    "originals.original": ["/documents/{secret}/original", "/documents/{law}/original"],
    "sign_in.form": ["/en/sign-in"],
    "sign_in.joining": ["/en/join/x"],
    "sign_in.left": ["/en/left"],
    "account.show": ["/en/account"],
    "administration.organisations": ["/en/administration"],
    "administration.people": ["/en/administration/{Outsiders}", "/en/administration/{Owners}"],
    "uploads.form": ["/en/upload"],
    "uploads.confirming": ["/en/documents/{secret}/confirm", "/en/documents/{law}/confirm"],
    "api.search": [
        f"/api/v1/search?q={SECRET_WORD}",
        "/api/v1/search?q=forest&facet=kind,lang,year,topic,province,organisation,status,issuer",
        "/api/v1/search?q=agreement&limit=1",
        "/api/v1/search?q=ministry&sort=date",
        "/api/v1/search?q=comunity",
        "/api/v1/search?facet=year&from=2026",
        "/api/v1/search?q=កម្មសិទ្ធិ",
    ],
    "api.suggest": ["/api/v1/suggest?q=quo", "/api/v1/suggest?q=law+on+com"],
    "api.documents": ["/api/v1/documents", "/api/v1/documents?kind=minutes&limit=1"],
    "api.topics": ["/api/v1/topics"],
    "api.provinces": ["/api/v1/provinces"],
    "api.organisations": ["/api/v1/organisations"],
    "api.document": ["/api/v1/documents/{secret}", "/api/v1/documents/{law}"],
    "api.section": ["/api/v1/sections/{secret_section}", "/api/v1/sections/{section}"],
    "editing.edit": ["/en/documents/{secret}/edit", "/en/documents/{minutes}/edit"],
    "editing.history": ["/en/documents/{secret}/history", "/en/documents/{law}/history"],
    "permalinks.alerts": ["/alerts"],
    "alerts.index": ["/en/alerts", "/km/alerts"],
    "feeds.search": ["/en/search.atom?q=forest", f"/en/search.atom?q={SECRET_WORD}"],
    "feeds.own": [f"/en/feeds/{FEED}.atom", "/en/feeds/x.atom"],
    "mails.stopping": ["/unsubscribe/x"],
    "api_alerts.alerts": ["/api/v1/alerts"],
    "api_alerts.news": ["/api/v1/news"],
    "permalinks.dossier": ["/dossiers/{secret_dossier}"],
    "dossiers.index": ["/km/dossiers", "/en/dossiers"],
    "dossiers.dossier": ["/en/dossiers/{secret_dossier}", "/km/dossiers/{dossier}"],
    "dossiers.choose": [
        "/en/dossiers/add?document={secret}",
        "/en/dossiers/add?section={secret_section}",
        "/en/dossiers/add?document={law}",
    ],
    "dossier_editing.edit": ["/en/dossiers/{secret_dossier}/edit", "/en/dossiers/{dossier}/edit"],
    "dossier_exports.as_file": [
        *(f"/en/dossiers/{{dossier}}/export.{form}" for form in Format),
        "/en/dossiers/{secret_dossier}/export.pdf",
    ],
    "api_dossiers.dossiers": ["/api/v1/dossiers"],
    "api_dossiers.dossier": ["/api/v1/dossiers/{dossier}", "/api/v1/dossiers/{secret_dossier}"],
    "api_dossiers.as_file": [
        "/api/v1/dossiers/{dossier}/export.docx",
        "/api/v1/dossiers/{secret_dossier}/export.html",
    ],
    "appearance.appearance": ["/en/appearance"],
    "offline.saved": ["/en/saved"],
    "worker.script": ["/worker.js"],
    "api_members.upload": ["/api/v1/uploads/{secret}"],
    "static": ["/static/x"],
}
"""Route -> addresses that would show the secret, or something that it touches."""
EXCUSED = {
    "administration.work": "admins of the network see how much work waits, as its operators",
    "administration.audit": "an audit log tells the network's admins that something was done",
}
WRITING: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/en/documents/{secret}/share", {"visibility": "public"}),
    ("POST", "/en/documents/{secret}/confirm", {"title": "x"}),
    ("POST", "/en/documents/{secret}/remove", {}),
    ("POST", "/en/documents/{secret}/edit", {"title": "x"}),
    ("PUT", "/api/v1/documents/{secret}/visibility", {"visibility": "public"}),
    ("PATCH", "/api/v1/uploads/{secret}", {}),
    ("POST", "/en/dossiers/{secret_dossier}/edit", {"version": "1", "title": "x"}),
    ("POST", "/en/dossiers/{secret_dossier}/items", {"kind": "note", "words": "x"}),
    ("POST", "/en/dossiers/{dossier}/edit", {"version": "1", "title": "x"}),
    ("POST", "/en/dossiers/{secret_dossier}/share", {"visibility": "public"}),
    ("POST", "/en/dossiers/{secret_dossier}/remove", {}),
    ("POST", "/en/dossiers/add", {"document": "{secret}", "title": "x"}),
    ("DELETE", "/api/v1/dossiers/{secret_dossier}", {}),
    ("PUT", "/api/v1/dossiers/{dossier}", {"title": "x", "version": 1, "items": []}),
    ("HEAD", "/en/documents/{secret}", {}),
    ("OPTIONS", "/en/documents/{secret}", {}),
    ("POST", "/en/discussions/{secret_thread}", {"text": "x"}),
    ("POST", "/en/discussions/{secret_thread}/close", {"summary": "x"}),
    ("POST", "/en/discussions/{secret_thread}/reopen", {"reason": "x"}),
    ("POST", "/en/discussions/new", {"target": "{secret_target}", "title": "x", "text": "x"}),
    ("POST", "/en/quotations/1", {"verdict": "section"}),
    ("POST", "/en/contributions/{secret_said}/edit", {"text": "x", "version": "1"}),
    ("POST", "/en/contributions/{secret_said}/remove", {}),
    ("POST", "/en/contributions/{secret_said}/report", {"reason": "x"}),
    ("POST", "/en/contributions/{secret_said}/hide", {"reason": "x"}),
    ("POST", "/en/contributions/{secret_said}/restore", {"reason": "x"}),
    ("POST", "/en/positions/new", {"target": "{secret_target}", "stance": "support"}),
    ("POST", "/api/v1/discussions", {"target": "{secret_target}", "title": "x", "text": "x"}),
    ("POST", "/api/v1/discussions/{secret_thread}/contributions", {"text": "x", "lang": "en"}),
    ("PUT", "/api/v1/discussions/{secret_thread}/closing", {"result": "agreed", "summary": "x"}),
    ("POST", "/api/v1/discussions/{secret_thread}/reopening", {"reason": "x"}),
    ("PATCH", "/api/v1/contributions/{secret_said}", {"text": "x", "version": 1}),
    ("DELETE", "/api/v1/contributions/{secret_said}", {}),
    ("POST", "/api/v1/contributions/{secret_said}/reports", {"reason": "x"}),
    ("PUT", "/api/v1/contributions/{secret_said}/state", {"state": "hidden", "reason": "x"}),
    ("POST", "/en/proposals/new", {"target": "{secret_target}", "text_en": "x"}),
    *(
        ("POST", f"/en/proposals/{{secret_proposal}}/{action}", {"version": "2"})
        for action in ("revise", "open", "withdraw", "close", "reopen")
    ),
    *(
        ("POST", f"/en/proposals/{{secret_proposal}}/{action}", {"number": "1"})
        for action in ("endorse", "take-back")
    ),
    ("POST", "/api/v1/proposals", {"target": "{secret_target}", "texts": {}, "bases": {}}),
    (
        "POST",
        "/api/v1/proposals/{secret_proposal}/revisions",
        {"texts": {}, "bases": {}, "version": 2},
    ),
    ("PUT", "/api/v1/proposals/{secret_proposal}/endorsement", {"revision": 1}),
    ("DELETE", "/api/v1/proposals/{secret_proposal}/endorsement", {}),
    ("PUT", "/api/v1/proposals/{secret_proposal}/state", {"state": "withdrawn", "version": 2}),
    ("PUT", "/api/v1/positions", {"target": "{secret_target}", "stance": "support"}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worlds")


@pytest.fixture(scope="module")
def without(folder: Path) -> Iterator[World]:
    """The world that never had the secret."""
    world = make_world(folder / "a", None)
    yield world
    world.knowledge_base.close()


@pytest.fixture(scope="module", params=ACTIONS)
def having(folder: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """The world that has it, or had it."""
    world = make_world(folder / request.param, request.param)
    yield world
    world.knowledge_base.close()


def addresses(world: World, channels: Collection[str]) -> Iterator[str]:
    """The addresses of channels, with the ids of a world that has or had the secret."""
    law = world.knowledge_base.document(world.ids["law"], Audience.visitor())
    sections = SectionStore(world.knowledge_base.database)
    values = {
        **world.ids,
        **world.organisations,
        "work": law.work_id,
        "section": sections.of_document(law.id)[1].id,
        "secret_section": next((one.id for one in sections.of_document(world.ids["secret"])), "x"),
    }
    for channel in channels:
        for address in CHANNELS[channel]:
            yield address.format(**values)


def answer(world: World, actor: str, address: str, method: str = "GET", **options: Any) -> bytes:
    """All bytes of an answer: status, headers but for the clock's, body."""
    fate = Fate()
    browser = world.browsers[actor]
    if actor in ("anonymous", "program"):  # no cookie of an earlier answer
        browser = Browser(world.app)
        browser.client.environ_base = world.browsers[actor].client.environ_base
    with fate.ruling():
        fate.begin(address)
        response = browser.client.open(
            address, method=method, base_url="https://localhost/", buffered=True, **options
        )
    head = "\n".join(
        f"{name}: {value}" for name, value in sorted(response.headers) if name != "Date"
    )
    return b"\n".join((response.status.encode(), head.encode(), response.data))


@cache
def told(world: World, actor: str, address: str) -> bytes:
    """What the world without a secret answers: nothing happens there, so it is asked once."""
    return answer(world, actor, address)


def leaks(
    having: World, without: World, actor: str, channels: Collection[str] = CHANNELS
) -> Iterator[str]:
    """The addresses at which an actor gets different answers in the two worlds."""
    for address in addresses(having, channels):
        if answer(having, actor, address) != told(without, actor, address):
            yield address


def test_every_route_is_a_channel(without: World) -> None:
    read = {
        rule.endpoint for rule in without.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    assert read == {*CHANNELS, *EXCUSED}


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_outsiders_see_one_world(having: World, without: World, actor: str) -> None:
    assert list(leaks(having, without, actor)) == []


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_outsiders_act_in_one_world(having: World, without: World, actor: str) -> None:
    form = "/en/sign-in" if actor == "anonymous" else "/en/help"  # to sign in, or out
    for method, address, data in WRITING:
        told = []
        for world in (having, without):
            page = answer(world, actor, form).decode()
            found = page.partition('name="form_token" value="')[2][:64]
            where = address.format(**having.ids)
            fields = {
                name: value.format(**having.ids) if isinstance(value, str) else value
                for name, value in data.items()
            }
            options = (
                {"json": fields, "headers": {"Upload-Offset": "0", "X-Form-Token": found}}
                if where.startswith("/api/")
                else {"data": {**fields, "form_token": found}}
            )
            told.append(answer(world, actor, where, method, **options))
        assert told[0] == told[1], (method, address)


def test_insiders_see_the_other_world(folder: Path, without: World) -> None:
    world = make_world(folder / "insiders", "never shared")
    seen = list(leaks(world, without, "insider"))
    world.knowledge_base.close()
    assert len(seen) >= 25  # the channels are really exercised
