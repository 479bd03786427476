"""What a dossier is: its items in order, each with its note and the text that it was added with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kb.discussion.model import Closing, Thread
from kb.model import Document, Section, Visibility
from kb.proposals.model import Proposal


class ItemKind(StrEnum):
    """What an item is. Values are stable: they are in forms and in the JSON API."""

    SECTION = "section"
    DOCUMENT = "document"
    DISCUSSION = "discussion"
    PROPOSAL = "proposal"
    NOTE = "note"
    """Words of the organisation that stand for themselves."""
    HEADING = "heading"
    """Begins a part of the dossier."""

    @property
    def is_own(self) -> bool:
        """Whether it is made of the organisation's own words alone."""
        return self in (ItemKind.NOTE, ItemKind.HEADING)


class TextState(StrEnum):
    """How a kept text stands to what the knowledge base has now."""

    CURRENT = "current"
    CHANGED = "changed"
    """There is a newer text."""
    GONE = "gone"
    """The document has no such section any more."""


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text as it was when it was added.

    Attributes:
        document: As it is now; its description may have been put right since.
        section: As it was then, `position` 0; None for a whole document, whose text is not kept
            but for its hash.
    """

    document: Document
    section: Section | None
    state: TextState


@dataclass(frozen=True, slots=True)
class Said:
    """A discussion or a proposal as it is now; nothing of it is kept.

    Attributes:
        subject: What was added.
        closing: How the discussion was closed; None if it is open, or for a proposal.
        cited: How to cite what it is about: (language, citation), the Khmer one first.
    """

    subject: Thread | Proposal
    closing: Closing | None
    cited: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item, as an audience sees it.

    Attributes:
        target_id: Id of the section, document, discussion or proposal; "" for own words.
        note: What the organisation says of it; the words themselves for a note or heading.
        organisation: Name of the organisation that added it.
        added_on: In UTC.
        texts: What was added, then its translations; those that the audience may read.
        said: The discussion or proposal that was added.
    """

    id: str
    kind: ItemKind
    target_id: str
    note: str
    organisation: str
    added_on: dt.date
    texts: tuple[KeptText, ...] = ()
    said: Said | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether one of its texts is not what the knowledge base has now."""
        return any(text.state is not TextState.CURRENT for text in self.texts)


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is said of a dossier as a whole.

    Attributes:
        version: Grows with each change; for those who may edit it.
    """

    id: str
    title: str
    about: str
    organisation_id: str
    organisation: str
    visibility: Visibility
    version: int
    created_on: dt.date


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor wants a dossier to be.

    Attributes:
        items: Id and note of each item in the wanted order; an item that the editor sees and
            that is not named is taken out, one that was taken out comes back.
    """

    title: str
    about: str
    items: tuple[tuple[str, str], ...]
