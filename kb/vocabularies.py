"""Closed lists of things with a Khmer and an English name: topics, issuers, organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kb.phrases import Key, Occurrence, PhraseTable, keyed
from kb.tables import bad_line, read_table, rows, variants

COLUMNS = ("code", "km", "en", "aliases")
"""Of the table of a list; several aliases are parted by a vertical bar."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list.

    Attributes:
        code: Stable: it is in addresses, in the JSON API and in the index.
        km, en: Names as shown.
        aliases: What else a text may call it.
    """

    code: str
    km: str
    en: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the Khmer one first."""
        return (self.km, self.en, *self.aliases)


class Vocabulary:
    """A list, and the search for its entries.

    Args:
        entries: In the order in which they are shown.
        shown_by_aliases: Whether a text shows an entry by its aliases alone: the name of a topic
            may be too short a word to show anything ("ទឹក", water).
    """

    def __init__(self, entries: Iterable[Entry], *, shown_by_aliases: bool = False) -> None:
        self.entries: Mapping[str, Entry] = {entry.code: entry for entry in entries}
        listed = self.entries.values()
        self._names = PhraseTable(keyed((name, entry) for entry in listed for name in entry.names))
        self._shown = self._names
        if shown_by_aliases:
            self._shown = PhraseTable(
                keyed((alias, entry) for entry in listed for alias in entry.aliases)
            )

    def find(self, texts: Key) -> Iterator[Occurrence[Entry]]:
        """What shows entries in the token texts of `analyzers.clusters`; may overlap."""
        return self._shown.all_in(texts)

    def named(self, name: str) -> Entry | None:
        """The entry with this code or name; None if there is none."""
        return self.entries.get(name) or next(iter(self._names.get(name)), None)


def parse_vocabulary(text: str, file: str) -> tuple[Entry, ...]:
    """Read a list.

    Args:
        text: A table with the columns of `COLUMNS`.
        file: Its file name, for messages.

    Raises:
        ConfigurationError: A line has a repeated code or lacks a name.
    """
    entries: dict[str, Entry] = {}
    for line, (code, km, en, aliases) in rows(text, file, COLUMNS):
        if not (code and km and en):
            raise bad_line(file, line, "it needs a code, a Khmer and an English name")
        if code in entries:
            raise bad_line(file, line, f"the code {code!r} is there already")
        entries[code] = Entry(code, km, en, variants(aliases))
    return tuple(entries.values())


def _load(file: str, *, shown_by_aliases: bool = False) -> Vocabulary:
    entries = parse_vocabulary(read_table(file), file)
    return Vocabulary(entries, shown_by_aliases=shown_by_aliases)


@cache
def topics() -> Vocabulary:
    """What documents are about; aliases are the words by which a text shows it."""
    return _load("topics.tsv", shown_by_aliases=True)


@cache
def issuers() -> Vocabulary:
    """Who makes official acts."""
    return _load("issuers.tsv")


@cache
def organisations() -> Vocabulary:
    """Organisations that write briefs and minutes, as far as they are widely known."""
    return _load("organisations.tsv")
