"""What the network says of a text, for the pages of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from kb.discussion.model import Position, Thread
from kb.discussion.quotations import Quotation
from kb.discussion.targets import Target, section_keys
from kb.model import Document, Section, SectionKind
from kb.proposals.model import Proposal
from webapp.links import with_query
from webapp.services import audience, knowledge_base
from webapp.sessions import me


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision of minutes closed."""

    threads: Sequence[Thread] = ()
    proposals: Sequence[Proposal] = ()

    def __bool__(self) -> bool:
        """Whether it closed anything."""
        return bool(self.threads or self.proposals)


@dataclass(frozen=True, slots=True)
class OfSection:
    """What is said of one section.

    Attributes:
        target: In its written form.
        quotations: What the discussions quote, by discussion.
    """

    target: str
    threads: Sequence[Thread]
    quotations: Mapping[str, Quotation]
    positions: Sequence[Position]
    proposals: Sequence[Proposal]
    decided: Decided


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is said of one section, or of a work as a whole.

    Attributes:
        address: Of the page with what is said.
    """

    address: str
    threads: int
    positions: int
    proposals: int
    decided: Decided


@dataclass(frozen=True, slots=True)
class OfDocument:
    """How much is said of a document: of its work, and of each section by its id."""

    work: Counts
    sections: Mapping[str, Counts]


def said_of_section(
    document: Document, sections: Sequence[Section], section: Section
) -> OfSection | None:
    """Look up what is said of a section; None for visitors.

    Args:
        sections: All those of the document, in reading order.
    """
    if me() is None:
        return None
    kb = knowledge_base()
    discussion = kb.discussion
    target = Target.of_work(document.work_id, section_keys(sections)[section.id])
    threads = discussion.threads.about(audience(), target)
    return OfSection(
        str(target),
        threads,
        discussion.quotations.of(audience(), [one.id for one in threads]),
        discussion.positions.about(audience(), target),
        kb.proposals.on(audience(), target),
        _decided([target] if section.kind is SectionKind.DECISION else ())[target],
    )


def said_of_document(document: Document, sections: Sequence[Section]) -> OfDocument | None:
    """Count what is said of a document and its sections; None for visitors.

    Args:
        sections: All of them, in reading order.
    """
    if me() is None:
        return None
    kb = knowledge_base()
    work_id = document.work_id
    threads = kb.discussion.threads.counts(audience(), work_id)
    positions = kb.discussion.positions.counts(audience(), work_id)
    proposals = kb.proposals.counts(audience(), work_id)
    keys = section_keys(sections)
    targets = {one.id: Target.of_work(work_id, keys[one.id]) for one in sections}
    decided = _decided([targets[one.id] for one in sections if one.kind is SectionKind.DECISION])

    start = url_for("discussion.threads")

    def counts(target: Target) -> Counts:
        return Counts(
            with_query(start, {"target": target}),
            threads[target],
            positions[target],
            proposals[target],
            decided[target],
        )

    return OfDocument(
        counts(Target.of_work(work_id)),
        {section_id: counts(target) for section_id, target in targets.items()},
    )


def _decided(decisions: Collection[Target]) -> defaultdict[Target, Decided]:
    """Look up what decisions closed; nothing for other targets."""
    found: defaultdict[Target, Decided] = defaultdict(Decided)
    if decisions:
        kb = knowledge_base()
        threads = kb.discussion.closings.by_decision(audience(), decisions)
        proposals = kb.proposals.by_decision(audience(), decisions)
        for one in decisions:
            found[one] = Decided(threads.get(str(one), ()), proposals.get(str(one), ()))
    return found
