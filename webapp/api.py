"""The JSON API, version 1. Its answers are shaped by `kb.search.wire`."""

from __future__ import annotations

import time

from flask import Blueprint, jsonify, request, url_for
from flask.wrappers import Response

from kb.places import gazetteer
from kb.search import wire
from kb.vocabularies import topics as topic_vocabulary
from webapp.cursors import Cursors
from webapp.links import document_permalink, section_permalink, with_query
from webapp.parameters import (
    ApiParameters,
    DocumentListParameters,
    NoParameters,
    SuggestParameters,
    read,
)
from webapp.services import audience, knowledge_base

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> Response:
    """Search; the time it took is in `Server-Timing`, in milliseconds."""
    parameters = read(ApiParameters, request.args)
    cursors = Cursors(knowledge_base().secret_key)
    offset = cursors.offset(parameters.cursor, parameters.request())
    asked = parameters.request(offset=offset, limit=parameters.limit, facets=parameters.facet)
    started = time.perf_counter()
    result = knowledge_base().search(asked, audience())
    duration = 1000 * (time.perf_counter() - started)
    next_url = None
    if result.next_offset is not None:
        given = request.args.to_dict(flat=False)
        given["cursor"] = [cursors.make(asked, result.next_offset)]
        next_url = with_query(url_for("api.search", _external=True), given)
    response = jsonify(wire.result_to_json(result, document_permalink, section_permalink, next_url))
    response.headers["Server-Timing"] = f"search;dur={duration:.1f}"
    return response


@blueprint.get("/suggest")
def suggest() -> Response:
    """What a query may become that is being typed."""
    parameters = read(SuggestParameters, request.args)
    suggestions = knowledge_base().suggest(
        parameters.q, audience(), langs=parameters.lang, limit=parameters.limit
    )
    return jsonify(wire.suggestions_to_json(parameters.q, suggestions))


@blueprint.get("/documents")
def documents() -> Response:
    """Documents, those with the newest date first."""
    parameters = read(DocumentListParameters, request.args)
    cursors = Cursors(knowledge_base().secret_key)
    selection = parameters.selection()
    offset = cursors.offset(parameters.cursor, selection)
    catalogue = knowledge_base().catalogue
    total = catalogue.count(selection, audience())
    found = catalogue.documents(selection, audience(), limit=parameters.limit, offset=offset)
    after = offset + len(found)
    next_url = None
    if found and after < total:
        given = request.args.to_dict(flat=False)
        given["cursor"] = [cursors.make(selection, after)]
        next_url = with_query(url_for("api.documents", _external=True), given)
    return jsonify(wire.documents_to_json(total, found, document_permalink, next_url))


@blueprint.get("/topics")
def topics() -> Response:
    """The topics, each with the number of its documents."""
    read(NoParameters, request.args)
    return jsonify(
        wire.counts_to_json(
            "topics",
            topic_vocabulary().entries.values(),
            knowledge_base().catalogue.counts(["topic"], audience())["topic"],
        )
    )


@blueprint.get("/provinces")
def provinces() -> Response:
    """The provinces, each with the number of documents about it."""
    read(NoParameters, request.args)
    return jsonify(
        wire.counts_to_json(
            "provinces",
            gazetteer().provinces,
            knowledge_base().catalogue.counts(["province"], audience())["province"],
        )
    )


@blueprint.get("/organisations")
def organisations() -> Response:
    """The organisations that wrote something, each with the number of its documents."""
    read(NoParameters, request.args)
    counts = knowledge_base().catalogue.counts(["organisation"], audience())["organisation"]
    return jsonify(wire.organisations_to_json(counts))


@blueprint.get("/documents/<document_id>")
def document(document_id: str) -> Response:
    """A document and the list of its sections."""
    read(NoParameters, request.args)
    found = knowledge_base().document(document_id, audience())
    sections = knowledge_base().sections_of(found)
    pages = knowledge_base().page_qualities(found)
    return jsonify(
        wire.document_with_sections(found, sections, pages, document_permalink, section_permalink)
    )


@blueprint.get("/sections/<section_id>")
def section(section_id: str) -> Response:
    """A section with its text and its document."""
    read(NoParameters, request.args)
    found = knowledge_base().section(section_id, audience())
    document = knowledge_base().document(found.document_id, audience())
    counterpart = None
    if found.counterpart is not None:
        counterpart = knowledge_base().sections_of(document)[found.counterpart].id
    references = knowledge_base().references([found], audience()).get(found.id, ())
    citing = knowledge_base().citing([found], audience()).get(found.id, ())
    return jsonify(
        wire.section_with_text(found, counterpart, document, document_permalink, section_permalink)
        | wire.references_to_json(references, citing)
    )
