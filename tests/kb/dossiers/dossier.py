"""A law in two languages, an own brief, and people who put dossiers together."""

from __future__ import annotations

from kb.access import Audience, Role
from kb.knowledge_base import KnowledgeBase
from kb.model import ParsedSection, SectionKind, Visibility
from tests.kb.conftest import keep

KHMER = "ជនណាដែលបានកាន់កាប់អចលនវត្ថុដោយសន្តិវិធី ក្នុងរយៈពេល ៥ (ប្រាំ) ឆ្នាំ យ៉ាងតិច មានសិទ្ធិស្នើសុំប័ណ្ណកម្មសិទ្ធិ ។"
ENGLISH = (
    "Any person who, for no less than five years, enjoyed peaceful possession of immovable property"
    " has the right to request a definitive title."
)


def article(number: int, text: str, lang: str) -> ParsedSection:
    """An article of the law."""
    return ParsedSection(SectionKind.ARTICLE, text, str(number), lang=lang)


def keep_law(knowledge_base: KnowledgeBase, articles: int = 3) -> dict[str, str]:
    """Store a law in Khmer and in English; give the id of each text by its language."""
    return {
        lang: keep(
            knowledge_base,
            *(article(number, f"{text} {number}", lang) for number in range(1, articles + 1)),
            title=title,
            visibility=Visibility.PUBLIC,
            register_key="law-2001-land",
        )
        for lang, title, text in (("km", "ច្បាប់ភូមិបាល", KHMER), ("en", "Land Law", ENGLISH))
    }


def keep_brief(knowledge_base: KnowledgeBase, title: str = "Our brief") -> str:
    """Store a paper that only its organisation may read."""
    section = ParsedSection(SectionKind.TEXT, f"What we hold: {title}.", lang="en")
    return keep(knowledge_base, section, title=title, visibility=Visibility.ORGANISATION)


def contributor(knowledge_base: KnowledgeBase, organisation: str | None = None) -> Audience:
    """Somebody who contributes for an organisation."""
    owner = (
        knowledge_base.store.organisation(organisation)
        if organisation
        else knowledge_base.home_organisation
    )
    return Audience(True, frozenset({owner}), Role.CONTRIBUTOR.rights, f"member of {owner}")


def section_of(knowledge_base: KnowledgeBase, document_id: str, at: int = 0) -> str:
    """The id of a section."""
    return knowledge_base.sections(document_id, knowledge_base.operator)[at].id
