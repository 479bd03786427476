"""Commands on pages: recognise, correct, read again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kb.cli.common import json_option, opened, print_json, progress_bar

if TYPE_CHECKING:
    from kb.model import Document, Page
    from kb.recognition import Recognised


@click.command()
@json_option
@click.pass_obj
def ocr(data: Path | None, as_json: bool) -> None:
    """Recognise the text of scanned pages; run again after an interruption, it goes on."""
    from kb.recognition import Recognition

    done: list[Recognised] = []
    with opened(data) as knowledge_base:
        service = Recognition(knowledge_base)
        waiting = service.queue()
        with progress_bar(sum(waiting.values()), "pages") as advance:

            def progress(document: Document, page: Page) -> None:
                advance(f"{document.source.filename} {page.number}")

            def report(outcome: Recognised) -> None:
                done.append(outcome)
                if not as_json:
                    _print_recognised(outcome)

            service.run(report, progress)
    if as_json:
        print_json(done)
    else:
        click.echo(f"{sum(outcome.pages for outcome in done)} pages recognised")
    if any(outcome.code for outcome in done):
        sys.exit(1)


def _print_recognised(outcome: Recognised) -> None:
    if outcome.code:
        click.echo(f"failed    {outcome.title}")
        click.echo(f"          {outcome.message} {outcome.remedy}".rstrip())
    else:
        sure = "" if outcome.confidence is None else f", {outcome.confidence:.0%} sure"
        click.echo(f"read      {outcome.title} ({outcome.pages} pages{sure})")
    sys.stdout.flush()


@click.command()
@click.argument("document_id")
@click.argument("page", type=click.IntRange(min=1))
@click.argument("file", required=False, type=click.File(encoding="utf-8"))
@click.pass_obj
def correct(data: Path | None, document_id: str, page: int, file: TextIO | None) -> None:
    """Put the text of FILE, or what you type in an editor, in the place of a page's text."""
    from ingest.worker import WorkerPool
    from kb.rereading import correct_page

    with opened(data) as knowledge_base:
        document = knowledge_base.document(document_id, knowledge_base.operator)
        if file is not None:
            text = file.read()
        else:
            present = knowledge_base.page(document_id, page, knowledge_base.operator)
            edited = click.edit("\n".join(line.text for line in present.lines))
            if edited is None:
                click.echo("nothing changed")
                return
            text = edited
        with WorkerPool(1, knowledge_base.file_limits) as pool:
            correct_page(knowledge_base, pool, document, page, text)
    click.echo(f"corrected {document.title}, page {page}")


@click.command()
@click.argument("document_ids", nargs=-1)
@click.pass_obj
def reread(data: Path | None, document_ids: tuple[str, ...]) -> None:
    """Read originals again, as this version reads them; without ids all of them."""
    from ingest.worker import WorkerPool
    from kb.errors import FileRejected
    from kb.rereading import reread as read_again

    failed = False
    with opened(data) as knowledge_base:
        documents = (
            [knowledge_base.document(one, knowledge_base.operator) for one in document_ids]
            if document_ids
            else knowledge_base.store.documents(knowledge_base.operator)
        )
        with WorkerPool(1, knowledge_base.file_limits) as pool:
            for document in documents:
                try:
                    read_again(knowledge_base, pool, document)
                    click.echo(f"read      {document.source.filename}")
                except FileRejected as error:
                    failed = True
                    click.echo(f"failed    {document.source.filename}")
                    click.echo(f"          {error.message} {error.remedy}".rstrip())
        knowledge_base.update_index()
        waiting = sum(knowledge_base.pages.waiting().values())
    if waiting:
        click.echo(f"{waiting} pages wait for OCR: kb ocr, or leave them to kb serve")
    if failed:
        sys.exit(1)
