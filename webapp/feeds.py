"""Atom feeds (RFC 4287): any search for everybody, and a member's own by a secret address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from analyzers import displayed
from kb.access import Audience
from kb.alerts.model import News, Query
from kb.model import Document
from webapp.i18n import PREFIX
from webapp.links import document_permalink, with_query
from webapp.parameters import NoParameters, SearchParameters, read
from webapp.services import knowledge_base

SHOWN = 50
_HITS = 100
MEDIA_TYPE = "application/atom+xml"
_NEVER = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
"""What an empty feed was updated at: it must say something."""

blueprint = Blueprint("feeds", __name__, url_prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed."""

    id: str
    title: str
    lang: str
    link: str
    updated: dt.datetime


@blueprint.get("/search.atom")
def search() -> Response:
    """The documents that a search finds, the newest here first; what visitors may read."""
    parameters = read(SearchParameters, request.args)
    kb, visitor = knowledge_base(), Audience.visitor()
    asked = parameters.request(limit=_HITS, widen=False)
    found = {hit.document.id: hit.document for hit in kb.search(asked, visitor).hits}
    # The best hits may all be of old documents: what is new is looked for by itself.
    newest = {one.id: one for one in kb.store.documents(visitor, limit=SHOWN)}
    query = Query(asked.text, asked.filters, asked.date_from, asked.date_to)
    found |= {one: newest[one] for one in kb.alerts.watch.matching(query, newest, visitor)}
    in_order = sorted(found.values(), key=lambda one: (one.added_at, one.id), reverse=True)
    entries = [_entry(document) for document in in_order[:SHOWN]]
    title = f"{_('Search')}: {parameters.q}" if parameters.q else _("Search")
    address = with_query(url_for("search.results", _external=True), request.args.items(multi=True))
    return _feed(request.url, title, address, entries)


@blueprint.get("/feeds/<secret>.atom")
def own(secret: str) -> Response:
    """What is new for a member; what is not public is there without its name.

    Programs that read feeds keep them with those of other people.
    """
    read(NoParameters, request.args)
    service = knowledge_base().alerts
    by = service.of_feed(secret)
    entries = [_news_entry(one) for one in service.news(by, SHOWN)]
    home = url_for("alerts.index", _external=True)
    response = _feed(f"urn:policy-kb:feed:{by.member_id}", _("New for you"), home, entries)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _entry(document: Document) -> Entry:
    address = document_permalink(document)
    title = displayed(document.title)
    return Entry(address, title, document.lang, address, document.added_at)


def _news_entry(news: News) -> Entry:
    if document := news.public:
        address = document_permalink(document)
        return Entry(address, displayed(document.title), document.lang, address, news.at)
    home = url_for("alerts.index", _external=True)
    return Entry(f"urn:policy-kb:news:{news.id}", _("1 new for members"), "", home, news.at)


def _feed(id_: str, title: str, home: str, entries: Sequence[Entry]) -> Response:
    updated = max((entry.updated for entry in entries), default=_NEVER)
    text = render_template(
        "feed.xml", id=id_, title=title, home=home, entries=entries, updated=updated
    )
    return Response(text, mimetype=MEDIA_TYPE)
