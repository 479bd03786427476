"""Commands on people: organisations, members, tokens, the audit log, and who sees a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.common import json_option, opened, print_json

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.members.people import Member

_ROLES = ("reader", "contributor", "delegate", "editor", "admin")
_login = click.argument("login")


@click.group()
def org() -> None:
    """Organisations of the network: add, list, lock, unlock."""


@org.command("add")
@click.argument("name")
@json_option
@click.pass_obj
def add_organisation(data: Path | None, name: str, as_json: bool) -> None:
    """Add an organisation."""
    with opened(data) as knowledge_base:
        made = knowledge_base.members.organisations.add(knowledge_base.operator, name)
    _print([made], as_json, f"{made.id}  {made.name}")


@org.command("list")
@json_option
@click.pass_obj
def list_organisations(data: Path | None, as_json: bool) -> None:
    """List the organisations."""
    with opened(data) as knowledge_base:
        found = knowledge_base.members.organisations.all()
    _print(
        found,
        as_json,
        *(f"{one.id}  {one.name}{'  (locked)' if one.locked else ''}" for one in found),
    )


def _lock_organisation(data: Path | None, name: str, *, locked: bool) -> None:
    with opened(data) as knowledge_base:
        organisations = knowledge_base.members.organisations
        organisation = organisations.named(name)
        organisations.lock(knowledge_base.operator, organisation.id, locked=locked)
    click.echo(f"{'locked' if locked else 'unlocked'}  {organisation.name}")


@org.command("lock")
@click.argument("name")
@click.pass_obj
def lock_organisation(data: Path | None, name: str) -> None:
    """Let nobody of an organisation in from now on."""
    _lock_organisation(data, name, locked=True)


@org.command("unlock")
@click.argument("name")
@click.pass_obj
def unlock_organisation(data: Path | None, name: str) -> None:
    """Let the members of an organisation in again."""
    _lock_organisation(data, name, locked=False)


@click.group()
def user() -> None:
    """Members: add, list, role, move, lock, unlock, reset, close."""


@user.command("add")
@_login
@click.option("--organisation", help="Name or id (default: the one that runs the installation).")
@click.option("--role", type=click.Choice(_ROLES), default="admin", show_default=True)
@json_option
@click.pass_obj
def add_member(
    data: Path | None, login: str, organisation: str | None, role: str, as_json: bool
) -> None:
    """Invite a member; LOGIN is what the member signs in with. Prints the invitation."""
    from kb.access import Role

    with opened(data) as knowledge_base:
        owner = _organisation(knowledge_base, organisation)
        member, token = knowledge_base.members.people.invite(
            knowledge_base.operator, login, Role(role), owner
        )
        link = _link(knowledge_base, token)
    _print(
        {"member": member, "link": link},
        as_json,
        f"{member.id}  {member.login}  {member.role}",
        f"invitation, once, within 7 days: {link}",
    )


@user.command("list")
@click.option("--organisation", help="Only of this one (name or id).")
@json_option
@click.pass_obj
def list_members(data: Path | None, organisation: str | None, as_json: bool) -> None:
    """List the members."""
    with opened(data) as knowledge_base:
        members = knowledge_base.members
        names = {one.id: one.name for one in members.organisations.all()}
        only = [members.organisations.named(organisation).id] if organisation else list(names)
        found = [
            member
            for one in only
            for member in members.people.members(knowledge_base.operator, one)
        ]
    _print(
        found,
        as_json,
        *(
            f"{one.id}  {one.login}  {one.role}  {one.standing}  {names[one.organisation_id]}"
            for one in found
        ),
    )


@user.command("role")
@_login
@click.argument("role", type=click.Choice(_ROLES))
@click.pass_obj
def set_role(data: Path | None, login: str, role: str) -> None:
    """Give a member another role."""
    from kb.access import Role

    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        knowledge_base.members.people.set_role(knowledge_base.operator, member.id, Role(role))


@user.command("move")
@_login
@click.argument("organisation")
@click.pass_obj
def move(data: Path | None, login: str, organisation: str) -> None:
    """Put a member into another organisation."""
    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        owner = _organisation(knowledge_base, organisation)
        knowledge_base.members.people.move(knowledge_base.operator, member.id, owner)


@user.command("lock")
@_login
@click.pass_obj
def lock_member(data: Path | None, login: str) -> None:
    """Let a member in no more; sign-ins and tokens end at once."""
    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        knowledge_base.members.people.lock(knowledge_base.operator, member.id)


@user.command("unlock")
@_login
@click.pass_obj
def unlock_member(data: Path | None, login: str) -> None:
    """Let a member in again."""
    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        knowledge_base.members.people.lock(knowledge_base.operator, member.id, locked=False)


@user.command("reset")
@_login
@json_option
@click.pass_obj
def reset(data: Path | None, login: str, as_json: bool) -> None:
    """Print a link that sets a new password once, or a new invitation."""
    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        token = knowledge_base.members.people.new_link(knowledge_base.operator, member.id)
        link = _link(knowledge_base, token)
    _print({"link": link}, as_json, link)


@user.command("close")
@_login
@click.pass_obj
def close(data: Path | None, login: str) -> None:
    """Close an account for good; what it contributed stays."""
    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        knowledge_base.members.people.close(knowledge_base.operator, member.id)


@click.group()
def token() -> None:
    """Tokens of the JSON API: add, list, revoke."""


@token.command("add")
@_login
@click.option("--name", required=True, help="What it is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["upload", "share", "edit", "discuss", "state", "moderate"]),
    help="What it allows beside reading; may be repeated.",
)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
@json_option
@click.pass_obj
def add_token(
    data: Path | None, login: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool
) -> None:
    """Make a token of a member and print it, this once."""
    from kb.access import Right

    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        made, secret = knowledge_base.members.tokens.make(
            member.id, name, [Right(scope) for scope in scopes], days
        )
    _print({"token": made, "secret": secret}, as_json, f"{made.id}  {made.name}", secret)


@token.command("list")
@_login
@json_option
@click.pass_obj
def list_tokens(data: Path | None, login: str, as_json: bool) -> None:
    """List the tokens of a member, without their secrets."""
    with opened(data) as knowledge_base:
        found = knowledge_base.members.tokens.of(_member(knowledge_base, login).id)
    _print(
        found,
        as_json,
        *(
            f"{one.id}  {one.name}  {' '.join(one.scopes) or 'read'}  until {one.expires_at:%F}"
            for one in found
        ),
    )


@token.command("revoke")
@_login
@click.argument("token_id")
@click.pass_obj
def revoke(data: Path | None, login: str, token_id: str) -> None:
    """End a token at once."""
    with opened(data) as knowledge_base:
        member = _member(knowledge_base, login)
        knowledge_base.members.tokens.revoke(knowledge_base.operator, member.id, token_id)


@click.command()
@click.argument("document_id")
@click.option(
    "--visibility",
    required=True,
    type=click.Choice(["public", "network", "organisation"]),
    help="Who may see it from now on.",
)
@click.option("--organisation", help="Its new owner (name or id).")
@json_option
@click.pass_obj
def share(
    data: Path | None, document_id: str, visibility: str, organisation: str | None, as_json: bool
) -> None:
    """Show a document to more people, or to fewer; searches know at once."""
    from kb.contributing import Contributing
    from kb.model import Visibility

    with opened(data) as knowledge_base:
        owner = _organisation(knowledge_base, organisation) if organisation else None
        document = Contributing(knowledge_base).share(
            knowledge_base.operator, document_id, Visibility(visibility), owner
        )
    told = {
        "id": document.id,
        "visibility": document.visibility,
        "organisation_id": document.organisation_id,
    }
    _print(told, as_json, f"{document.visibility}  {document.title}")


@click.command()
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@json_option
@click.pass_obj
def audit(data: Path | None, limit: int, as_json: bool) -> None:
    """Print who did what, newest first; reading it is entered, too."""
    with opened(data) as knowledge_base:
        entries = knowledge_base.members.audit.entries(knowledge_base.operator, limit=limit)
    _print(
        entries,
        as_json,
        *(
            f"{one.at:%Y-%m-%d %H:%M}  {one.member_id or '-'}  {one.action}  {one.subject}"
            f"  {' '.join(f'{key}={value}' for key, value in one.details.items())}".rstrip()
            for one in entries
        ),
    )


def _print(value: object, as_json: bool, *lines: str) -> None:
    if as_json:
        print_json(value)
    else:
        for line in lines:
            click.echo(line)


def _organisation(knowledge_base: KnowledgeBase, name: str | None) -> str:
    if name is None:
        return knowledge_base.home_organisation
    return knowledge_base.members.organisations.named(name).id


def _member(knowledge_base: KnowledgeBase, login: str) -> Member:
    return knowledge_base.members.people.signing_in_with(login)


def _link(knowledge_base: KnowledgeBase, token: str) -> str:
    return f"{knowledge_base.settings.address}/join/{token}"
