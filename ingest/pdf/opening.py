"""Opening a PDF: what is refused, what is repaired, and in which words.

pdfminer's errors are often empty strings, so pikepdf (qpdf) is asked first: it tells a password
from damage, and it can write a repaired copy of a file whose cross-reference table is broken.
"""

from __future__ import annotations

import io

import pikepdf

from kb.errors import FileRejected

MAX_PAGES = 20_000
"""More pages than any act; beyond it a file is made to exhaust its reader."""


def checked_pdf(data: bytes) -> bytes:
    """The bytes of a PDF that pdfplumber can open.

    Args:
        data: The file.

    Returns:
        The same bytes, or a repaired copy if the structure of the file was damaged.

    Raises:
        FileRejected: `empty-file`, `not-a-pdf`, `password-needed`, `damaged-file` or
            `too-many-pages`.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise FileRejected(
            "The file is empty.", "Copy or download it again from its source.", code="empty-file"
        )
    if b"%PDF-" not in data[:1024]:
        raise FileRejected(
            "The file is not a PDF, whatever its name says.",
            "Open it in the program that made it and save it as PDF.",
            code="not-a-pdf",
        )
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            pages = _page_count(document)
            damaged = bool(document.get_warnings())
            if damaged or document.is_encrypted:
                repaired = io.BytesIO()
                document.save(repaired)
                data = repaired.getvalue()
    except pikepdf.PasswordError:
        raise FileRejected(
            "The PDF is protected by a password.",
            "Remove the password in a PDF program and add the file again.",
            code="password-needed",
        ) from None
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError) as error:
        raise FileRejected(
            f"The PDF is damaged or cut off ({type(error).__name__}).",
            "Copy or download it again; if it opens elsewhere, print it to a new PDF.",
            code="damaged-file",
        ) from error
    if pages > MAX_PAGES:
        raise FileRejected(
            f"The PDF has {pages} pages, more than the {MAX_PAGES} that are read.",
            "Split it into parts and add them one by one.",
            code="too-many-pages",
        )
    return data


def _page_count(document: pikepdf.Pdf) -> int:
    pages = len(document.pages)
    if not pages:
        raise pikepdf.PdfError("no pages")
    return pages
