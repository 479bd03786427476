"""Messages in the language of the interface, from a catalogue that is looked up once a request.

The libraries look it up anew for each message: with them, messages took a sixth of the time of a
page.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import cast

from flask import g
from flask_babel import get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup


def message(text: str, /, **values: object) -> Markup:
    """Write a message of a template; its values are escaped."""
    written = Markup(_written(text))  # noqa: S704 (messages are ours)
    return written % values if values else written


def counted_message(one: str, several: str, count: int, /, **values: object) -> Markup:
    """Write a message that depends on a number, as `message` does."""
    text = _catalogue().ngettext(one, several, count)
    return Markup(text) % values  # noqa: S704 (messages are ours)


def lazy_message(text: str) -> LazyString:
    """A message that is written where it is shown, in the language of the interface there."""
    return LazyString(_written, text)  # type: ignore[no-untyped-call]


def _written(text: str) -> str:
    return _catalogue().gettext(text)


def _catalogue() -> NullTranslations:
    """The messages in the language of the current request."""
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return cast(NullTranslations, found)
