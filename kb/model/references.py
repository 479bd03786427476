"""References between texts, as they are written and where they lead."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model.description import DocumentKind
from kb.model.structure import SectionKind


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the text of a section that refers to an act or to one of its articles.

    The act is its own, or one of the register, or one known by kind and number; if none of these,
    it is not known which one is meant.

    Attributes:
        start, end: Code-point span in the text of the section.
        article: Number as sections carry it; None for the act as a whole.
        own_act: Whether it is an article of the act that the section stands in.
        register_key: The act's line in the register.
        kind, number, year: What is said of an act that is not in the register.
    """

    start: int
    end: int
    article: str | None = None
    own_act: bool = False
    register_key: str | None = None
    kind: DocumentKind | None = None
    number: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference leads: a document, and its section if that is there."""

    document_id: str
    title: str
    lang: str
    section_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a section, and where it leads.

    Attributes:
        target: None while the collection does not hold it for this reader.
    """

    section_id: str
    citation: Citation
    target: Target | None


@dataclass(frozen=True, slots=True)
class Citing:
    """A section that refers to another one."""

    document_id: str
    title: str
    lang: str
    section_id: str
    kind: SectionKind
    number: str | None
    heading: str
