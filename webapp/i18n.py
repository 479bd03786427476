"""The language of the interface: Khmer or English, named by the first part of the path."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from flask import Flask, Request, current_app, g, request, url_for
from flask_babel import Babel

from kb.labels import DIGITS
from kb.model import Document, DocumentKind
from webapp.links import with_query
from webapp.messages import counted_message, message
from webapp.messages import lazy_message as _

INTERFACES = ("km", "en")
DEFAULT = "km"
_DATE_LOCALES = {"km": "km", "en": "en_GB"}  # both put the day first
PREFIX = "/<any(km, en):interface>"
"""Start of the path of every page."""

KINDS = {
    DocumentKind.CONSTITUTION: _("Constitution"),
    DocumentKind.CODE: _("Code"),
    DocumentKind.LAW: _("Law"),
    DocumentKind.ROYAL_DECREE: _("Royal decree"),
    DocumentKind.SUB_DECREE: _("Sub-decree"),
    DocumentKind.PRAKAS: _("Prakas"),
    DocumentKind.CIRCULAR: _("Circular"),
    DocumentKind.DECISION: _("Decision"),
    DocumentKind.TREATY: _("Treaty"),
    DocumentKind.GUIDELINE: _("Guideline"),
    DocumentKind.BRIEF: _("Brief"),
    DocumentKind.REPORT: _("Report"),
    DocumentKind.MINUTES: _("Minutes"),
    DocumentKind.OTHER: _("Other document"),
    DocumentKind.DISCUSSION: _("Discussion"),
}


def install(app: Flask) -> None:
    """Choose the language of each request and give the templates what depends on it."""
    Babel(app, locale_selector=interface)  # type: ignore[no-untyped-call]
    app.url_value_preprocessor(_take_interface)
    app.url_defaults(_add_interface)
    app.jinja_env.globals.update(
        _=message,
        ngettext=counted_message,
        interface=interface,
        in_interface=in_interface,
        INTERFACES=INTERFACES,
    )
    app.jinja_env.filters.update(
        number=number,
        date=date,
        kind=kind_name,
        language=language_name,
        when=when,
        year=year,
        size=size,
    )


def interface() -> str:
    """The language of the current request: of its path, else the best that the reader accepts.

    The API speaks English.
    """
    found: str | None = g.get("interface")
    if found is None:
        found = g.interface = _interface_of(request)
    return found


def _interface_of(request: Request) -> str:
    first = request.path.split("/", 2)[1]
    if first == "api":
        return "en"
    if first in INTERFACES:
        return first
    return request.accept_languages.best_match(INTERFACES, default=DEFAULT)


def in_interface(language: str) -> str:
    """Address of the current page in another language of the interface; of the start, if none."""
    is_page = request.method in ("GET", "HEAD") and "interface" in g.get("path_values", {})
    if request.endpoint is None or not is_page:
        return url_for("pages.start", interface=language)
    address = url_for(request.endpoint, **{**g.path_values, "interface": language})
    return with_query(address, request.args.items(multi=True))


def number(value: int) -> str:
    """Write a number as the readers of the interface do ("1,304", "១.៣០៤")."""
    text = f"{value:,}"
    if interface() == "km":
        return text.replace(",", ".").translate(DIGITS["km"])
    return text


def year(value: int | str) -> str:
    """Write a year, without a mark between thousands."""
    return str(value).translate(DIGITS.get(interface(), {}))


def size(value: int) -> str:
    """Write a number of bytes in kB or MB (powers of ten), rounded up."""
    kilobytes = -(-value // 1000)
    if kilobytes < 1000:
        return f"{number(kilobytes)} kB"
    return f"{number(-(-kilobytes // 1000))} MB"


def date(value: dt.date) -> str:
    """Write a day with the name of its month."""
    return _date(value, interface())


@lru_cache(maxsize=4096)
def _date(value: dt.date, lang: str) -> str:
    text: str = format_date(value, "long", locale=_DATE_LOCALES[lang])
    return text.translate(DIGITS.get(lang, {}))


def when(document: Document) -> str:
    """Write the date of a document, or its year if no more is known; "" if neither is."""
    if document.date is not None:
        return date(document.date)
    return "" if document.year is None else year(document.year)


def kind_name(kind: DocumentKind | str) -> str:
    """Name a kind of document."""
    return str(KINDS[DocumentKind(kind)])


def language_name(code: str) -> str:
    """Name a language in the language of the interface; the code itself if it has no name."""
    return _language_name(code, interface())


@lru_cache(maxsize=256)
def _language_name(code: str, lang: str) -> str:
    return str(Locale(lang).languages.get(code, code))


def _take_interface(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep the values of the path and take the language out of what the view is given."""
    g.path_values = dict(values or {})
    if values:
        values.pop("interface", None)


def _add_interface(endpoint: str, values: dict[str, Any]) -> None:
    """Links go to pages in the same language, if not said otherwise."""
    if "interface" not in values and current_app.url_map.is_endpoint_expecting(
        endpoint, "interface"
    ):
        values["interface"] = interface()
