"""Rewriting rules, and a text rewritten by them that remembers where each character came from."""

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
class Folded:
    """A text in its canonical search form, with the way back.

    Attributes:
        text: The canonical form.
        starts, ends: For each character of `text` the code-point span in the original that it came
            from. Neither ever decreases. All characters of a rewritten piece have the span of the
            whole piece, because no part of it stands for a part of the original.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a slice of `text` came from.

        Args:
            start, end: 0 <= start < end <= len(text).

        Returns:
            Start and end in the original, in code points.
        """
        return self.starts[start], self.ends[end - 1]


def apply(rules: Sequence[Rule], text: str) -> str:
    """Apply the rules in their order, once."""
    for rule in rules:
        text = rule.pattern.sub(rule.replace, text)
    return text


def apply_tracked(rules: Sequence[Rule], folded: Folded) -> Folded:
    """Apply the rules in their order, once, and follow where the characters come from."""
    for rule in rules:
        folded = _apply_one(rule, folded)
    return folded


def untouched(text: str) -> Folded:
    """A text as the starting point of tracked rewriting."""
    return Folded(text, array("i", range(len(text))), array("i", range(1, len(text) + 1)))


def _apply_one(rule: Rule, folded: Folded) -> Folded:
    text = folded.text
    pieces: list[str] = []
    starts, ends = array("i"), array("i")
    copied = 0
    for match in rule.pattern.finditer(text):
        new = rule.replace(match)
        if new == match.group():
            continue
        begin, end = match.span()
        pieces += (text[copied:begin], new)
        starts.extend(folded.starts[copied:begin])
        ends.extend(folded.ends[copied:begin])
        starts.extend([folded.starts[begin]] * len(new))
        ends.extend([folded.ends[end - 1]] * len(new))
        copied = end
    if not copied:
        return folded
    pieces.append(text[copied:])
    starts.extend(folded.starts[copied:])
    ends.extend(folded.ends[copied:])
    return Folded("".join(pieces), starts, ends)
