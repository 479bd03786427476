"""Plain text: UTF-8, or UTF-16 with a byte-order mark."""

from __future__ import annotations

import codecs

from ingest.sniff import MediaType
from kb.errors import FileRejected
from kb.model import Extraction, Line, Page

MAX_BYTES = 20 * 2**20
"""The largest text that is read: ten times the largest act of the collection."""


class TextExtractor:
    """Reads plain text; each line of the file is one line."""

    def extract(self, data: bytes) -> Extraction:
        """Reads a text.

        Raises:
            FileRejected: `too-large`, `unknown-encoding` or `empty-file`.
        """
        lines = tuple(
            Line(line.strip()) for line in decode(data).splitlines() if not line.isspace() and line
        )
        if not lines:
            raise FileRejected(
                "The file holds no text.", "Check that the right file was saved.", code="empty-file"
            )
        return Extraction(MediaType.TEXT, (Page(1, lines),))


def decode(data: bytes) -> str:
    """Decodes a text by its byte-order mark, else as UTF-8.

    Raises:
        FileRejected: `too-large` or `unknown-encoding`.
    """
    if len(data) > MAX_BYTES:
        raise FileRejected(
            f"The text is {len(data) / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} MB are read.",
            "Split it into its documents and add them one by one.",
            code="too-large",
        )
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise FileRejected(
            "The text is neither UTF-8 nor UTF-16 with a byte-order mark.",
            "Open it in the editor that made it and save it as UTF-8.",
            code="unknown-encoding",
        ) from None
