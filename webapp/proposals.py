"""Proposals: listed, read with their changes marked, written, endorsed, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from kb.access import Right
from kb.discussion.targets import Target
from kb.errors import InvalidInput, KbError, NotFound
from kb.model import Visibility
from kb.proposals.model import Base, Proposal, ProposalState
from kb.proposals.revising import Typed
from webapp.discussion import Answer, answered
from webapp.discussion_forms import TargetParameters
from webapp.forms import fields
from webapp.i18n import PREFIX, interface
from webapp.parameters import NoParameters, read
from webapp.proposal_forms import (
    ClosingForm,
    EndorsementForm,
    NewProposalForm,
    ProposalsParameters,
    VersionForm,
    WordingForm,
)
from webapp.services import knowledge_base
from webapp.sessions import member
from webapp.targets import decision_at, places_of, places_of_all
from webapp.wording import Changes

PAGE_SIZE = 20

blueprint = Blueprint("proposals", __name__, url_prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class FormField:
    """The wording in one language, as its form shows it.

    Attributes:
        text: As typed, or as it stands.
        changes: From the text of the law now to what was typed; None for a new form.
    """

    base: Base
    text: str
    changes: Changes | None


@blueprint.get("/proposals")
def proposals() -> str:
    """The proposals of the network, those that changed last first; or all for one section."""
    parameters = read(ProposalsParameters, request.args, strict=False)
    by = member()
    service = knowledge_base().proposals
    if parameters.target:
        found, more = service.on(by, Target.parse(parameters.target)), False
    else:
        offset = (parameters.page - 1) * PAGE_SIZE
        found = service.newest(by, limit=PAGE_SIZE + 1, offset=offset)
        found, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    return render_template(
        "proposals.html",
        proposals=found,
        more=more,
        parameters=parameters,
        places=places_of_all({one.target for one in found}),
    )


@blueprint.get("/proposals/new")
def form() -> str:
    """The form for a new proposal, with the text as it is."""
    target = read(TargetParameters, request.args, strict=False).target
    member()
    return _new_page(NewProposalForm(target=target), {})


@blueprint.post("/proposals/new")
def draft() -> Answer:
    """Keep a draft."""
    by = member()
    typed = read(NewProposalForm, fields(), strict=False)
    texts = _typed_texts()

    def make() -> Proposal:
        return knowledge_base().proposals.draft(
            by,
            Target.parse(typed.target),
            _typed(typed.explanation, texts),
            typed.visibility,
        )

    return answered(make, _address_of, lambda problem: _new_page(typed, texts, problem))


@blueprint.get("/proposals/<proposal_id>")
def proposal(proposal_id: str) -> str:
    """A proposal."""
    read(NoParameters, request.args, strict=False)
    member()
    return _page(proposal_id)


@blueprint.get("/proposals/<proposal_id>/revise")
def revising(proposal_id: str) -> str:
    """The form for another wording."""
    read(NoParameters, request.args, strict=False)
    found = knowledge_base().proposals.proposal(member(), proposal_id)
    typed = WordingForm(explanation=found.revision.explanation, version=found.version)
    return _revise_page(found, typed, {one.lang: one.text for one in found.revision.wordings})


@blueprint.post("/proposals/<proposal_id>/revise")
def revise(proposal_id: str) -> Answer:
    """Keep another wording."""
    by = member()
    typed = read(WordingForm, fields(), strict=False)
    texts = _typed_texts()
    service = knowledge_base().proposals

    def again(problem: KbError) -> str:
        return _revise_page(service.proposal(by, proposal_id), typed, texts, problem)

    return answered(
        lambda: service.revise(by, proposal_id, typed.version, _typed(typed.explanation, texts)),
        _address_of,
        again,
    )


@blueprint.post("/proposals/<proposal_id>/open")
def open_proposal(proposal_id: str) -> Answer:
    """Show a draft to those for whom it is meant."""
    by = member()
    version = read(VersionForm, fields()).version
    return _done(proposal_id, lambda: knowledge_base().proposals.open(by, proposal_id, version))


@blueprint.post("/proposals/<proposal_id>/endorse")
def endorse(proposal_id: str) -> Answer:
    """Stand behind a revision."""
    by = member()
    number = read(EndorsementForm, fields()).number
    return _done(proposal_id, lambda: knowledge_base().proposals.endorse(by, proposal_id, number))


@blueprint.post("/proposals/<proposal_id>/take-back")
def take_back(proposal_id: str) -> Answer:
    """Stand behind it no longer."""
    by = member()
    return _done(proposal_id, lambda: knowledge_base().proposals.take_back(by, proposal_id))


@blueprint.post("/proposals/<proposal_id>/withdraw")
def withdraw(proposal_id: str) -> Answer:
    """End a proposal of the own organisation, or erase a draft."""
    by = member()
    typed = read(VersionForm, fields())

    def address(ended: Proposal) -> str:
        if ended.state is ProposalState.DRAFT:  # it is erased
            return url_for("discussion.threads", target=ended.target)
        return _address_of(ended)

    return answered(
        lambda: knowledge_base().proposals.withdraw(by, proposal_id, typed.version, typed.reason),
        address,
        lambda problem: _page(proposal_id, problem, typed),
    )


@blueprint.post("/proposals/<proposal_id>/close")
def close(proposal_id: str) -> Answer:
    """Say what a meeting decided."""
    by = member()
    typed = read(ClosingForm, fields())

    def make() -> Proposal:
        decision = decision_at(typed.decision)
        if decision is None:
            raise InvalidInput(
                "A decision of minutes is needed.", "Give its address.", code="no-decision"
            )
        return knowledge_base().proposals.close(
            by, proposal_id, typed.version, typed.result, typed.reason, decision
        )

    return answered(make, _address_of, lambda problem: _page(proposal_id, problem, typed))


@blueprint.post("/proposals/<proposal_id>/reopen")
def reopen(proposal_id: str) -> Answer:
    """Open it again."""
    by = member()
    typed = read(VersionForm, fields())
    return answered(
        lambda: knowledge_base().proposals.reopen(by, proposal_id, typed.version, typed.reason),
        _address_of,
        lambda problem: _page(proposal_id, problem, typed),
    )


def _done(proposal_id: str, make: Callable[[], Proposal]) -> Answer:
    return answered(make, _address_of, lambda problem: _page(proposal_id, problem))


def _address_of(made: Proposal) -> str:
    return url_for("proposals.proposal", proposal_id=made.id)


def _typed_texts() -> Mapping[str, str]:
    """Language -> wording, as the form sends them."""
    return {
        name.removeprefix("text_"): text
        for name, text in fields().items()
        if name.startswith("text_") and text.strip()
    }


def _typed(explanation: str, texts: Mapping[str, str]) -> Typed:
    bases = {name.removeprefix("base_"): value for name, value in fields().items()}
    return Typed(texts, bases, explanation)


def _fields(target: Target, texts: Mapping[str, str]) -> list[FormField]:
    """The wordings of a form, that in the language of the interface first."""
    bases = knowledge_base().proposals.bases(member(), target)
    found = [
        FormField(
            base,
            texts.get(base.lang, base.text),
            Changes.between(base.text, texts[base.lang]) if base.lang in texts else None,
        )
        for base in bases
    ]
    return sorted(found, key=lambda one: one.base.lang != interface())


def _new_page(
    typed: NewProposalForm, texts: Mapping[str, str], problem: KbError | None = None
) -> str:
    target = Target.parse(typed.target)
    by = member()
    wordings = _fields(target, texts) if target.section else []
    if not wordings:
        raise NotFound("There is no such section.", "Open the article again.")
    most = knowledge_base().discussion.targets.widest(target, by.own_organisation or "")
    narrow = most is Visibility.ORGANISATION
    return render_template(
        "propose.html",
        proposal=None,
        typed=typed,
        wordings=wordings,
        problem=problem,
        places=places_of(target),
        visibilities=[Visibility.ORGANISATION]
        if narrow
        else [Visibility.NETWORK, Visibility.ORGANISATION],
    )


def _revise_page(
    found: Proposal, typed: WordingForm, texts: Mapping[str, str], problem: KbError | None = None
) -> str:
    return render_template(
        "propose.html",
        proposal=found,
        typed=typed,
        wordings=_fields(found.target, texts),
        problem=problem,
        places=places_of(found.target),
        visibilities=[],
    )


def _page(
    proposal_id: str, problem: KbError | None = None, typed: VersionForm | None = None
) -> str:
    by = member()
    service = knowledge_base().proposals
    found = service.proposal(by, proposal_id)
    now = {one.lang: one.text for one in service.bases(by, found.target)}
    own = by.own_organisation
    mine = own == found.author.organisation_id
    places = places_of(found.target)
    return render_template(
        "proposal.html",
        proposal=found,
        places=places,
        about=places[0].document if places else None,
        problem=problem,
        typed=typed or ClosingForm(),
        wordings=[
            (one, Changes.between(one.base, one.text))
            for one in sorted(found.revision.wordings, key=lambda one: one.lang != interface())
        ],
        law_changes={
            one.lang: Changes.between(one.base, now[one.lang])
            for one in found.revision.wordings
            if one.lang in found.behind and one.lang in now
        },
        earlier=service.revisions(by, proposal_id)[1:],
        events=[
            (event, places_of(event.decision) if event.decision else [])
            for event in service.events(by, proposal_id)
        ],
        rivals=service.rivals(by, found),
        changes_between=Changes.between,
        may_revise=mine
        and (Right.DISCUSS if found.state is ProposalState.DRAFT else Right.STATE) in by.rights
        and found.state in (ProposalState.DRAFT, ProposalState.OPEN),
        may_open=mine and Right.STATE in by.rights and found.state is ProposalState.DRAFT,
        may_endorse=not mine and Right.STATE in by.rights and found.state is ProposalState.OPEN,
        endorses=any(
            one.author.organisation_id == own and one.current for one in found.endorsements
        ),
        endorsed=any(one.author.organisation_id == own for one in found.endorsements),
        may_close=Right.MODERATE in by.rights and found.state is ProposalState.OPEN,
        may_reopen=Right.MODERATE in by.rights and found.state.may_reopen,
    )
