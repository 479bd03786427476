"""Changes of a wording, marked so that they read without colours, on paper and aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup, escape

from analyzers import displayed
from kb.comparison import Change, ChangeKind, compare


@dataclass(frozen=True)
class Changes:
    """What changed from one wording to another, ready to be shown.

    Attributes:
        changes: Runs in order.
    """

    changes: Sequence[Change]

    @classmethod
    def between(cls, before: str, after: str) -> Changes:
        """Compare two stored texts."""
        return cls(compare(displayed(before), displayed(after)))

    @cached_property
    def before(self) -> Markup:
        """The old wording, with what was removed marked."""
        return _lines(
            _removed(one.before) if one.kind is ChangeKind.CHANGED else escape(one.before)
            for one in self.changes
        )

    @cached_property
    def after(self) -> Markup:
        """The new wording, with what was added marked."""
        return _lines(
            _added(one.after) if one.kind is ChangeKind.CHANGED else escape(one.after)
            for one in self.changes
        )

    @cached_property
    def inline(self) -> Markup:
        """Both wordings in one text: what stays once, what was removed before what was added."""
        return _lines(
            _removed(one.before) + _added(one.after)
            if one.kind is ChangeKind.CHANGED
            else escape(one.after)
            for one in self.changes
        )

    @cached_property
    def spellings(self) -> Sequence[tuple[str, str]]:
        """What is only spelt otherwise, as old and new, each once."""
        pairs = (
            (one.before.strip(), one.after.strip())
            for one in self.changes
            if one.kind is ChangeKind.SPELLING
        )
        return tuple(dict.fromkeys(pairs))


def _removed(text: str) -> Markup:
    return _mark("del", _("removed:"), text)


def _added(text: str) -> Markup:
    return _mark("ins", _("added:"), text)


def _mark(tag: str, label: str, text: str) -> Markup:
    """A change with its name, which is heard, and seen where no style sheet hides it."""
    if not text:
        return Markup()
    core = text.rstrip()
    template = '<{0}><span class="unseen">[{1} </span>{2}<span class="unseen">]</span></{0}>{3}'
    return Markup(template).format(Markup(tag), label, core, text[len(core) :])  # noqa: S704


def _lines(pieces: Iterable[Markup]) -> Markup:
    return Markup('<p class="lines">{}</p>').format(Markup("").join(pieces))
