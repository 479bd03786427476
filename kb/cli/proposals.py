"""Commands on proposals: list, show, draft, open, revise, endorse, withdraw, close, reopen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.common import acting, as_option, json_option, opened, print_json, visibility_option

if TYPE_CHECKING:
    from kb.access import Audience
    from kb.discussion.targets import Target
    from kb.knowledge_base import KnowledgeBase
    from kb.proposals.model import Proposal
    from kb.proposals.revising import Typed

_id = click.argument("proposal_id")
_why = click.option("--why", default="", help="A reason or an explanation.")
_texts = click.option(
    "--text",
    "texts",
    multiple=True,
    required=True,
    metavar="LANG=FILE",
    help="A proposed wording; several times for several languages.",
)


@click.group()
def proposal() -> None:
    """Proposals: list, show, draft, open, revise, endorse, take-back, withdraw, close, reopen."""


@proposal.command("list")
@click.option("--target", help="Only for this section.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_obj
def list_proposals(data: Path | None, target: str | None, limit: int, as_json: bool) -> None:
    """List the proposals, those that changed last first."""
    from kb.discussion.targets import Target

    with opened(data) as knowledge_base:
        service, by = knowledge_base.proposals, knowledge_base.operator
        found = (
            service.on(by, Target.parse(target))[:limit]
            if target
            else service.newest(by, limit=limit)
        )
        if as_json:
            print_json([_to_json(knowledge_base, one) for one in found])
        for one in found if not as_json else ():
            click.echo(f"{one.id}  {one.state:10}  {one.author.organisation}  {one.target}")


@proposal.command("show")
@_id
@json_option
@click.pass_obj
def show(data: Path | None, proposal_id: str, as_json: bool) -> None:
    """Print a proposal with its changes; removed words in [- -], added ones in {+ +}."""
    with opened(data) as knowledge_base:
        found = knowledge_base.proposals.proposal(knowledge_base.operator, proposal_id)
        _print(knowledge_base, found, as_json)


@proposal.command("draft")
@click.argument("target")
@as_option
@_texts
@_why
@visibility_option
@json_option
@click.pass_obj
def draft(
    data: Path | None,
    target: str,
    login: str,
    texts: tuple[str, ...],
    why: str,
    visibility: str,
    as_json: bool,
) -> None:
    """Keep a draft of a wording for the section TARGET."""
    from kb.discussion.targets import Target
    from kb.model import Visibility

    with opened(data) as knowledge_base:
        by, on = acting(knowledge_base, login), Target.parse(target)
        typed = _typed(knowledge_base, by, on, texts, why)
        made = knowledge_base.proposals.draft(by, on, typed, Visibility(visibility))
        _print(knowledge_base, made, as_json)


@proposal.command("open")
@_id
@as_option
@click.pass_obj
def open_proposal(data: Path | None, proposal_id: str, login: str) -> None:
    """Show a draft to those for whom it is meant."""
    with opened(data) as knowledge_base:
        by, version = _seen(knowledge_base, login, proposal_id)
        made = knowledge_base.proposals.open(by, proposal_id, version)
    click.echo(f"{made.state}  {made.id}")


@proposal.command("revise")
@_id
@as_option
@_texts
@_why
@json_option
@click.pass_obj
def revise(
    data: Path | None,
    proposal_id: str,
    login: str,
    texts: tuple[str, ...],
    why: str,
    as_json: bool,
) -> None:
    """Keep another wording."""
    with opened(data) as knowledge_base:
        by = acting(knowledge_base, login)
        service = knowledge_base.proposals
        before = service.proposal(by, proposal_id)
        typed = _typed(knowledge_base, by, before.target, texts, why)
        made = service.revise(by, proposal_id, before.version, typed)
        _print(knowledge_base, made, as_json)


@proposal.command("endorse")
@_id
@click.argument("revision", type=int)
@as_option
@click.pass_obj
def endorse(data: Path | None, proposal_id: str, revision: int, login: str) -> None:
    """Stand behind a REVISION, for the organisation of a delegate."""
    with opened(data) as knowledge_base:
        by = acting(knowledge_base, login)
        knowledge_base.proposals.endorse(by, proposal_id, revision)
    click.echo(f"endorsed  {proposal_id}")


@proposal.command("take-back")
@_id
@as_option
@click.pass_obj
def take_back(data: Path | None, proposal_id: str, login: str) -> None:
    """Stand behind a proposal no longer."""
    with opened(data) as knowledge_base:
        knowledge_base.proposals.take_back(acting(knowledge_base, login), proposal_id)
    click.echo(f"taken back  {proposal_id}")


@proposal.command("withdraw")
@_id
@as_option
@_why
@click.pass_obj
def withdraw(data: Path | None, proposal_id: str, login: str, why: str) -> None:
    """End a proposal of the own organisation; a draft is erased."""
    with opened(data) as knowledge_base:
        by, version = _seen(knowledge_base, login, proposal_id)
        knowledge_base.proposals.withdraw(by, proposal_id, version, why)
    click.echo(f"withdrawn  {proposal_id}")


@proposal.command("close")
@_id
@click.argument("result", type=click.Choice(["agreed", "not-agreed"]))
@click.argument("decision")
@as_option
@_why
@click.pass_obj
def close(
    data: Path | None, proposal_id: str, result: str, decision: str, login: str, why: str
) -> None:
    """Say what a DECISION of minutes (section:…) came to."""
    from kb.discussion.targets import Target
    from kb.proposals.model import ProposalState

    with opened(data) as knowledge_base:
        by, version = _seen(knowledge_base, login, proposal_id)
        knowledge_base.proposals.close(
            by, proposal_id, version, ProposalState(result), why, Target.parse(decision)
        )
    click.echo(f"{result}  {proposal_id}")


@proposal.command("reopen")
@_id
@as_option
@_why
@click.pass_obj
def reopen(data: Path | None, proposal_id: str, login: str, why: str) -> None:
    """Open a proposal again that was not agreed, withdrawn or overtaken."""
    with opened(data) as knowledge_base:
        by, version = _seen(knowledge_base, login, proposal_id)
        knowledge_base.proposals.reopen(by, proposal_id, version, why)
    click.echo(f"open  {proposal_id}")


def _seen(knowledge_base: KnowledgeBase, login: str, proposal_id: str) -> tuple[Audience, int]:
    """The member, and the version of the proposal that is there now."""
    by = acting(knowledge_base, login)
    return by, knowledge_base.proposals.proposal(by, proposal_id).version


def _typed(
    knowledge_base: KnowledgeBase,
    by: Audience,
    target: Target,
    texts: tuple[str, ...],
    why: str,
) -> Typed:
    from kb.errors import InvalidInput
    from kb.proposals.revising import Typed

    wordings: dict[str, str] = {}
    for given in texts:
        lang, _, name = given.partition("=")
        try:
            wordings[lang] = Path(name).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise InvalidInput(
                f"{given!r} names no text in UTF-8.", "Write it as km=FILE."
            ) from error
    bases = knowledge_base.proposals.bases(by, target)
    return Typed(wordings, {base.lang: base.sha256 for base in bases}, why)


def _to_json(knowledge_base: KnowledgeBase, one: Proposal) -> dict[str, object]:
    from kb.proposals.wire import proposal_to_json

    return proposal_to_json(one, f"{knowledge_base.settings.address}/proposals/{one.id}")


def _print(knowledge_base: KnowledgeBase, one: Proposal, as_json: bool) -> None:
    from kb.comparison import ChangeKind, compare

    if as_json:
        print_json(_to_json(knowledge_base, one))
        return
    click.echo(f"{one.id}  {one.state}  {one.author.organisation}  revision {one.revision.number}")
    for wording in one.revision.wordings:
        pieces = [
            (f"[-{change.before}-]" if change.before else "")
            + (f"{{+{change.after}+}}" if change.after else "")
            if change.kind is ChangeKind.CHANGED
            else change.after
            for change in compare(wording.base, wording.text)
        ]
        click.echo(f"\n{wording.lang}: {''.join(pieces)}")
    for endorsed in one.endorsements:
        earlier = "" if endorsed.current else "  (the earlier wording)"
        click.echo(f"endorsed by {endorsed.author.organisation}{earlier}")
