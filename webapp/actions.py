"""What minutes ask people to do: who, what, by when."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, render_template, request, url_for

from webapp.i18n import PREFIX
from webapp.parameters import ActionParameters, number_of_pages, read
from webapp.services import audience, knowledge_base

PAGE_SIZE = 25
_CAMBODIA = dt.timezone(dt.timedelta(hours=7))

blueprint = Blueprint("actions", __name__, url_prefix=PREFIX)


@blueprint.get("/actions")
def actions() -> str:
    """The actions that are due from today on, that were due before, or that have no day."""
    parameters = read(ActionParameters, request.args, strict=False)
    catalogue = knowledge_base().catalogue
    total = catalogue.count_actions(parameters.due, today(), audience())
    found = catalogue.actions(
        parameters.due,
        today(),
        audience(),
        limit=PAGE_SIZE,
        offset=(parameters.page - 1) * PAGE_SIZE,
    )
    pages = number_of_pages(total, PAGE_SIZE, parameters.page)
    return render_template(
        "actions.html",
        due=parameters.due,
        total=total,
        actions=found,
        page=parameters.page,
        pages=pages,
        address_of_page=lambda page: url_for(
            "actions.actions", due=parameters.due, page=page if page > 1 else None
        ),
    )


def today() -> dt.date:
    """The day in Cambodia, which knows no summer time."""
    return dt.datetime.now(_CAMBODIA).date()
