"""The words of the domain: what a file becomes, and what a document, a section and a page are.

Frozen values without behaviour of their own, shared by `ingest` (which makes them), the store
(which keeps them) and the pages (which show them).
"""

from __future__ import annotations

from kb.model.description import DOCUMENT_KINDS, Description, DocumentKind, Evidence, Status
from kb.model.documents import Document, Section, Source, Visibility, Work
from kb.model.pages import Box, Extraction, Line, Page, PageQuality
from kb.model.references import Citation, Citing, Reference, Target
from kb.model.structure import (
    Meeting,
    ParsedDocument,
    ParsedSection,
    Participant,
    SectionKind,
    Task,
)

__all__ = [
    "DOCUMENT_KINDS",
    "Box",
    "Citation",
    "Citing",
    "Description",
    "Document",
    "DocumentKind",
    "Evidence",
    "Extraction",
    "Line",
    "Meeting",
    "Page",
    "PageQuality",
    "ParsedDocument",
    "ParsedSection",
    "Participant",
    "Reference",
    "Section",
    "SectionKind",
    "Source",
    "Status",
    "Target",
    "Task",
    "Visibility",
    "Work",
]
