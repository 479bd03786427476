"""What the commands share."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.settings import Settings

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


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


def print_json(value: object) -> None:
    """Print a value as JSON; dataclasses become objects, dates ISO 8601."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
