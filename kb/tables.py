"""Tables that come with the program: text, one line a row, cells parted by a tab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from kb.errors import ConfigurationError


def bad_line(name: str, line: int, message: str) -> ConfigurationError:
    """The error for a line of a table that cannot be used.

    Args:
        name: File name of the table.
        line: Line number, 1 for the heading.
        message: What is wrong with it, as the end of a sentence.
    """
    return ConfigurationError(
        f"{name}, line {line}: {message}.", "Correct the line; README.md beside it says how."
    )


def read_table(name: str) -> str:
    """The text of a table of `kb.data`."""
    return files("kb.data").joinpath(name).read_text(encoding="utf-8")


def rows(text: str, name: str, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table.

    Args:
        text: The table, with a heading line.
        name: Its file name, for messages.
        columns: The names that the heading must have.

    Yields:
        Line number and cells, one for each column.

    Raises:
        ConfigurationError: The heading is another, or a row has not one cell a column.
    """
    heading, *lines = text.splitlines()
    if heading.split("\t") != list(columns):
        raise bad_line(name, 1, f"the heading must be {', '.join(columns)}, parted by tabs")
    for number, line in enumerate(lines, 2):
        cells = tuple(line.split("\t"))
        if len(cells) != len(columns):
            raise bad_line(name, number, f"it has {len(cells)} cells and needs {len(columns)}")
        yield number, cells


def variants(cell: str) -> tuple[str, ...]:
    """The variants in a cell, which are parted by a vertical bar; none for an empty cell."""
    return tuple(cell.split("|")) if cell else ()
