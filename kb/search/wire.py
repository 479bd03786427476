"""The JSON form of documents, sections and search results: one for the API and the command line.

The shape is a stable contract: members may be added, none renamed or removed. Dates are ISO 8601;
an act of which only the year is known has the year alone ("2001"). Spans count code points.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kb.model import Citing, Document, Meeting, PageQuality, Reference, Section, Task
from kb.search.results import Hit, SearchResult, Snippet
from kb.search.suggest import Suggestion
from kb.vocabularies import Entry, organisations

LinkDocument = Callable[[Document], str]
LinkSection = Callable[[Section], str]


def result_to_json(
    result: SearchResult,
    link_document: LinkDocument,
    link_section: LinkSection,
    next_url: str | None,
) -> dict[str, Any]:
    """Shape the answer to a search.

    Args:
        link_document, link_section: Give the address of a document and of a section.
        next_url: Address of the next page of hits; None on the last one.

    Returns:
        `query` (`text`, `interpreted`, `did_you_mean`), `total`, `next`, `hits` and `facets`.
    """
    return {
        "query": {
            "text": result.request.text,
            "interpreted": result.interpreted,
            "did_you_mean": result.did_you_mean,
        },
        "total": result.total,
        "next": next_url,
        "hits": [_hit_to_json(hit, link_document, link_section) for hit in result.hits],
        "facets": {
            name: [
                {"value": value.value, "count": value.count, "selected": value.selected}
                for value in values
            ]
            for name, values in result.facets.items()
        },
    }


def suggestions_to_json(text: str, suggestions: Sequence[Suggestion]) -> dict[str, Any]:
    """Shape what a typed text may become.

    Returns:
        `query` (`text`) and `suggestions`, each with `text`, `kind` and `lang`.
    """
    return {
        "query": {"text": text},
        "suggestions": [
            {"text": one.text, "kind": one.kind.value, "lang": one.lang} for one in suggestions
        ],
    }


def document_to_json(document: Document, url: str) -> dict[str, Any]:
    """Shape what describes a document, without its sections."""
    year = str(document.year) if document.year is not None else None
    return {
        "id": document.id,
        "title": document.title,
        "lang": document.lang,
        "kind": document.kind.value,
        "number": document.number,
        "date": document.date.isoformat() if document.date else year,
        "titles": dict(document.titles),
        "issuer": document.issuer,
        "organisation": document.organisation,
        "status": document.status.value if document.status else None,
        "topics": list(document.topics),
        "places": list(document.places),
        "duplicate_of": document.duplicate_of,
        "visibility": document.visibility.value,
        "source": {
            "filename": document.source.filename,
            "sha256": document.source.sha256,
            "media_type": document.source.media_type,
        },
        "url": url,
    }


def documents_to_json(
    total: int, documents: Sequence[Document], link_document: LinkDocument, next_url: str | None
) -> dict[str, Any]:
    """Shape a list of documents.

    Args:
        total: Number of all that there are.
        next_url: Address of the next ones; None on the last page.
    """
    return {
        "total": total,
        "next": next_url,
        "documents": [document_to_json(one, link_document(one)) for one in documents],
    }


def counts_to_json(
    name: str, entries: Iterable[Entry], counts: Mapping[str, int]
) -> dict[str, Any]:
    """Shape a closed list with the number of documents of each entry.

    Args:
        name: Of the list in the answer.
        counts: Code -> number; none where it lacks.
    """
    return {
        name: [
            {"code": one.code, "km": one.km, "en": one.en, "documents": counts.get(one.code, 0)}
            for one in entries
        ]
    }


def organisations_to_json(counts: Mapping[str, int]) -> dict[str, Any]:
    """Shape the organisations by name, each with the number of its documents."""
    known = organisations()
    return {
        "organisations": [
            {
                "name": name,
                "km": entry.km if (entry := known.named(name)) else None,
                "documents": number,
            }
            for name, number in sorted(counts.items())
        ]
    }


def section_to_json(section: Section, url: str) -> dict[str, Any]:
    """Shape what describes a section, without its text."""
    return {
        "id": section.id,
        "kind": section.kind.value,
        "number": section.number,
        "heading": section.heading,
        "page_from": section.page_from,
        "page_to": section.page_to,
        "task": _task_to_json(section.task),
        "url": url,
    }


def document_with_sections(
    document: Document,
    sections: Sequence[Section],
    pages: Sequence[PageQuality],
    link_document: LinkDocument,
    link_section: LinkSection,
) -> dict[str, Any]:
    """Shape a document with the list of its sections in reading order, and of its pages."""
    ids = [section.id for section in sections]
    return document_to_json(document, link_document(document)) | {
        "evidence": [asdict(one) for one in document.evidence],
        "meeting": _meeting_to_json(document.meeting),
        "sections": [
            section_to_json(section, link_section(section))
            | {
                "level": section.level,
                "lang": section.lang,
                "counterpart": None if section.counterpart is None else ids[section.counterpart],
            }
            for section in sections
        ],
        "pages": [asdict(page) for page in pages],
    }


def section_with_text(
    section: Section,
    counterpart: str | None,
    document: Document,
    link_document: LinkDocument,
    link_section: LinkSection,
) -> dict[str, Any]:
    """Shape a section with its text and its document.

    Args:
        counterpart: Id of the section of the same document that says it in another language.
    """
    return section_to_json(section, link_section(section)) | {
        "level": section.level,
        "lang": section.lang,
        "counterpart": counterpart,
        "text": section.text,
        "document": document_to_json(document, link_document(document)),
    }


def _task_to_json(task: Task | None) -> dict[str, Any] | None:
    """Shape what an action asks; None for what is no action."""
    if task is None:
        return None
    return {
        "what": task.what,
        "who": task.who,
        "due": task.due.isoformat() if task.due else None,
        "due_text": task.due_text,
    }


def _meeting_to_json(meeting: Meeting | None) -> dict[str, Any] | None:
    """Shape what minutes tell of their meeting; None for what are no minutes."""
    if meeting is None:
        return None
    return {
        "date": meeting.date.isoformat() if meeting.date else None,
        "place": meeting.place,
        "chair": meeting.chair,
        "participants": [
            {"name": one.name, "organisation": one.organisation, "role": one.role}
            for one in meeting.participants
        ],
        "agenda": list(meeting.agenda),
        "next_date": meeting.next_date.isoformat() if meeting.next_date else None,
        "next_text": meeting.next_text,
    }


def references_to_json(references: Sequence[Reference], citing: Sequence[Citing]) -> dict[str, Any]:
    """Shape what a section refers to and what refers to it, by ids.

    Returns:
        `references`, each with `start`, `end`, `article` and `target` (None while it is not in
        the collection), and `cited_by`.
    """
    return {
        "references": [
            {
                "start": one.citation.start,
                "end": one.citation.end,
                "article": one.citation.article,
                "target": {"document": one.target.document_id, "section": one.target.section_id}
                if one.target
                else None,
            }
            for one in references
        ],
        "cited_by": [{"document": one.document_id, "section": one.section_id} for one in citing],
    }


def _hit_to_json(
    hit: Hit, link_document: LinkDocument, link_section: LinkSection
) -> dict[str, Any]:
    return {
        "document": document_to_json(hit.document, link_document(hit.document)),
        "section": section_to_json(hit.section, link_section(hit.section)),
        "score": hit.score,
        "snippet": {
            "text": hit.snippet.text,
            "spans": [list(span) for span in hit.snippet.spans],
            "html": _snippet_html(hit.snippet),
        },
    }


def _snippet_html(snippet: Snippet) -> str:
    """Escape the text and put its spans into `<mark>`."""
    pieces: list[str] = []
    end = 0
    for start, stop in snippet.spans:
        pieces += [
            html.escape(snippet.text[end:start]),
            f"<mark>{html.escape(snippet.text[start:stop])}</mark>",
        ]
        end = stop
    return "".join([*pieces, html.escape(snippet.text[end:])])
