"""Filters as links: each leads to the same page with the filter put on or taken off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter that what is shown can be given, or that can be taken away.

    Attributes:
        field: A facet, "from" or "to".
        address: Of the same page with the filter changed.
        count: How much of what is shown has the value.
    """

    field: str
    value: str
    address: str
    count: int = 0
    selected: bool = False
