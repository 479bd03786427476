"""What sections refer to and what refers to them, as links on their page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from analyzers import displayed
from kb.labels import label_of
from kb.model import Citing, Reference, Section, SectionKind
from webapp.services import audience, knowledge_base


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a list of references.

    Attributes:
        name: The words of the text, or the article, each in its own language.
        lang: Language of the name.
        address: "" where the collection does not hold what is meant.
        title, title_lang: Of the document, if it is another one.
    """

    name: str
    lang: str
    address: str = ""
    title: str = ""
    title_lang: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """The references of the sections of one page, by the id of the section."""

    out: Mapping[str, Sequence[Link]]
    back: Mapping[str, Sequence[Link]]


def references_of(sections: Sequence[Section]) -> References:
    """Look up what sections of one document refer to, and what refers to them."""
    by_id = {section.id: section for section in sections}
    found = knowledge_base().references(sections, audience())
    citing = knowledge_base().citing(sections, audience())
    return References(
        {key: _outward(by_id[key], references) for key, references in found.items()},
        {key: [_inward(one, by_id[key]) for one in several] for key, several in citing.items()},
    )


def _outward(section: Section, references: Sequence[Reference]) -> list[Link]:
    """Each thing that is referred to once, as it is named first."""
    links: dict[object, Link] = {}
    for reference in references:
        citation, target = reference.citation, reference.target
        name = displayed(section.text[citation.start : citation.end])
        if citation.article and name.isdecimal():  # the further numbers of "Articles 5 and 6"
            name = label_of(section.lang, SectionKind.ARTICLE, citation.article)
        link = Link(name, section.lang)
        if target is not None:
            link = replace(link, address=_address(target.document_id, target.section_id))
            if target.document_id != section.document_id:
                link = replace(link, title=displayed(target.title), title_lang=target.lang)
        links.setdefault(link.address or name, link)
    return list(links.values())


def _inward(one: Citing, cited: Section) -> Link:
    name = label_of(one.lang, one.kind, one.number) or displayed(one.heading) or "§"
    link = Link(name, one.lang, _address(one.document_id, one.section_id))
    if one.document_id != cited.document_id:
        return replace(link, title=displayed(one.title), title_lang=one.lang)
    return link


def _address(document_id: str, section_id: str | None) -> str:
    if section_id is None:
        return url_for("documents.document", document_id=document_id)
    return url_for("documents.section", document_id=document_id, reference=section_id)
