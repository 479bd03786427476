"""Errors as answers: RFC 9457 problems for the API, a page that says what to do for people."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import HTTPException, SecurityError

from kb.errors import KbError, SignInNeeded, TooManyRequests
from webapp.forms import FAULTS
from webapp.i18n import interface
from webapp.links import with_query
from webapp.parameters import BadParameter

RETRY_AFTER = 30
"""Seconds after which something that was not there is worth another try."""

EXPLANATIONS = {
    "bad-request": (
        _("This request cannot be understood."),
        _("Go to the start page and try again from there."),
    ),
    "not-found": (
        _("There is nothing at this address."),
        _("Check the address, or search for what you need."),
    ),
    "method-not-allowed": (
        _("This address cannot be used in this way."),
        _("Open the page by its link."),
    ),
    "content-too-large": (
        _("The request is too large."),
        _("Send less at once."),
    ),
    "invalid-input": (
        _("Part of this address cannot be used."),
        _("Shorten or correct the query, or start a new search."),
    ),
    "sign-in-needed": (
        _("This is for members of the network."),
        _("Sign in, then open the page again."),
    ),
    "forbidden": (
        _("You do not have the right to do this."),
        _("Ask an admin of your organisation."),
    ),
    "stale-form": (
        _("This form was open too long, or is not from this site."),
        _("Go back, open the page again, and send it once more."),
    ),
    "wrong-offset": (
        _("The piece does not go on where the file ends."),
        _("Begin the upload once more."),
    ),
    "too-many-requests": (
        _("There were too many attempts."),
        _("Wait some minutes, then try again."),
    ),
    "unavailable": (
        _("This cannot be answered at the moment."),
        _("Try again in a minute. Documents can still be read."),
    ),
    "internal": (
        _("Something went wrong on our side."),
        _("Try again. If it happens again, tell the people who run this site the number below."),
    ),
}
"""What went wrong and what to do, by the code of the error."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as it is told.

    Attributes:
        status: HTTP status.
        code: Stable name in kebab case.
        detail: What went wrong.
        remedy: What to do now.
        parameter: Name of the parameter that is at fault, "" if none is.
    """

    status: int
    code: str
    detail: str
    remedy: str
    parameter: str = ""


def install(app: Flask) -> None:
    """Answer every error of a request."""
    app.register_error_handler(KbError, _answer_kb_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_failure)


def _answer_kb_error(error: KbError) -> Response:
    if isinstance(error, BadParameter):
        return _answer(
            Problem(error.status, error.code, error.message, error.remedy, error.parameter)
        )
    if error.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # its sentences are the operator's
        return _answer_failure(error)
    if isinstance(error, SignInNeeded) and not _is_api() and request.method == "GET":
        address = with_query(url_for("sign_in.form"), {"next": request.full_path.rstrip("?")})
        return make_response(redirect(address, 303))
    detail, remedy = error.message, error.remedy
    if not _is_api():  # the sentences of the services are English
        detail, remedy = _explanation(error.code)
    response = _answer(Problem(error.status, error.code, detail, remedy))
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        current_app.logger.error("Request %s: %s", g.request_id, error.message)
        response.headers["Retry-After"] = str(RETRY_AFTER)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.seconds)
    if isinstance(error, SignInNeeded):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _answer_http_error(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):  # a foreign host name, for which no link can be made
        return Response("This host name is not served here.\n", 400, mimetype="text/plain")
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())  # a redirect
    code = HTTPStatus(error.code).phrase.lower().replace(" ", "-")
    response = _answer(Problem(error.code, code, *_explanation(code)))
    for name, value in error.get_headers():
        if name != "Content-Type":  # 405 must name the methods that are allowed
            response.headers[name] = value
    return response


def _answer_failure(error: Exception) -> Response:
    current_app.logger.error("Request %s failed", g.request_id, exc_info=error)
    return _answer(Problem(500, "internal", *_explanation("internal")))


def _is_api() -> bool:
    return request.path.startswith("/api/")


def _explanation(code: str) -> tuple[str, str]:
    sentence, remedy = EXPLANATIONS.get(code) or FAULTS.get(code) or EXPLANATIONS["bad-request"]
    return str(sentence), str(remedy)


def _answer(problem: Problem) -> Response:
    if not _is_api():
        page = render_template("error.html", problem=problem)
        response = make_response(page, problem.status)
        if f"/{interface()}/" not in request.path:
            response.vary.add("Accept-Language")
        return response
    body = {
        "type": f"urn:policy-kb:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "remedy": problem.remedy,
        "request_id": g.request_id,
    }
    if problem.parameter:
        body["parameter"] = problem.parameter
    response = jsonify(body)
    response.status_code = problem.status
    response.mimetype = "application/problem+json"
    return response
