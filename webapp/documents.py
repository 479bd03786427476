"""Pages of documents and of their sections, and the original files."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request, send_file, url_for

from analyzers import displayed
from kb.errors import NotFound
from kb.model import Document, Section
from webapp.i18n import PREFIX
from webapp.links import with_query
from webapp.parameters import BadParameter, DocumentParameters, read
from webapp.reading import Reading
from webapp.references import references_of
from webapp.said import said_of_document, said_of_section
from webapp.services import audience, knowledge_base
from webapp.text import Span

MEDIA_TYPES = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
        "text/html",
        "text/plain",
    }
)
"""Types that originals are sent as; any other file is sent as bytes."""

blueprint = Blueprint("documents", __name__, url_prefix=PREFIX)
originals = Blueprint("originals", __name__)


@dataclass(frozen=True, slots=True)
class Match:
    """What was found in one section.

    Attributes:
        index: Place among the sections in which something was found, from 0.
        first: Number of its first match within what was searched, from 1.
        heading_spans, text_spans: Matches in the displayed heading and text.
    """

    section: Section
    index: int
    first: int
    heading_spans: tuple[Span, ...]
    text_spans: tuple[Span, ...]

    @property
    def first_in_text(self) -> int:
        """Number of the first match of the text; those of the heading come before."""
        return self.first + len(self.heading_spans)

    @property
    def last(self) -> int:
        """Number of its last match within what was searched."""
        return self.first_in_text + len(self.text_spans) - 1


@dataclass(frozen=True)
class Addresses:
    """Addresses of the sections of one document, in the language of the interface."""

    document: Document
    reading: Reading

    def page_of(self, section: Section, **parameters: str) -> str:
        """The section on a page of its own."""
        reference = self.reading.references[section.id]
        return with_query(f"{self._start}/sections/{reference}", parameters)

    def place_of(self, section: Section, fragment: str = "", **parameters: str) -> str:
        """Its place on the page of the document, or a place within it."""
        anchor = fragment or self.reading.anchor(section)
        return self.part(self.reading.part_of(section).number, **parameters) + f"#{anchor}"

    def part(self, number: int, **parameters: str) -> str:
        """A part of the document."""
        return with_query(self._start, {"part": number if number > 1 else None, **parameters})

    @cached_property
    def _start(self) -> str:
        return url_for("documents.document", document_id=self.document.id)


@blueprint.get("/documents/<document_id>")
def document(document_id: str) -> str:
    """A document, or a part of a long one, with the matches of `find`, else of `q`, marked."""
    parameters = read(DocumentParameters, request.args, strict=False)
    found = knowledge_base().document(document_id, audience())
    reading = Reading(knowledge_base().sections_of(found))
    if parameters.part > len(reading.parts):
        raise BadParameter.value("part", str(parameters.part))
    part = reading.parts[parameters.part - 1]
    if parameters.find:  # in the whole document
        matches = _matches(parameters.find, reading.sections)
    else:
        matches = _matches(parameters.q, part.sections)
    return render_template(
        "document.html",
        document=found,
        qualities=knowledge_base().page_qualities(found),
        reading=reading,
        part=part,
        parameters=parameters,
        found=matches,
        matches={match.section.id: match for match in matches},
        total=matches[-1].last if matches else 0,
        address=Addresses(found, reading),
        references=references_of(part.sections),
        texts=knowledge_base().texts(found, audience()),
        said=said_of_document(found, reading.sections),
    )


@blueprint.get("/documents/<document_id>/sections/<reference>")
def section(document_id: str, reference: str) -> str:
    """One section, most often an article, between its neighbours."""
    parameters = read(DocumentParameters, request.args, strict=False)
    found = knowledge_base().document(document_id, audience())
    reading = Reading(knowledge_base().sections_of(found))
    shown = reading.find(reference)
    if shown is None:
        raise NotFound("This document has no such section.", "Look for it in the contents.")
    before, after = reading.neighbours(shown)
    return render_template(
        "section.html",
        document=found,
        reading=reading,
        section=shown,
        canonical=reading.references[shown.id],
        before=before,
        after=after,
        parameters=parameters,
        match=next(iter(_matches(parameters.q, [shown])), None),
        references=references_of([shown]),
        said=said_of_section(found, reading.sections, shown),
        address=Addresses(found, reading),
    )


@originals.get("/documents/<document_id>/original")
def original(document_id: str) -> Response:
    """The file as it was taken in: to keep, never for the browser to run."""
    source = knowledge_base().document(document_id, audience()).source
    known = source.media_type in MEDIA_TYPES
    path = knowledge_base().original(document_id, audience())
    response = send_file(
        path,
        mimetype=source.media_type if known else "application/octet-stream",
        as_attachment=True,
        download_name=_plain_name(source.filename),
        etag=path.name,
    )
    del response.headers["Last-Modified"]  # it would tell when these bytes came here first
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        response.close()  # the server never asks for the file, so nobody else would close it
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _matches(query: str, sections: Sequence[Section]) -> list[Match]:
    """Look for a query in the displayed headings and texts of sections, in reading order."""
    if not query.strip():
        return []
    texts = [displayed(text) for section in sections for text in (section.heading, section.text)]
    spans = knowledge_base().highlights(query, texts, audience())
    matches: list[Match] = []
    first = 1
    for section, in_heading, in_text in zip(sections, spans[::2], spans[1::2], strict=True):
        if in_heading or in_text:
            matches.append(Match(section, len(matches), first, in_heading, in_text))
            first = matches[-1].last + 1
    return matches


def _plain_name(filename: str) -> str:
    """A file name without control characters and those that reorder what is shown."""
    return "".join(c for c in filename if unicodedata.category(c) not in ("Cc", "Cf"))
