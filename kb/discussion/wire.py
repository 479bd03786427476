"""Discussions and positions as JSON, for the API and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from kb.discussion.model import Author, Closing, Contribution, Position, Thread, Version
from kb.discussion.quotations import Quotation


def thread_to_json(thread: Thread, address: str) -> dict[str, Any]:
    """A thread as it stands in lists.

    Args:
        address: Its permanent address.
    """
    return {
        "id": thread.id,
        "url": address,
        "target": str(thread.target),
        "title": thread.title,
        "lang": thread.lang,
        "visibility": thread.visibility,
        "organisation": thread.author.organisation,
        "opened_on": thread.opened_on.isoformat(),
        "last_on": thread.last_on.isoformat(),
        "closed": thread.closed,
        "counts": {str(kind): count for kind, count in thread.counts.items()},
        "replies": thread.replies,
    }


def thread_with_all(
    thread: Thread,
    address: str,
    contributions: Iterable[Contribution],
    closings: Iterable[Closing],
    quotation: Quotation | None,
) -> dict[str, Any]:
    """A thread with what it quotes, what was said in it and how it was closed."""
    return thread_to_json(thread, address) | {
        "quotation": quotation_to_json(quotation) if quotation else None,
        "contributions": [contribution_to_json(one) for one in contributions],
        "closings": [closing_to_json(one) for one in closings],
    }


def quotation_to_json(one: Quotation) -> dict[str, Any]:
    """What a thread quotes, and where it stands in each text now."""
    return {
        "exact": one.exact,
        "lang": one.lang,
        "standings": [
            {
                "document": standing.document_id,
                "section": standing.section_id,
                "state": standing.state,
                "start": standing.span.start if standing.span else None,
                "end": standing.span.end if standing.span else None,
            }
            for standing in one.standings.values()
        ],
    }


def contribution_to_json(one: Contribution) -> dict[str, Any]:
    """A contribution with its replies."""
    told: dict[str, Any] = {
        "id": one.id,
        "kind": one.kind,
        "lang": one.lang,
        "state": one.state,
        "reason": one.reason or None,
        "text": one.text if one.readable else None,
        "version": one.version,
        "author": _author(one.author),
        "at": one.at.isoformat(),
    }
    if one.parent_id is None:
        told["replies"] = [contribution_to_json(reply) for reply in one.replies]
    return told


def version_to_json(version: Version) -> dict[str, Any]:
    """One wording of a contribution."""
    return {"version": version.number, "text": version.text, "at": version.at.isoformat()}


def closing_to_json(one: Closing) -> dict[str, Any]:
    """How a discussion was closed, or with a result of null opened again."""
    return {
        "result": one.result,
        "summary": one.summary,
        "decision": str(one.decision) if one.decision else None,
        "review_on": _day(one.review_on),
        "organisation": one.author.organisation,
        "on": one.on.isoformat(),
    }


def position_to_json(one: Position) -> dict[str, Any]:
    """A position; it names no person."""
    mandate = one.mandate
    return {
        "target": str(one.target),
        "organisation": one.organisation,
        "organisation_id": one.organisation_id,
        "stance": one.stance,
        "reason": one.reason or None,
        "visibility": one.visibility,
        "decided_by": mandate.decided_by or None,
        "decided_on": _day(mandate.decided_on),
        "decision": str(mandate.decision) if mandate.decision else None,
        "stated_on": one.stated_on.isoformat(),
        "text_changed": one.changed,
    }


def _author(author: Author) -> dict[str, Any]:
    return {"organisation": author.organisation or None, "name": author.name or None}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
