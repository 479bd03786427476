"""Commands on the installation: set up, serve, rebuild, look after."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.cli.common import json_option, opened, print_json, settings_of

DOUBTFUL_SHOWN = 10
NICENESS = 10
"""Of the work beside a server: it takes what answering leaves."""


@click.command()
@click.pass_obj
def init(data: Path | None) -> None:
    """Make the data folder, or bring an older one up to date."""
    from kb.knowledge_base import KnowledgeBase

    settings = settings_of(data)
    KnowledgeBase.initialise(settings)
    click.echo(f"The knowledge base in {settings.data} is ready.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def serve(data: Path | None, host: str, port: int) -> None:
    """Serve the pages and the JSON API."""
    from importlib import import_module

    # by name: the rooms' imports point from webapp to kb, never back
    import_module("webapp.server").serve(settings_of(data), host, port)


@click.command()
@click.option(
    "--beside-server", is_flag=True, help="Low priority; ends with the process that started it."
)
@click.pass_obj
def worker(data: Path | None, beside_server: bool) -> None:
    """Do what waits until stopped: index, uploads, OCR; any number may run."""
    import os
    import signal
    import threading

    from ingest.sandbox import die_with_parent
    from kb.working import work

    if beside_server:
        die_with_parent()  # so that nothing goes on behind a server that was killed
        os.nice(NICENESS)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with opened(data) as knowledge_base:
        click.echo("Working (stop with Ctrl-C)")
        work(knowledge_base, stop)
    sys.stdout.flush()
    os._exit(0)  # a file that is just being read was given back; its threads would be waited for


@click.command()
@click.pass_obj
def reindex(data: Path | None) -> None:
    """Build the index anew beside the live one, then swap."""
    with opened(data) as knowledge_base:
        knowledge_base.indexer.rebuild()
        knowledge_base.learner.rebuild()
    click.echo("The index was built anew.")


@click.command()
@json_option
@click.pass_obj
def status(data: Path | None, as_json: bool) -> None:
    """Tell what is in the knowledge base and what is being done."""
    from ingest.sandbox import sandbox_level
    from kb.progress import progress_of

    with opened(data) as knowledge_base:
        progress = progress_of(knowledge_base)
        kinds = knowledge_base.counts(knowledge_base.operator)
        total, doubtful = knowledge_base.doubtful_pages(
            knowledge_base.operator, limit=None if as_json else DOUBTFUL_SHOWN
        )
        level = sandbox_level()
    if as_json:
        print_json(
            {
                "documents": kinds,
                "jobs": progress.jobs,
                "behind": progress.behind,
                "sandbox": level,
                "pages_waiting": progress.pages_waiting,
                "pages_doubtful": doubtful,
            }
        )
        return
    click.echo(f"documents  {sum(kinds.values())}")
    for kind, count in sorted(kinds.items()):
        click.echo(f"  {kind:<14}{count}")
    for job, states in progress.jobs.items():
        click.echo(f"{job + ' jobs':<13}" + ", ".join(f"{n} {s}" for s, n in states.items()))
    behind, waiting = progress.behind, progress.pages_waiting
    told = {None: "does not answer", 0: "up to date"}.get(behind, f"{behind} changes behind")
    click.echo(f"index      {told}")
    click.echo(f"sandbox    {level}")
    if waiting:
        click.echo(f"OCR        {sum(waiting.values())} pages wait, in {len(waiting)} documents")
    if doubtful:
        click.echo(f"doubtful   {total} pages to compare with the original, the worst:")
        for found in doubtful:
            page = found.page
            click.echo(f"  {found.document_id} {page.number:4}  {page.score:4.0%}  {found.title}")


@click.command()
@json_option
@click.pass_obj
def check(data: Path | None, as_json: bool) -> None:
    """Compare originals, store and index; read every original once."""
    with opened(data) as knowledge_base:
        found = knowledge_base.check()
    if as_json:
        print_json(found)
    else:
        for fault in found.faults:
            click.echo(fault)
        click.echo(
            f"{found.documents} documents, {found.sections} sections, {found.originals} originals: "
            + (f"{len(found.faults)} faults" if found.faults else "all is well")
        )
    if found.faults:
        sys.exit(1)
