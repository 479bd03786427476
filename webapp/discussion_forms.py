"""The fields of the forms of discussions and positions, and what can be wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from flask_babel import lazy_gettext as _
from pydantic import AfterValidator, BeforeValidator, Field

from kb.discussion.model import ContributionKind, Result, Stance
from kb.discussion.targets import Target
from kb.errors import InvalidInput
from kb.model import Visibility
from webapp.parameters import MAX_PAGE, Language, Number, Parameters, ascii_digits


def _target(value: str) -> str:
    try:
        return str(Target.parse(value))
    except InvalidInput as error:
        raise ValueError from error


TargetText = Annotated[str, AfterValidator(_target)]


class ThreadsParameters(Parameters):
    """Parameters of the list of discussions."""

    target: TargetText = ""
    state: Annotated[str, Field(pattern="^(open|closed|due)$")] = ""
    page: Annotated[Number, Field(ge=1, le=MAX_PAGE)] = 1


class ThreadParameters(Parameters):
    """Parameters of a discussion.

    Attributes:
        at: A contribution, which stands on the page that is meant.
    """

    page: Annotated[Number, Field(ge=1, le=MAX_PAGE)] = 1
    at: str = ""


class TargetParameters(Parameters):
    """Parameters of a page about something new on a target."""

    target: TargetText


class ContributionForm(Parameters):
    """What somebody says."""

    text: str = ""
    lang: Language = "km"
    kind: ContributionKind = ContributionKind.COMMENT
    named: Annotated[str, Field(pattern="^(yes|no)$")] = "yes"
    reply_to: str = ""


class ThreadForm(ContributionForm):
    """A new discussion with its first contribution."""

    target: TargetText
    title: str = ""
    quotation: str = ""
    visibility: Visibility = Visibility.NETWORK


class EditForm(Parameters):
    """Another wording of a contribution."""

    text: str = ""
    version: Number = 0


class ReasonForm(Parameters):
    """A form with a reason alone."""

    reason: str = ""


class CloseForm(Parameters):
    """How a discussion ends."""

    result: Result = Result.AGREED
    summary: str = ""
    decision: str = ""
    review_on: Annotated[str, BeforeValidator(ascii_digits)] = ""


class PositionForm(Parameters):
    """What an organisation holds."""

    target: TargetText
    stance: Stance = Stance.SUPPORT
    reason: str = ""
    visibility: Visibility = Visibility.NETWORK
    decided_by: str = ""
    decided_on: Annotated[str, BeforeValidator(ascii_digits)] = ""
    decision: str = ""


FAULTS = {
    "text-empty": (_("Something that is needed is empty."), _("Write a sentence.")),
    "text-long": (
        _("The text is too long."),
        _("Shorten it: 10,000 characters at most, a summary 2,000, a reason 500, a title 200."),
    ),
    "audience": (
        _("It cannot be shown to more people than the text that it is about."),
        _("Choose your organisation alone."),
    ),
    "quotation-absent": (
        _("The quotation stands nowhere in this section."),
        _("Copy it from the section’s page, or leave it out."),
    ),
    "quotation-near": (
        _("The quotation does not stand there word for word."),
        _("This passage is most like it; copy it if it is meant:"),
    ),
    "quotation-many": (
        _("The quotation stands in several places."),
        _("Quote more of what stands around it."),
    ),
    "quotation-unusable": (
        _("The quotation is too long, or holds no words."),
        _("Quote a sentence or two: 2,000 characters at most."),
    ),
    "reply-to-reply": (_("A reply cannot be answered."), _("Answer what it replies to.")),
    "thread-closed": (
        _("The discussion was closed meanwhile."),
        _("Your text stands below: keep it until the discussion is opened again."),
    ),
    "thread-open": (_("The discussion is open."), _("Go on with it.")),
    "contribution-changed": (
        _("You changed this text meanwhile, perhaps in another window."),
        _("Both wordings stand below: put them together, then save again."),
    ),
    "review-past": (_("The day to look again is past."), _("Give a later day.")),
    "no-decision": (
        _("This is no decision of minutes that you can read."),
        _("Open the decision and copy the address of its page."),
    ),
    "reason-needed": (
        _("A concern or an opposition needs a reason."),
        _("Write why, in a sentence or two."),
    ),
    "to-come": (_("The day of the decision is to come."), _("Give the day it was made.")),
    "nothing-to-withdraw": (_("There is no position to withdraw."), _("State one first.")),
    "day": (_("This is no day."), _("Write it as 2026-05-14.")),
}
"""What is wrong with what was typed, and what to do, by the code of the error."""


def day(text: str) -> dt.date | None:
    """Read a day; None where nothing is typed.

    Raises:
        InvalidInput: It is no day.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInput("This is no day.", "Write it as 2026-05-14.", code="day") from error
