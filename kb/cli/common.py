"""What the commands share."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kb.access import Audience
    from kb.knowledge_base import KnowledgeBase
    from kb.settings import Settings

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
as_option = click.option(
    "--as", "login", required=True, help="Sign-in name of the member who does it."
)
visibility_option = click.option(
    "--visibility",
    type=click.Choice(["network", "organisation"]),
    default="network",
    show_default=True,
    help="Who may see it.",
)


def settings_of(data: Path | None) -> Settings:
    """Read the settings for the data folder of the command line."""
    from kb.settings import load_settings

    return load_settings(data)


@contextmanager
def opened(data: Path | None) -> Iterator[KnowledgeBase]:
    """Open the knowledge base of the data folder."""
    from kb.knowledge_base import KnowledgeBase

    with KnowledgeBase.open(settings_of(data)) as knowledge_base:
        yield knowledge_base


def acting(knowledge_base: KnowledgeBase, login: str) -> Audience:
    """Give the member who does what is commanded.

    Raises:
        NotFound: Nobody who may come in signs in with this name.
    """
    people = knowledge_base.members.people
    return knowledge_base.members.audience(people.signing_in_with(login).id)


@contextmanager
def progress_bar(total: int, unit: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal how far a command is.

    Args:
        unit: What is counted, for the speed: "files".

    Yields:
        What to call after each piece of the work, with its name.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=console,
    )
    task = bar.add_task("", total=total, rate="")

    def advance(name: str) -> None:
        speed = bar.tasks[0].speed
        rate = f"{speed:.3g} {unit}/s" if speed else ""
        bar.update(task, advance=1, description=name, rate=rate)

    with bar if console.is_terminal else nullcontext():
        yield advance


def print_json(value: object) -> None:
    """Print a value as JSON; dataclasses become objects, dates ISO 8601."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
