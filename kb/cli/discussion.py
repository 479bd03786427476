"""Commands on discussions and positions: list, show, open, reply, close, moderate, state."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.common import acting, as_option, json_option, opened, print_json, visibility_option

if TYPE_CHECKING:
    from kb.discussion.model import Contribution, Position, Thread
    from kb.knowledge_base import KnowledgeBase

_lang = click.option("--lang", default="km", show_default=True, help="Language of the text.")


@click.group()
def discussion() -> None:
    """Discussions: list, show, open, say, close, reopen, hide, restore."""


@discussion.command("list")
@click.option("--target", help="Only on this one, such as work:ID.")
@click.option("--due", is_flag=True, help="Those closed ones whose day to look again has come.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_obj
def list_threads(
    data: Path | None, target: str | None, due: bool, limit: int, as_json: bool
) -> None:
    """List the discussions, those contributed to last first."""
    from kb.discussion.targets import Target

    with opened(data) as knowledge_base:
        service, by = knowledge_base.discussion.threads, knowledge_base.operator
        if due:
            found = knowledge_base.discussion.closings.due(by, limit=limit)
        elif target is None:
            found = service.latest(by, limit=limit)
        else:
            found = service.about(by, Target.parse(target))[:limit]
        _print_threads(knowledge_base, found, as_json)


@discussion.command("show")
@click.argument("thread_id")
@json_option
@click.pass_obj
def show(data: Path | None, thread_id: str, as_json: bool) -> None:
    """Print a discussion with all that was said in it."""
    with opened(data) as knowledge_base:
        _print_thread(knowledge_base, thread_id, as_json)


@discussion.command("open")
@click.argument("target")
@click.argument("title")
@as_option
@_lang
@visibility_option
@json_option
@click.pass_obj
def open_thread(
    data: Path | None,
    target: str,
    title: str,
    login: str,
    lang: str,
    visibility: str,
    as_json: bool,
) -> None:
    """Open a discussion on TARGET; its first contribution is read from the standard input."""
    from kb.discussion.contributions import Draft
    from kb.discussion.targets import Target
    from kb.model import Visibility

    with opened(data) as knowledge_base:
        made = knowledge_base.discussion.threads.open(
            acting(knowledge_base, login),
            Target.parse(target),
            title,
            Visibility(visibility),
            Draft(sys.stdin.read(), lang),
        )
        _print_thread(knowledge_base, made.id, as_json)


@discussion.command("say")
@click.argument("thread_id")
@as_option
@_lang
@click.option("--reply-to", help="Id of the contribution that is answered.")
@click.option(
    "--kind",
    type=click.Choice(["comment", "for", "against", "question"]),
    default="comment",
    show_default=True,
)
@json_option
@click.pass_obj
def say(
    data: Path | None,
    thread_id: str,
    login: str,
    lang: str,
    reply_to: str | None,
    kind: str,
    as_json: bool,
) -> None:
    """Say what is read from the standard input in a discussion."""
    from kb.discussion.contributions import Draft
    from kb.discussion.model import ContributionKind

    with opened(data) as knowledge_base:
        knowledge_base.discussion.contributions.add(
            acting(knowledge_base, login),
            thread_id,
            Draft(sys.stdin.read(), lang, ContributionKind(kind)),
            reply_to,
        )
        _print_thread(knowledge_base, thread_id, as_json)


@discussion.command("close")
@click.argument("thread_id")
@click.argument("summary")
@as_option
@click.option(
    "--result",
    type=click.Choice(["agreed", "not-agreed", "answered", "postponed"]),
    required=True,
)
@click.option("--decision", help="Target of the decision of minutes.")
@click.option("--review-on", type=click.DateTime(["%Y-%m-%d"]), help="Day to look at it again.")
@json_option
@click.pass_obj
def close(
    data: Path | None,
    thread_id: str,
    summary: str,
    login: str,
    result: str,
    decision: str | None,
    review_on: dt.datetime | None,
    as_json: bool,
) -> None:
    """Close a discussion with a SUMMARY."""
    from kb.discussion.model import Result
    from kb.discussion.targets import Target

    with opened(data) as knowledge_base:
        knowledge_base.discussion.closings.close(
            acting(knowledge_base, login),
            thread_id,
            Result(result),
            summary,
            Target.parse(decision) if decision else None,
            _day(review_on),
        )
        _print_thread(knowledge_base, thread_id, as_json)


@discussion.command("reopen")
@click.argument("thread_id")
@click.argument("reason")
@as_option
@json_option
@click.pass_obj
def reopen(data: Path | None, thread_id: str, reason: str, login: str, as_json: bool) -> None:
    """Open a closed discussion again."""
    with opened(data) as knowledge_base:
        by = acting(knowledge_base, login)
        knowledge_base.discussion.closings.reopen(by, thread_id, reason)
        _print_thread(knowledge_base, thread_id, as_json)


@discussion.command("hide")
@click.argument("contribution_id")
@click.argument("reason")
@json_option
@click.pass_obj
def hide(data: Path | None, contribution_id: str, reason: str, as_json: bool) -> None:
    """Hide a contribution from all but its author and moderators."""
    with opened(data) as knowledge_base:
        by = knowledge_base.operator
        knowledge_base.discussion.moderation.hide(by, contribution_id, reason)
        _print_contribution(knowledge_base, contribution_id, as_json)


@discussion.command("restore")
@click.argument("contribution_id")
@click.argument("reason")
@json_option
@click.pass_obj
def restore(data: Path | None, contribution_id: str, reason: str, as_json: bool) -> None:
    """Show a contribution again."""
    with opened(data) as knowledge_base:
        by = knowledge_base.operator
        knowledge_base.discussion.moderation.restore(by, contribution_id, reason)
        _print_contribution(knowledge_base, contribution_id, as_json)


@click.group()
def position() -> None:
    """Positions of the organisations: list, state, export."""


@position.command("list")
@click.argument("target")
@json_option
@click.pass_obj
def list_positions(data: Path | None, target: str, as_json: bool) -> None:
    """List the current positions on TARGET; for a work, also those on its articles."""
    from kb.discussion.targets import Target

    wanted = Target.parse(target)
    with opened(data) as knowledge_base:
        held = knowledge_base.discussion.positions.on(knowledge_base.operator, [wanted.id])
    _print_positions(
        [one for one in held if wanted.section is None or one.target == wanted], as_json
    )


@position.command("state")
@click.argument("target")
@click.argument(
    "stance",
    type=click.Choice(["support", "support-with-changes", "concern", "oppose", "withdrawn"]),
)
@as_option
@click.option("--reason", default="", help="Needed for a concern and for an opposition.")
@click.option("--decided-by", default="", help="A board or a meeting.")
@click.option("--decided-on", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--decision", help="Target of the decision of minutes.")
@visibility_option
@json_option
@click.pass_obj
def state(
    data: Path | None,
    target: str,
    stance: str,
    login: str,
    reason: str,
    decided_by: str,
    decided_on: dt.datetime | None,
    decision: str | None,
    visibility: str,
    as_json: bool,
) -> None:
    """State what the organisation of a delegate holds on TARGET."""
    from kb.discussion.model import Mandate, Stance
    from kb.discussion.targets import Target
    from kb.model import Visibility

    with opened(data) as knowledge_base:
        made = knowledge_base.discussion.positions.state(
            acting(knowledge_base, login),
            Target.parse(target),
            Stance(stance),
            reason,
            Visibility(visibility),
            Mandate(decided_by, _day(decided_on), Target.parse(decision) if decision else None),
        )
    _print_positions([made], as_json)


@position.command("export")
@click.argument("document_id")
@click.pass_obj
def export(data: Path | None, document_id: str) -> None:
    """Print the positions on the act of a document as CSV; it names no person."""
    from kb.discussion.table import position_table, to_csv

    with opened(data) as knowledge_base:
        by = knowledge_base.operator
        document = knowledge_base.document(document_id, by)
        held = knowledge_base.discussion.positions.on(by, [document.work_id])
        table = position_table(held, document, knowledge_base.sections_of(document))
    click.echo(to_csv(table), nl=False)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None


def _print_threads(knowledge_base: KnowledgeBase, threads: list[Thread], as_json: bool) -> None:
    from kb.discussion.wire import thread_to_json

    if as_json:
        print_json([thread_to_json(one, _address(knowledge_base, one.id)) for one in threads])
        return
    for one in threads:
        closed = "  (closed)" if one.closed else ""
        click.echo(f"{one.id}  {one.last_on}  {one.author.organisation}  {one.title}{closed}")


def _print_thread(knowledge_base: KnowledgeBase, thread_id: str, as_json: bool) -> None:
    from kb.discussion.wire import thread_with_all

    by, service = knowledge_base.operator, knowledge_base.discussion
    thread = service.threads.get(by, thread_id)
    said = service.threads.contributions(by, thread_id)
    closings = service.closings.of(by, thread_id)
    quotation = service.quotations.of(by, [thread_id]).get(thread_id)
    if as_json:
        address = _address(knowledge_base, thread_id)
        print_json(thread_with_all(thread, address, said, closings, quotation))
        return
    click.echo(f"{thread.id}  {thread.target}  {thread.title}")
    if quotation:
        click.echo(f"> {quotation.exact}")
    for closing in closings:
        click.echo(f"{closing.on}  {closing.result or 'opened again'}: {closing.summary}")
    for one in said:
        _echo(one, "")
        for reply in one.replies:
            _echo(reply, "    ")


def _print_contribution(knowledge_base: KnowledgeBase, contribution_id: str, as_json: bool) -> None:
    from kb.discussion.wire import contribution_to_json

    one = knowledge_base.discussion.contributions.get(knowledge_base.operator, contribution_id)
    if as_json:
        print_json(contribution_to_json(one))
    else:
        _echo(one, "")


def _echo(one: Contribution, indent: str) -> None:
    who = ", ".join(filter(None, (one.author.name, one.author.organisation)))
    click.echo(f"{indent}[{one.id}] {one.kind}  {who}  {one.at}  {one.state}")
    for line in one.text.splitlines():
        click.echo(f"{indent}{line}")


def _print_positions(positions: list[Position], as_json: bool) -> None:
    from kb.discussion.wire import position_to_json

    if as_json:
        print_json([position_to_json(one) for one in positions])
        return
    for one in positions:
        click.echo(f"{one.organisation}  {one.target}  {one.stance}  {one.reason}".rstrip())


def _address(knowledge_base: KnowledgeBase, thread_id: str) -> str:
    return f"{knowledge_base.settings.address}/discussions/{thread_id}"
