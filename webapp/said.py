"""What the network says of a text, for the pages of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.discussion.model import Position, Thread
from kb.discussion.proposal_model import Proposal
from kb.discussion.targets import Target, section_keys
from kb.model import Document, Section, SectionKind
from webapp.services import audience, knowledge_base
from webapp.sessions import me


@dataclass(frozen=True, slots=True)
class OfTarget:
    """What is said of one section, or of a work as a whole.

    Attributes:
        target: In its written form.
        decided, decided_proposals: What this decision of minutes closed.
    """

    target: str
    threads: Sequence[Thread] = ()
    positions: Sequence[Position] = ()
    proposals: Sequence[Proposal] = ()
    decided: Sequence[Thread] = ()
    decided_proposals: Sequence[Proposal] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a document: of its work, and of each section by its id."""

    work: OfTarget
    sections: Mapping[str, OfTarget]


def said_of(
    document: Document, sections: Sequence[Section], only: Section | None = None
) -> Said | None:
    """Look up what is said of a document and its sections; None for visitors.

    Args:
        sections: All of them, in reading order.
        only: The section whose discussions alone are wanted; None: those of all.
    """
    if me() is None:
        return None
    discussion = knowledge_base().discussion
    threads: defaultdict[Target, list[Thread]] = defaultdict(list)
    positions: defaultdict[Target, list[Position]] = defaultdict(list)
    hung_on = [document.work_id, document.id]
    keys = section_keys(sections)
    found = (
        discussion.threads.on(audience(), hung_on)
        if only is None
        else discussion.threads.about(audience(), Target.of_work(document.work_id, keys[only.id]))
    )
    for thread in found:
        threads[thread.target].append(thread)
    for position in discussion.positions.on(audience(), hung_on):
        positions[position.target].append(position)
    proposals: defaultdict[Target, list[Proposal]] = defaultdict(list)
    for proposal in discussion.proposals.of_works(audience(), [document.work_id]):
        proposals[proposal.target].append(proposal)
    targets = {one.id: Target.of_work(document.work_id, keys[one.id]) for one in sections}
    decisions = [targets[one.id] for one in sections if one.kind is SectionKind.DECISION]
    decided = discussion.closings.by_decision(audience(), decisions) if decisions else {}
    settled = discussion.proposals.by_decision(audience(), decisions) if decisions else {}
    work = Target.of_work(document.work_id)
    return Said(
        OfTarget(str(work), threads[work], positions[work]),
        {
            section_id: OfTarget(
                str(target),
                threads[target],
                positions[target],
                proposals[target],
                decided.get(str(target), ()),
                settled.get(str(target), ()),
            )
            for section_id, target in targets.items()
        },
    )
