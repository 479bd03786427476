"""How pages were read, in words that a reader understands."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from kb.model import Page, PageQuality
from webapp.i18n import number

READ_BY = {
    "text": lazy_gettext("text of the file"),
    "actualtext": lazy_gettext("text of the file"),
    "legacy-font": lazy_gettext("text in an old font, converted"),
    "glyphs": lazy_gettext("read by the shapes of its letters"),
    "corrected": lazy_gettext("corrected by a person"),
    "none": lazy_gettext("without text"),
}
"""Method of reading -> how it is told; OCR tells its confidence as well."""


def quality_of(page: Page | PageQuality) -> str:
    """Tell how a page was read, and whether OCR is yet to read it."""
    if page.method == "ocr":
        told = _("recognised by OCR, %(percent)s %% sure", percent=_percent(page.confidence or 0))
    else:
        told = str(READ_BY.get(page.method, page.method))
    return _("%(told)s; waits for OCR", told=told) if page.needs_ocr else told


def quality_summary(pages: Sequence[PageQuality]) -> list[str]:
    """Tell what a reader should know of the pages of a document; nothing if all were read well."""
    waiting = sum(page.needs_ocr for page in pages)
    recognised = [page for page in pages if page.method == "ocr"]
    corrected = sum(page.method == "corrected" for page in pages)
    told = []
    if recognised:
        mean = sum(page.confidence or 0 for page in recognised) / len(recognised)
        told.append(
            ngettext(
                "%(count)s page recognised by OCR, %(percent)s %% sure",
                "%(count)s pages recognised by OCR, %(percent)s %% sure",
                len(recognised),
                count=number(len(recognised)),
                percent=_percent(mean),
            )
        )
    if corrected:
        told.append(
            ngettext(
                "%(count)s page corrected by a person",
                "%(count)s pages corrected by a person",
                corrected,
                count=number(corrected),
            )
        )
    if waiting:
        told.append(
            ngettext(
                "%(count)s page waits for OCR",
                "%(count)s pages wait for OCR",
                waiting,
                count=number(waiting),
            )
        )
    return told


def _percent(share: float) -> str:
    return number(round(100 * share))
