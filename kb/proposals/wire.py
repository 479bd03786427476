"""Proposals as JSON, for the API and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.proposals.model import Event, Proposal, Revision, Rival


def proposal_to_json(proposal: Proposal, address: str) -> dict[str, Any]:
    """A proposal with its latest revision.

    Args:
        address: Its permanent address.
    """
    return {
        "id": proposal.id,
        "url": address,
        "target": str(proposal.target),
        "organisation": proposal.author.organisation,
        "visibility": proposal.visibility,
        "state": proposal.state,
        "version": proposal.version,
        "changed_on": proposal.on.isoformat(),
        "needs_authors": list(proposal.behind),
        "unchanged": list(proposal.unchanged),
        "revision": revision_to_json(proposal.revision),
        "endorsements": [
            {
                "organisation": one.author.organisation,
                "revision": one.number,
                "current": one.current,
                "on": one.on.isoformat(),
            }
            for one in proposal.endorsements
        ],
    }


def proposal_with_all(
    proposal: Proposal,
    address: str,
    revisions: Iterable[Revision],
    events: Iterable[Event],
    rivals: Iterable[Rival],
) -> dict[str, Any]:
    """A proposal with its history, and the open ones that it collides with."""
    return proposal_to_json(proposal, address) | {
        "revisions": [revision_to_json(one) for one in revisions],
        "events": [
            {
                "state": one.state,
                "reason": one.reason or None,
                "decision": str(one.decision) if one.decision else None,
                "organisation": one.author.organisation if one.author else None,
                "on": one.on.isoformat(),
            }
            for one in events
        ],
        "collisions": [
            {
                "proposal": rival.proposal.id,
                "organisation": rival.proposal.author.organisation,
                "lang": lang,
                "text": met.text,
                "this": met.one,
                "other": met.other,
            }
            for rival in rivals
            for lang, met in rival.collisions
        ],
    }


def revision_to_json(revision: Revision) -> dict[str, Any]:
    """A revision with its wordings."""
    return {
        "number": revision.number,
        "explanation": revision.explanation,
        "spelling_only": revision.spelling_only,
        "carried_over": revision.carried_over,
        "on": revision.on.isoformat(),
        "wordings": [
            {"lang": one.lang, "base": one.base, "text": one.text} for one in revision.wordings
        ],
    }
