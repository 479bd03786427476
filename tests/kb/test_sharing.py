"""Who sees a document, changed by those who may: in searches at once, and in the log."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from kb.access import Audience, Right, Role
from kb.cli.main import main
from kb.contributing import Contributing
from kb.errors import Forbidden, InvalidInput, NotFound, Unavailable
from kb.knowledge_base import KnowledgeBase
from kb.members.audit import Audit
from kb.model import DocumentKind, ParsedDocument, Visibility
from kb.overrides import Overrides
from kb.search.results import SearchRequest
from kb.store.documents import NewFile
from kb.store.sharing import share

from .conftest import article, keep

VISITOR = Audience.visitor()


def found(knowledge_base: KnowledgeBase, audience: Audience) -> int:
    return knowledge_base.search(SearchRequest("quokka"), audience).total


def member_of(organisation_id: str, role: Role) -> Audience:
    return Audience(True, frozenset({organisation_id}), role.rights, "m" * 24)


@pytest.fixture
def document(knowledge_base: KnowledgeBase) -> str:
    return keep(knowledge_base, article("quokka", lang="en"), visibility=Visibility.ORGANISATION)


def test_a_search_knows_before_sharing_returns(
    knowledge_base: KnowledgeBase, document: str
) -> None:
    home = knowledge_base.home_organisation
    by = member_of(home, Role.CONTRIBUTOR)
    outsider = member_of(knowledge_base.store.organisation("Other"), Role.ADMIN)
    seen = []
    for visibility in (
        Visibility.PUBLIC,
        Visibility.NETWORK,
        Visibility.ORGANISATION,
        Visibility.PUBLIC,
    ):
        told = Contributing(knowledge_base).share(by, document, visibility)
        assert told.visibility is visibility
        seen.append([found(knowledge_base, who) for who in (VISITOR, outsider, by)])
    assert seen == [[1, 1, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]]
    entries = knowledge_base.members.audit.entries(knowledge_base.operator, limit=9)
    assert [(one.action, one.details["before"], one.details["after"]) for one in entries] == [
        ("share", "organisation", "public"),
        ("withdraw", "network", "organisation"),
        ("withdraw", "public", "network"),
        ("share", "organisation", "public"),
    ]
    assert {(one.member_id, one.subject) for one in entries} == {(by.member_id, document)}


def test_what_one_may_not_see_is_as_if_absent_and_the_rest_is_forbidden(
    knowledge_base: KnowledgeBase, document: str
) -> None:
    other = knowledge_base.store.organisation("Other")
    service = Contributing(knowledge_base)
    for unseen in (document, "0" * 24):
        with pytest.raises(NotFound):
            service.share(member_of(other, Role.ADMIN), unseen, Visibility.PUBLIC)
    home = member_of(knowledge_base.home_organisation, Role.READER)
    with pytest.raises(Forbidden):
        service.share(home, document, Visibility.PUBLIC)
    service.share(knowledge_base.operator, document, Visibility.NETWORK)
    for who in (
        member_of(other, Role.ADMIN),
        knowledge_base.operator.limited_to([Right.UPLOAD]),
    ):
        with pytest.raises(Forbidden):
            service.share(who, document, Visibility.PUBLIC)
    assert found(knowledge_base, VISITOR) == 0


def test_an_owner_gives_a_document_to_nobody_elses(
    knowledge_base: KnowledgeBase, document: str
) -> None:
    other = knowledge_base.store.organisation("Other")
    by = member_of(knowledge_base.home_organisation, Role.ADMIN)
    service = Contributing(knowledge_base)
    with pytest.raises(Forbidden):
        service.share(by, document, Visibility.ORGANISATION, other)
    service.share(knowledge_base.operator, document, Visibility.ORGANISATION, other)
    assert found(knowledge_base, by) == 0
    assert found(knowledge_base, member_of(other, Role.READER)) == 1


def test_one_file_is_one_document_of_an_owner(knowledge_base: KnowledgeBase, document: str) -> None:
    other = knowledge_base.store.organisation("Other")
    kept = knowledge_base.store.every_document([document])[document]
    with knowledge_base.blobs.path(kept.source.sha256).open("rb") as stream:
        blob = knowledge_base.blobs.add(io.BytesIO(stream.read()))
    parsed = keep_twin(knowledge_base, NewFile(blob, "twin.txt", "/twin"), other)
    with pytest.raises(InvalidInput):
        Contributing(knowledge_base).share(
            knowledge_base.operator, parsed, Visibility.ORGANISATION, kept.organisation_id
        )


def keep_twin(knowledge_base: KnowledgeBase, file: NewFile, organisation_id: str) -> str:
    parsed = ParsedDocument("text/plain", "Twin", "en", DocumentKind.OTHER, ())
    return knowledge_base.store.save(
        parsed, file, visibility=Visibility.ORGANISATION, organisation_id=organisation_id
    ).document_id


def test_an_index_that_is_behind_shows_nothing_that_was_withdrawn(
    knowledge_base: KnowledgeBase, document: str
) -> None:
    Contributing(knowledge_base).share(knowledge_base.operator, document, Visibility.PUBLIC)
    with knowledge_base.database.write("documents") as connection:  # the engine is down
        share(connection, document, Visibility.ORGANISATION)
    assert knowledge_base.search(SearchRequest("quokka"), VISITOR).hits == ()


def test_the_command_line_does_it_all(knowledge_base: KnowledgeBase, document: str) -> None:
    data = knowledge_base.settings.data

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["--data", str(data), *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    added = json.loads(run("user", "add", "Sok@Example.org", "--json"))
    assert added["member"]["role"] == "admin"
    knowledge_base.members.links.use(
        added["link"].rpartition("/join/")[2], "correct horse battery staple", "Sok"
    )
    run("org", "add", "River Watch")
    assert "invitation" in run(
        "user", "add", "dara", "--organisation", "River Watch", "--role", "reader"
    )
    names = [one["name"] for one in json.loads(run("org", "list", "--json"))]
    assert names == sorted([knowledge_base.settings.organisation, "River Watch"])
    run("user", "role", "dara", "editor")
    assert "dara  editor  invited  River Watch" in run("user", "list")
    run("user", "move", "dara", knowledge_base.settings.organisation)
    run("user", "lock", "dara")
    assert [one["standing"] for one in json.loads(run("user", "list", "--json"))] == [
        "active",
        "locked",
    ]
    run("user", "unlock", "dara")
    assert "/join/" in run("user", "reset", "dara")
    made = json.loads(run("token", "add", "sok@example.org", "--name", "script", "--json"))
    assert knowledge_base.members.tokens.audience(made["secret"]).member
    assert "script  read" in run("token", "list", "sok@example.org")
    run("token", "revoke", "sok@example.org", made["token"]["id"])
    assert run("token", "list", "sok@example.org") == ""
    shared = json.loads(run("share", document, "--visibility", "public", "--json"))
    assert shared["visibility"] == "public"
    assert found(knowledge_base, VISITOR) == 1
    run("share", document, "--visibility", "organisation", "--organisation", "River Watch")
    assert found(knowledge_base, VISITOR) == 0
    run("org", "lock", "River Watch")
    assert "(locked)" in run("org", "list")
    run("org", "unlock", "River Watch")
    run("user", "close", "dara")
    assert "dara" not in run("user", "list")
    actions = [one["action"] for one in json.loads(run("audit", "--limit", "99", "--json"))]
    assert actions[:3] == ["close", "unlock", "lock"]
    assert run("audit").splitlines()[0].split()[3] == "audit-read"


def test_the_command_line_says_what_is_wrong(knowledge_base: KnowledgeBase) -> None:
    data = str(knowledge_base.settings.data)
    result = CliRunner().invoke(main, ["--data", data, "user", "lock", "nobody"])
    assert result.exit_code == NotFound.exit_code
    assert "kb user list" in result.output


@pytest.mark.parametrize(
    "act",
    [
        lambda service, by, one: service.share(by, one, Visibility.PUBLIC),
        lambda service, by, one: service.describe(by, one, Overrides(title="Other")),
        lambda service, by, one: service.remove(by, one),
    ],
    ids=["share", "describe", "remove"],
)
def test_nothing_is_done_that_the_log_does_not_tell(
    knowledge_base: KnowledgeBase,
    document: str,
    act: Callable[[Contributing, Audience, str], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Unavailable("The disk is full.", "Make room.")

    by = knowledge_base.operator
    before = knowledge_base.document(document, by)
    with monkeypatch.context() as patch:
        patch.setattr(Audit, "record", full)
        with pytest.raises(Unavailable):
            act(Contributing(knowledge_base), by, document)
    assert knowledge_base.document(document, by) == before
