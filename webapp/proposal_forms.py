"""The fields of the forms of proposals, and what can be wrong with them."""

from __future__ import annotations

from typing import Annotated

from flask_babel import lazy_gettext as _
from pydantic import Field

from kb.model import Visibility
from kb.proposals.model import ProposalState
from webapp.discussion_forms import ReasonForm, TargetText
from webapp.parameters import MAX_PAGE, Number, Parameters


class ProposalsParameters(Parameters):
    """Parameters of the list of proposals."""

    target: TargetText = ""
    page: Annotated[Number, Field(ge=1, le=MAX_PAGE)] = 1


class WordingForm(Parameters):
    """What is the same for all languages of a proposal."""

    explanation: str = ""
    visibility: Visibility = Visibility.NETWORK
    version: Number = 0


class NewProposalForm(WordingForm):
    """A new proposal."""

    target: TargetText


class VersionForm(ReasonForm):
    """An action on a proposal as it was shown."""

    version: Number = 0


class EndorsementForm(Parameters):
    """The revision that was read."""

    number: Number = 0


class ClosingForm(VersionForm):
    """What a meeting decided."""

    result: ProposalState = ProposalState.AGREED
    decision: str = ""


FAULTS = {
    "nothing-changed": (
        _("Nothing is changed."),
        _("Change the wording in one language at least."),
    ),
    "no-such-language": (
        _("The section has no text in this language."),
        _("Propose a wording for a language that it has."),
    ),
    "law-changed": (
        _("The text of the law was changed meanwhile."),
        _("Your wording stands below, marked against the new text. Send it again if it fits."),
    ),
    "changed-meanwhile": (
        _("Somebody changed this proposal meanwhile."),
        _("Yours stands below; compare the two, then send it again."),
    ),
    "revised-meanwhile": (
        _("The proposal was revised meanwhile."),
        _("Read the new wording, then endorse it."),
    ),
    "proposal-there": (
        _("Your organisation has an open proposal for this section."),
        _("Revise that one, or withdraw it first."),
    ),
    "not-endorsed": (
        _("Your organisation does not endorse this proposal."),
        _("There is nothing to take back."),
    ),
    "no-result": (_("This is no result."), _("Choose agreed or not agreed.")),
    **{
        f"proposal-{state}": (
            _("The proposal is not where it was when you opened this page."),
            _("What can be done with it now stands below."),
        )
        for state in ProposalState
    },
}
"""What is wrong with what was typed, and what to do, by the code of the error."""
