"""Rewriting rules, and texts that remember where their characters came from."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Rewrites every match of a pattern. A match is the smallest piece that changes as a whole.

    Attributes:
        pattern: Matches in linear time, and as few pieces that stay as they are as it can.
        replace: The new text of a match.
    """

    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Tracked:
    """A rewritten text with the way back to the original.

    Attributes:
        text: The text as it is now.
        starts, ends: For each of its characters the code-point span in the original that it came
            from. Neither ever decreases. All characters of a rewritten piece have the span of the
            whole piece, because no part of it stands for a part of the original.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def apply(rules: Sequence[Rule], text: str) -> str:
    """Apply the rules in their order, once."""
    for rule in rules:
        text = rule.pattern.sub(rule.replace, text)
    return text


def apply_tracked(rules: Sequence[Rule], tracked: Tracked) -> Tracked:
    """Apply the rules in their order, once, and follow where the characters come from."""
    for rule in rules:
        tracked = _apply_one(rule, tracked)
    return tracked


def untouched(text: str) -> Tracked:
    """A text as the starting point of tracked rewriting."""
    return Tracked(text, range(len(text)), range(1, len(text) + 1))


def _apply_one(rule: Rule, tracked: Tracked) -> Tracked:
    text = tracked.text
    pieces: list[str] = []
    starts, ends = array("i"), array("i")
    copied = 0
    for match in rule.pattern.finditer(text):
        new = rule.replace(match)
        if new == match.group():
            continue
        begin, end = match.span()
        pieces += (text[copied:begin], new)
        starts.extend(tracked.starts[copied:begin])
        ends.extend(tracked.ends[copied:begin])
        starts.extend([tracked.starts[begin]] * len(new))
        ends.extend([tracked.ends[end - 1]] * len(new))
        copied = end
    if not copied:
        return tracked
    pieces.append(text[copied:])
    starts.extend(tracked.starts[copied:])
    ends.extend(tracked.ends[copied:])
    return Tracked("".join(pieces), starts, ends)
