"""Whether an act holds: which act the register knows to have amended or repealed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kb.model import Status
from kb.register import load_register
from kb.tables import bad_line, read_table, rows

_FILE = "amendments.tsv"
_COLUMNS = ("act", "change", "by")
_CHANGES = frozenset({Status.AMENDED, Status.REPEALED})


@dataclass(frozen=True, slots=True)
class ActChange:
    """What happened to an act.

    Attributes:
        act, by: Keys of the register: the act, and the later one that did it.
    """

    act: str
    change: Status
    by: str


def parse_changes(text: str, known: frozenset[str]) -> tuple[ActChange, ...]:
    """Read the table of amendments.

    Args:
        known: The keys of the register.

    Raises:
        ConfigurationError: A line names an act that is not in the register, or another change.
    """
    changes = []
    for line, (act, change, by) in rows(text, _FILE, _COLUMNS):
        for key in (act, by):
            if key not in known:
                raise bad_line(_FILE, line, f"{key!r} is no key of the register")
        if change not in _CHANGES:
            raise bad_line(_FILE, line, f"{change!r} is neither amended nor repealed")
        changes.append(ActChange(act, Status(change), by))
    return tuple(changes)


@cache
def _changes() -> Mapping[str, tuple[ActChange, ...]]:
    known = frozenset(work.key for work in load_register())
    found: dict[str, list[ActChange]] = {}
    for change in parse_changes(read_table(_FILE), known):
        found.setdefault(change.act, []).append(change)
    return {act: tuple(changes) for act, changes in found.items()}


def changes_of(register_key: str | None) -> tuple[ActChange, ...]:
    """What the register knows to have happened to an act; a repeal stands last.

    Args:
        register_key: None for a document that is of no act of the register.
    """
    found = _changes().get(register_key or "", ())
    return tuple(sorted(found, key=lambda change: change.change is Status.REPEALED))
