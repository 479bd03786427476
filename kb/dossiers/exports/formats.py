"""The formats that a dossier is exported in; the writers are loaded when one is asked for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kb.access import Audience
from kb.dossiers.exports.manuscript import manuscript
from kb.dossiers.service import Dossiers
from kb.store.tables import now


class Format(StrEnum):
    """What a file is; the values are the endings of its name."""

    DOCX = "docx"
    HTML = "html"
    PDF = "pdf"
    BIBTEX = "bib"
    RIS = "ris"


MEDIA_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.BIBTEX: "application/x-bibtex; charset=utf-8",
    Format.RIS: "application/x-research-info-systems; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file.

    Attributes:
        name: For the reader's folder.
    """

    name: str
    media_type: str
    data: bytes


def export(
    dossiers: Dossiers, dossier_id: str, form: Format, audience: Audience, address: str
) -> Export:
    """Write a dossier as its reader sees it; an export by a member is logged.

    Args:
        address: Of the site, without a slash at its end; permanent addresses begin with it.

    Raises:
        NotFound: It is not there, or the audience may not read it.
    """
    dossier = dossiers.dossier(dossier_id, audience)
    items = dossiers.items(dossier_id, audience)
    match form:
        case Format.BIBTEX:
            from kb.dossiers.exports.bibliography import to_bibtex  # noqa: PLC0415

            data = to_bibtex(items, address)
        case Format.RIS:
            from kb.dossiers.exports.bibliography import to_ris  # noqa: PLC0415

            data = to_ris(items, address)
        case Format.HTML:
            from kb.dossiers.exports.html import to_html  # noqa: PLC0415

            data = to_html(manuscript(dossier, items, address, now().date()))
        case Format.DOCX:
            from kb.dossiers.exports.docx import to_docx  # noqa: PLC0415

            data = to_docx(manuscript(dossier, items, address, now().date()))
        case Format.PDF:
            from kb.dossiers.exports.pdf import to_pdf  # noqa: PLC0415

            data = to_pdf(manuscript(dossier, items, address, now().date()))
    dossiers.log_export(audience, dossier_id, form)
    return Export(f"{_file_name(dossier.title)}.{form}", MEDIA_TYPES[form], data)


def _file_name(title: str) -> str:
    """A title without what file systems refuse."""
    kept = (c for c in title if unicodedata.category(c)[0] in "LMN" or c in " -_")
    return "".join(kept).strip()[:80].strip() or "dossier"
