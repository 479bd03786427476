"""Commands on alerts and digests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.common import acting, json_option, opened, print_json

if TYPE_CHECKING:
    from kb.access import Audience
    from kb.knowledge_base import KnowledgeBase


@click.group()
def alert() -> None:
    """What members follow: list, add, remove."""


@alert.command("list")
@click.argument("login")
@json_option
@click.pass_obj
def list_alerts(data: Path | None, login: str, as_json: bool) -> None:
    """List what a member follows."""
    with opened(data) as knowledge_base:
        found = knowledge_base.alerts.all(_owner(knowledge_base, login))
    if as_json:
        print_json([{"id": one.id, "mail": one.mail, **one.query.to_json()} for one in found])
        return
    for one in found:
        filters = " ".join(f"{name}:{','.join(v)}" for name, v in one.query.filters.items())
        about = f"act {one.query.act}" if one.query.act else f"discussion {one.query.discussion}"
        what = one.query.text or filters or about
        click.echo(f"{one.id}  {one.mail:<7}{what}")


@alert.command("add")
@click.argument("login")
@click.argument("query", default="")
@click.option("--topic", multiple=True, help="Only this topic (code).")
@click.option("--province", multiple=True, help="Only this province (code).")
@click.option("--organisation", multiple=True, help="Only papers of this organisation.")
@click.option("--act", default="", help="Follow this act (id of the work) instead.")
@click.option("--discussion", default="", help="Follow this discussion (id) instead.")
@click.option("--mail", type=click.Choice(["off", "daily", "weekly"]), default="weekly")
@click.pass_obj
def add_alert(
    data: Path | None,
    /,
    login: str,
    query: str,
    act: str,
    discussion: str,
    mail: str,
    **filters: tuple[str, ...],
) -> None:
    """Follow a search for a member."""
    from kb.alerts.model import Mail, Query

    given = {name: values for name, values in filters.items() if values}
    asked = Query(query, given, act=act, discussion=discussion)
    with opened(data) as knowledge_base:
        by = acting(knowledge_base, login)
        click.echo(knowledge_base.alerts.follow(by, asked, mail=Mail(mail)).id)


@alert.command("remove")
@click.argument("login")
@click.argument("alert_id")
@click.pass_obj
def remove_alert(data: Path | None, login: str, alert_id: str) -> None:
    """Follow something no more for a member."""
    with opened(data) as knowledge_base:
        knowledge_base.alerts.unfollow(_owner(knowledge_base, login), alert_id)


@click.command()
@json_option
@click.pass_obj
def digest(data: Path | None, as_json: bool) -> None:
    """Send the digests that are due; kb worker and kb serve do so by themselves."""
    from kb.alerts.digests import Digests

    with opened(data) as knowledge_base:
        digests = Digests(knowledge_base)
        done = digests.run()
        counts, reason = digests.counts(), digests.reason()
    if as_json:
        print_json({"now": done, "all": counts, "reason": reason})
        return
    click.echo(", ".join(f"{number} {state}" for state, number in done.items()) or "nothing due")
    if reason:
        click.echo(f"waiting: {reason}")


def _owner(knowledge_base: KnowledgeBase, login: str) -> Audience:
    """Give whose alerts are meant, who need not be able to come in."""
    from kb.access import Audience

    return Audience(member_id=knowledge_base.members.people.signing_in_with(login).id)
