"""The start page and the help page."""

from __future__ import annotations

from flask import Blueprint, render_template

from kb.model import DocumentKind
from webapp.i18n import PREFIX
from webapp.services import audience, knowledge_base

NEWEST = 8
"""How many documents the start page names."""

blueprint = Blueprint("pages", __name__, url_prefix=PREFIX)


@blueprint.get("/")
def start() -> str:
    """The search box, what there is by kind, and what is new."""
    counts = knowledge_base().counts(audience())
    return render_template(
        "start.html",
        counts=[(kind, counts[kind]) for kind in DocumentKind if counts.get(kind)],
        newest=knowledge_base().documents(audience(), limit=NEWEST),
    )


@blueprint.get("/help")
def help_page() -> str:
    """What this is, and how to ask it."""
    return render_template("help.html")
