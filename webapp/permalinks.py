"""Addresses without a language: they lead to the page in the language that the reader prefers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.links import with_query

blueprint = Blueprint("permalinks", __name__)


@blueprint.get("/")
def start() -> Response:
    """The start page."""
    return _lead_to("pages.start")


@blueprint.get("/documents/<document_id>")
def document(document_id: str) -> Response:
    """A document."""
    return _lead_to("documents.document", document_id=document_id)


@blueprint.get("/documents/<document_id>/sections/<reference>")
def section(document_id: str, reference: str) -> Response:
    """A section of a document."""
    return _lead_to("documents.section", document_id=document_id, reference=reference)


@blueprint.get("/documents/<document_id>/pages/<int:number>")
def page(document_id: str, number: int) -> Response:
    """A page of a document."""
    return _lead_to("page_views.page", document_id=document_id, number=number)


@blueprint.get("/dossiers/<dossier_id>")
def dossier(dossier_id: str) -> Response:
    """A dossier."""
    return _lead_to("dossiers.dossier", dossier_id=dossier_id)


@blueprint.get("/discussions/<thread_id>")
def discussion(thread_id: str) -> Response:
    """A discussion."""
    return _lead_to("discussion.thread", thread_id=thread_id)


@blueprint.get("/proposals/<proposal_id>")
def proposal(proposal_id: str) -> Response:
    """A proposal."""
    return _lead_to("proposals.proposal", proposal_id=proposal_id)


@blueprint.get("/alerts")
def alerts() -> Response:
    """The page of alerts, which mails name."""
    return _lead_to("alerts.index")


@blueprint.get("/join/<token>")
def join(token: str) -> Response:
    """An invitation."""
    return _lead_to("sign_in.joining", token=token)


def _lead_to(endpoint: str, **values: Any) -> Response:
    address = url_for(endpoint, **values)
    response = redirect(with_query(address, request.args.items(multi=True)))
    response.vary.add("Accept-Language")
    return response
