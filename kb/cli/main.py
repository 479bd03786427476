"""The group of commands, the data folder, and how errors are told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from kb.cli.alerts import alert, digest
from kb.cli.collection import doubts, edit, extract, ingest, link, remove, show, watch
from kb.cli.discussion import discussion, position
from kb.cli.dossiers import dossier
from kb.cli.maintenance import check, init, reindex, serve, status, worker
from kb.cli.members import audit, org, share, token, user
from kb.cli.pages import correct, ocr, reread
from kb.cli.proposals import proposal
from kb.cli.searching import evaluate, search
from kb.errors import KbError


class _Group(click.Group):
    """Tells every error of ours in two lines and ends with its own exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KbError as error:
            _fail(error)


def _fail(error: KbError) -> NoReturn:
    click.echo(f"kb: {error.message}", err=True)
    if error.remedy:
        click.echo(f"    {error.remedy}", err=True)
    sys.exit(error.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="policy-kb", prog_name="kb")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder (default: KB_DATA, else ./kb-data).",
)
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """A knowledge base for land and natural-resource law, briefs and minutes."""
    context.obj = data


for command in (
    init,
    ingest,
    watch,
    ocr,
    extract,
    search,
    show,
    doubts,
    edit,
    link,
    correct,
    reread,
    serve,
    worker,
    reindex,
    status,
    check,
    remove,
    evaluate,
    org,
    user,
    token,
    share,
    dossier,
    alert,
    digest,
    audit,
    discussion,
    proposal,
    position,
):
    main.add_command(command)
