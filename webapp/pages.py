"""The start page and the help page."""

from __future__ import annotations

from flask import Blueprint, render_template

from kb.browsing import ALL, Due, Selection
from kb.model import Document, DocumentKind
from kb.vocabularies import topics as topic_vocabulary
from webapp.actions import today
from webapp.i18n import PREFIX
from webapp.services import audience, knowledge_base

NEWEST = 8
"""How many documents the start page names."""
SOONEST = 5
"""How many actions and discussions that are due it names."""

blueprint = Blueprint("pages", __name__, url_prefix=PREFIX)


@blueprint.get("/")
def start() -> str:
    """The search box, what there is by kind and topic, what is to be done, and what is new.

    Members see beside it what is new from their own organisation, and discussions to look at again.
    """
    catalogue = knowledge_base().catalogue
    counts = catalogue.counts(["kind", "topic"], audience())
    kinds, topics = counts["kind"], counts["topic"]
    newest = catalogue.documents(ALL, audience(), order="added", limit=NEWEST)
    own: list[Document] = []
    if audience().own_organisation is not None:
        selection = Selection(owner=audience().own_organisation)
        own = catalogue.documents(selection, audience(), order="added", limit=NEWEST)
    coming = catalogue.actions(Due.COMING, today(), audience(), limit=SOONEST + 1)
    return render_template(
        "start.html",
        kinds=[(kind, kinds[kind]) for kind in DocumentKind if kinds[kind]],
        topics=[(code, topics[code]) for code in topic_vocabulary().entries if topics[code]],
        newest=newest,
        own=own,
        coming=coming[:SOONEST],
        more_coming=len(coming) > SOONEST,
        again=knowledge_base().discussion.closings.due(audience(), limit=SOONEST),
    )


@blueprint.get("/help")
def help_page() -> str:
    """What this is, and how to ask it."""
    return render_template("help.html")
