"""The seam between a file format and the rest: bytes in, pages of lines out."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from ingest.sniff import MediaType
from kb.model import Extraction


class Extractor(Protocol):
    """Reads one file format. Implementations hold no state between two files."""

    def extract(self, data: bytes) -> Extraction:
        """Reads a file.

        Args:
            data: The whole file, of the format that this extractor is registered for.

        Returns:
            Its pages of lines in reading order; a page without text says why in `remark`.

        Raises:
            FileRejected: If nothing of the file can be read, with the reason and a remedy.
        """
        ...


_EXTRACTORS = {
    MediaType.PDF: ("ingest.pdf", "PdfExtractor"),
    MediaType.DOCX: ("ingest.docx", "DocxExtractor"),
    MediaType.HTML: ("ingest.html", "HtmlExtractor"),
    MediaType.TEXT: ("ingest.text", "TextExtractor"),
    MediaType.PNG: ("ingest.image", "ImageExtractor"),
    MediaType.JPEG: ("ingest.image", "ImageExtractor"),
    MediaType.TIFF: ("ingest.image", "ImageExtractor"),
    MediaType.WEBP: ("ingest.image", "ImageExtractor"),
}


def extractor_for(media_type: MediaType) -> Extractor:
    """Gives the extractor of a media type; its libraries are imported only now."""
    module, name = _EXTRACTORS[media_type]
    return cast(Extractor, getattr(import_module(module), name)())


def import_all() -> None:
    """Imports every extractor, so that a process forked from this one need not."""
    for module, _ in _EXTRACTORS.values():
        import_module(module)
