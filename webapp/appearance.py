"""Light or dark: as the device says, or as the reader chose; the choice is kept in a cookie."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.i18n import PREFIX
from webapp.parameters import AppearanceParameters, Colours, read

COOKIE = "colours"
_YEAR = 365 * 24 * 3600


blueprint = Blueprint("appearance", __name__, url_prefix=PREFIX)


def install(app: Flask) -> None:
    """Give the templates the choice."""
    app.jinja_env.globals["colours"] = colours


def colours() -> Colours:
    """What the reader chose; anything unknown counts as nothing chosen."""
    try:
        return Colours(request.cookies.get(COOKIE, ""))
    except ValueError:
        return Colours.DEVICE


@blueprint.get("/appearance")
def appearance() -> str | Response:
    """The choices; with one of them as a parameter, keep it for a year.

    It changes nothing but a cookie of the browser that asks, so it is a `GET` and needs no token.
    """
    parameters = read(AppearanceParameters, request.args, strict=False)
    if parameters.colours is None:
        return render_template("appearance.html", Colours=Colours)
    response = redirect(url_for("appearance.appearance"), 303)
    if parameters.colours is Colours.DEVICE:
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE,
            parameters.colours,
            _YEAR,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
