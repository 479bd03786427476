"""Commands on dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.common import json_option, opened, print_json

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

_KINDS = ("section", "document", "discussion", "proposal", "note", "heading")
_dossier_id = click.argument("dossier_id")


@click.group()
def dossier() -> None:
    """Dossiers: list, make, show, add, share, export, remove."""


@dossier.command("list")
@json_option
@click.pass_obj
def list_dossiers(data: Path | None, as_json: bool) -> None:
    """List the dossiers by title."""

    with opened(data) as knowledge_base:
        found = knowledge_base.dossiers.all(knowledge_base.operator)
        if as_json:
            print_json([_shaped(knowledge_base, one.id) for one in found])
            return
    for one in found:
        click.echo(f"{one.id}  {one.visibility}  {one.organisation}  {one.title}")


@dossier.command("make")
@click.argument("title")
@click.option("--about", default="", help="What it is for.")
@click.option("--organisation", help="Its owner, name or id (default: the one that runs this).")
@json_option
@click.pass_obj
def make_dossier(
    data: Path | None, title: str, about: str, organisation: str | None, as_json: bool
) -> None:
    """Make an empty dossier; only its organisation sees it."""

    with opened(data) as knowledge_base:
        owner = knowledge_base.home_organisation
        if organisation:
            owner = knowledge_base.members.organisations.named(organisation).id
        made = knowledge_base.dossiers.make(knowledge_base.operator, title, about, owner)
        if as_json:
            print_json(_shaped(knowledge_base, made.id))
            return
    click.echo(f"{made.id}  {made.title}")


@dossier.command("show")
@_dossier_id
@json_option
@click.pass_obj
def show_dossier(data: Path | None, dossier_id: str, as_json: bool) -> None:
    """Print a dossier with its items."""
    from kb.citing import citations

    with opened(data) as knowledge_base:
        if as_json:
            print_json(_shaped(knowledge_base, dossier_id))
            return
        service, audience = knowledge_base.dossiers, knowledge_base.operator
        found = service.dossier(dossier_id, audience)
        items = service.items(dossier_id, audience)
    click.secho(found.title, bold=True)
    if found.about:
        click.echo(found.about)
    for item in items:
        cited = [citations(text.document, text.section)[0][1] for text in item.texts]
        cited += [words for _, words in item.said.cited] if item.said else []
        state = "  (there is a newer text)" if item.is_outdated else ""
        click.echo(f"{item.id}  {item.kind:<9}{' / '.join(cited)}{state}")
        for line in item.note.splitlines():
            click.echo(f"    {line}")


@dossier.command("add")
@_dossier_id
@click.argument("kind", type=click.Choice(list(_KINDS)))
@click.argument("what")
@click.option("--note", default="", help="What is said of it, for what is not own words.")
@click.pass_obj
def add_item(data: Path | None, dossier_id: str, kind: str, what: str, note: str) -> None:
    """Put WHAT at the end: the id of what is added, or the own words themselves."""
    from kb.dossiers.model import ItemKind

    chosen = ItemKind(kind)
    target, words = ("", what) if chosen.is_own else (what, note)
    with opened(data) as knowledge_base:
        made = knowledge_base.dossiers.add(
            knowledge_base.operator, dossier_id, chosen, target, words
        )
    click.echo(made)


@dossier.command("share")
@_dossier_id
@click.argument("visibility", type=click.Choice(["organisation", "network", "public"]))
@click.pass_obj
def share_dossier(data: Path | None, dossier_id: str, visibility: str) -> None:
    """Say who sees a dossier; each reader sees of it what the reader may read."""
    from kb.model import Visibility

    with opened(data) as knowledge_base:
        knowledge_base.dossiers.share(knowledge_base.operator, dossier_id, Visibility(visibility))


@dossier.command("export")
@_dossier_id
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--public", is_flag=True, help="With what visitors may see of it, no more.")
@click.pass_obj
def export_dossier(data: Path | None, dossier_id: str, file: Path, public: bool) -> None:
    """Write a dossier to FILE; its name ends in .docx, .html, .pdf, .bib or .ris."""
    from kb.access import Audience
    from kb.dossiers.exports.formats import Format, export
    from kb.errors import InvalidInput

    endings = [f".{form}" for form in Format]
    if file.suffix not in endings:
        raise InvalidInput("The ending names no format.", f"Give one of: {', '.join(endings)}.")
    with opened(data) as knowledge_base:
        audience = Audience.visitor() if public else knowledge_base.operator
        written = export(
            knowledge_base.dossiers,
            dossier_id,
            Format(file.suffix[1:]),
            audience,
            knowledge_base.settings.address,
        )
    file.write_bytes(written.data)


@dossier.command("remove")
@_dossier_id
@click.pass_obj
def remove_dossier(data: Path | None, dossier_id: str) -> None:
    """Forget a dossier with its notes."""

    with opened(data) as knowledge_base:
        knowledge_base.dossiers.remove(knowledge_base.operator, dossier_id)


def _shaped(knowledge_base: KnowledgeBase, dossier_id: str) -> dict[str, Any]:
    from kb.dossiers.wire import dossier_to_json, items_to_json

    service, audience = knowledge_base.dossiers, knowledge_base.operator
    address = knowledge_base.settings.address
    found = service.dossier(dossier_id, audience)
    items = service.items(dossier_id, audience)
    return dossier_to_json(found, f"{address}/dossiers/{dossier_id}", audience) | items_to_json(
        items, address
    )
