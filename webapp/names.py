"""Names of what documents are found by, in the language of the interface."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask

from kb.access import Right, Role
from kb.alerts.model import Mail
from kb.discussion.model import ContributionKind, Result, Stance
from kb.members.people import Standing
from kb.model import Evidence, Status, Visibility
from kb.places import gazetteer
from kb.proposals.model import ProposalState
from kb.vocabularies import Entry, issuers, organisations, topics
from webapp.file_faults import file_fault
from webapp.i18n import interface, kind_name, language_name, year
from webapp.messages import lazy_message as _

STATUSES = {
    Status.IN_FORCE: _("In force, as far as is known"),
    Status.AMENDED: _("Amended"),
    Status.REPEALED: _("Repealed"),
}


ROLES = {
    Role.READER: _("Reader"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.DELEGATE: _("Delegate"),
    Role.EDITOR: _("Editor"),
    Role.ADMIN: _("Admin"),
}
RIGHTS = {
    Right.UPLOAD: _("Upload documents"),
    Right.SHARE: _("Say who sees documents"),
    Right.EDIT: _("Correct descriptions"),
    Right.DISCUSS: _("Discuss"),
    Right.STATE: _("State positions of the organisation"),
    Right.MODERATE: _("Moderate discussions"),
}
VISIBILITIES = {
    Visibility.ORGANISATION: _("Our organisation alone"),
    Visibility.NETWORK: _("All members of the network"),
    Visibility.PUBLIC: _("Everybody"),
}
MAILS = {
    Mail.OFF: _("no mails"),
    Mail.DAILY: _("a mail a day at most"),
    Mail.WEEKLY: _("a mail a week at most"),
}
STANDINGS = {
    Standing.INVITED: _("invited"),
    Standing.ACTIVE: _("active"),
    Standing.LOCKED: _("locked"),
}

FIELDS = {
    "kind": _("Kind"),
    "number": _("Number"),
    "date": _("Date"),
    "year": _("Year"),
    "titles": _("Title"),
    "title": _("Title"),
    "title_km": _("Title in Khmer"),
    "title_en": _("Title in English"),
    "lang": _("Language"),
    "issuer": _("Issuer"),
    "organisation": _("Organisation"),
    "status": _("Status"),
    "topics": _("Topic"),
    "places": _("Place"),
}
"""Fields that evidence is kept for."""
_VOCABULARIES = {"topic": topics, "issuer": issuers, "organisation": organisations}
_FACET_OF = {"topics": "topic", "places": "province"}


CONTRIBUTION_KINDS = {
    ContributionKind.COMMENT: _("Comment"),
    ContributionKind.FOR: _("For"),
    ContributionKind.AGAINST: _("Against"),
    ContributionKind.QUESTION: _("Question"),
}
RESULTS = {
    Result.AGREED: _("Agreed"),
    Result.NOT_AGREED: _("Not agreed"),
    Result.ANSWERED: _("Answered"),
    Result.POSTPONED: _("Postponed"),
}
PROPOSAL_STATES = {
    ProposalState.DRAFT: _("Draft"),
    ProposalState.OPEN: _("Open"),
    ProposalState.AGREED: _("Agreed"),
    ProposalState.NOT_AGREED: _("Not agreed"),
    ProposalState.WITHDRAWN: _("Withdrawn"),
    ProposalState.OVERTAKEN: _("Overtaken"),
}
STANCES = {
    Stance.SUPPORT: _("Supports it"),
    Stance.SUPPORT_WITH_CHANGES: _("Supports it with changes"),
    Stance.CONCERN: _("Has a concern"),
    Stance.OPPOSE: _("Opposes it"),
    Stance.WITHDRAWN: _("Withdrawn"),
}


def install(app: Flask) -> None:
    """Give the templates the names."""
    app.jinja_env.globals.update(CONTRIBUTION_KINDS=CONTRIBUTION_KINDS, RESULTS=RESULTS)
    app.jinja_env.filters.update(
        contribution_kind=CONTRIBUTION_KINDS.__getitem__,
        result=RESULTS.__getitem__,
        proposal_state=PROPOSAL_STATES.__getitem__,
        stance=STANCES.__getitem__,
    )
    app.jinja_env.filters.update(
        value_name=value_name, place=place_name, field_name=field_name, evident=evident
    )
    app.jinja_env.globals["VISIBILITIES"] = list(VISIBILITIES)
    app.jinja_env.filters.update(
        role=ROLES.__getitem__,
        right=RIGHTS.__getitem__,
        mail=MAILS.__getitem__,
        standing=STANDINGS.__getitem__,
        visibility=VISIBILITIES.__getitem__,
        file_fault=file_fault,
    )


def field_name(field: str) -> str:
    """Name a field of a description; the field itself where it has no name."""
    return str(FIELDS.get(field, field))


def evident(evidence: Evidence) -> str:
    """Name the value that something is evidence for."""
    facet = _FACET_OF.get(evidence.field, evidence.field)
    if not evidence.value or "," in evidence.value:
        return evidence.value
    return value_name(evidence.value, facet)


def value_name(value: str, field: str) -> str:
    """Name a value of a facet; the value itself where it has no other name.

    Args:
        field: As in `kb.search.results.FACETS`.
    """
    match field:
        case "kind":
            return kind_name(value)
        case "lang":
            return language_name(value)
        case "year":
            return year(value)
        case "status":
            return str(STATUSES[Status(value)])
        case "province":
            return place_name(value)
        case "topic" | "issuer" | "organisation":
            entry = _entry(field, value)
            return _local(entry.km, entry.en) if entry else value
    return value


@lru_cache(maxsize=4096)
def _entry(field: str, name: str) -> Entry | None:
    return _VOCABULARIES[field]().named(name)


def place_name(code: str) -> str:
    """Name a province or district; its code if the gazetteer does not know it."""
    if code not in gazetteer():
        return code
    place = gazetteer()[code]
    return _local(place.km, place.en)


def _local(km: str, en: str) -> str:
    return km if interface() == "km" else en
