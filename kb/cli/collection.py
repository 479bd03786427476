"""Commands on documents: take in, watch for, look at, remove."""

from __future__ import annotations

import getpass
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.common import json_option, opened, print_json, progress_bar, settings_of

if TYPE_CHECKING:
    from kb.intake import Outcome
    from kb.model import Document, PageQuality, Section

_paths = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)


_visibility = click.option(
    "--visibility",
    type=click.Choice(["public", "network", "organisation"]),
    help="Who may see the documents (default: laws public, everything else network).",
)


@click.command()
@_paths
@_visibility
@json_option
@click.pass_obj
def ingest(
    data: Path | None, paths: tuple[Path, ...], visibility: str | None, as_json: bool
) -> None:
    """Take in files and folders; run again after an interruption, it goes on."""
    from kb.ingestion import Ingestion
    from kb.intake import Status
    from kb.model import Visibility

    outcomes: list[Outcome] = []
    with opened(data) as knowledge_base:
        service = Ingestion(knowledge_base, Visibility(visibility) if visibility else None)
        queued = service.queue(paths)
        with progress_bar(queued.total, "files") as advance:

            def report(outcome: Outcome) -> None:
                outcomes.append(outcome)
                if not as_json:
                    _print_outcome(outcome)
                advance(outcome.name)

            service.run(queued, report)
        knowledge_base.learner.catch_up()
    if as_json:
        print_json(outcomes)
    else:
        _print_report(outcomes)
    if any(outcome.status is Status.FAILED for outcome in outcomes):
        sys.exit(1)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_visibility
@click.pass_obj
def watch(data: Path | None, folder: Path, visibility: str | None) -> None:
    """Take in what is put into FOLDER, until stopped."""
    import signal
    import threading

    from kb.ingestion import Ingestion
    from kb.intake import Status
    from kb.model import Visibility
    from kb.store.workers import worker_name
    from kb.watching import Watcher

    def report(outcome: Outcome) -> None:
        if outcome.status is not Status.UNCHANGED:
            _print_outcome(outcome)

    stop = threading.Event()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with opened(data) as knowledge_base:
        service = Ingestion(knowledge_base, Visibility(visibility) if visibility else None)
        click.echo(f"Watching {folder} (stop with Ctrl-C)")
        try:
            Watcher(service, folder).watch(report, stop)
        except KeyboardInterrupt:
            knowledge_base.jobs.release(worker_name())


def _print_outcome(outcome: Outcome) -> None:
    click.echo(f"{outcome.status:<10}{outcome.name}")
    sys.stdout.flush()
    if outcome.message:
        click.echo(f"          {outcome.message} {outcome.remedy}".rstrip())


def _print_report(outcomes: list[Outcome]) -> None:
    statuses = Counter(str(outcome.status) for outcome in outcomes)
    click.echo(", ".join(f"{count} {status}" for status, count in sorted(statuses.items())))
    shown = Counter(outcome.visibility for outcome in outcomes if outcome.visibility)
    for visibility, whom in (
        ("public", "everybody"),
        ("network", "the members of the network"),
        ("organisation", "the members of your organisation"),
    ):
        if shown[visibility]:
            click.echo(f"visible to {whom}: {shown[visibility]}")
    if waiting := sum(outcome.waiting for outcome in outcomes):
        click.echo(f"{waiting} pages wait for OCR: kb ocr, or leave them to kb serve")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def extract(data: Path | None, file: Path, as_json: bool) -> None:
    """Print what ingest would read from FILE; store nothing."""
    from ingest.worker import WorkerPool
    from kb.limits import file_limits

    with WorkerPool(1, file_limits(settings_of(data))) as pool, file.open("rb") as stream:
        parsed = pool.parse(stream, file.name)
    if as_json:
        print_json(parsed)
        return
    for section in parsed.sections:
        click.echo(_section_text(section.number, section.heading, section.text))


def _section_text(number: str | None, heading: str, text: str) -> str:
    title = " ".join(part for part in (number, heading) if part)
    return "\n".join(part for part in (title, text) if part) + "\n"


@click.command()
@click.argument("document_id")
@click.option("--pages", is_flag=True, help="How each page was read, instead of the sections.")
@json_option
@click.pass_obj
def show(data: Path | None, document_id: str, pages: bool, as_json: bool) -> None:
    """Print a document with its sections or pages."""
    with opened(data) as knowledge_base:
        audience = knowledge_base.operator
        document = knowledge_base.document(document_id, audience)
        if pages:
            qualities = knowledge_base.page_qualities(document)
        else:
            sections = knowledge_base.sections_of(document)
    if pages and as_json:
        print_json({"document": document, "pages": qualities})
    elif pages:
        _print_pages(qualities)
    elif as_json:
        print_json({"document": document, "sections": sections})
    else:
        _print_document(document, sections)


def _print_pages(qualities: list[PageQuality]) -> None:
    for page in qualities:
        confidence = "" if page.confidence is None else f", words {page.confidence:.0%} sure"
        remark = f"  {page.remark}" if page.remark else ""
        click.echo(f"{page.number:5}  {page.method:<12}{page.score:.0%}{confidence}{remark}")


def _print_document(document: Document, sections: list[Section]) -> None:
    click.echo(document.title)
    when = document.date or document.year or ""
    click.echo(
        f"{document.kind} {document.number or ''} {when} {document.lang}, {document.visibility}, "
        f"{document.source.filename}\n"
    )
    for doubt in document.doubts:
        click.echo(f"doubt: {doubt}")
    for section in sections:
        click.echo(f"[{section.kind} {section.id}]")
        click.echo(_section_text(section.number, section.heading, section.text))


@click.command()
@json_option
@click.pass_obj
def doubts(data: Path | None, as_json: bool) -> None:
    """List the documents that were not read with certainty, and why: work for an editor."""
    with opened(data) as knowledge_base:
        documents = knowledge_base.store.documents(knowledge_base.operator)
    doubtful = [document for document in documents if document.doubts]
    if as_json:
        print_json([{"id": one.id, "title": one.title, "doubts": one.doubts} for one in doubtful])
        return
    for document in doubtful:
        click.echo(f"{document.id}  {document.title}")
        for doubt in document.doubts:
            click.echo(f"    {doubt}")
    click.echo(f"{len(doubtful)} of {len(documents)} documents have doubts")


@click.command()
@click.argument("document_id")
@click.argument("pairs", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--by", default=getpass.getuser, help="Who says so (default: your login name).")
@click.pass_obj
def edit(data: Path | None, document_id: str, pairs: tuple[str, ...], by: str) -> None:
    """Set fields of a description for good; without fields, print who changed what."""
    from kb.overrides import from_pairs

    with opened(data) as knowledge_base:
        if pairs:
            knowledge_base.edit(document_id, from_pairs(pairs), by)
        for one in knowledge_base.history(document_id, knowledge_base.operator):
            click.echo(
                f"{one.at:%Y-%m-%d %H:%M}  {one.by}  {one.field}: {one.before} -> {one.after}"
            )


@click.command()
@click.argument("document_ids", nargs=-1, required=True)
@click.option("--apart", is_flag=True, help="Make each the only text of its act instead.")
@click.pass_obj
def link(data: Path | None, document_ids: tuple[str, ...], apart: bool) -> None:
    """Say that documents are texts of one act: translations or editions."""
    with opened(data) as knowledge_base:
        if apart:
            for document_id in document_ids:
                knowledge_base.unlink(document_id)
        else:
            knowledge_base.link(document_ids)


@click.command()
@click.argument("document_ids", nargs=-1, required=True)
@click.pass_obj
def remove(data: Path | None, document_ids: tuple[str, ...]) -> None:
    """Forget documents: text, index and original."""
    with opened(data) as knowledge_base:
        for document_id in document_ids:
            knowledge_base.remove(document_id)
            click.echo(f"removed   {document_id}")
