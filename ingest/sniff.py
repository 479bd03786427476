"""What a file is, by its content; the name is only compared with it."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from kb.errors import FileRejected


class MediaType(StrEnum):
    """The formats that can be read, by their registered media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    TEXT = "text/plain"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    WEBP = "image/webp"


_EXTENSIONS = {
    MediaType.PDF: {".pdf"},
    MediaType.DOCX: {".docx", ".docm"},
    MediaType.HTML: {".html", ".htm", ".xhtml"},
    MediaType.TEXT: {".txt", ".text", ".md", ".csv", ".tsv", ".log"},
    MediaType.PNG: {".png"},
    MediaType.JPEG: {".jpg", ".jpeg"},
    MediaType.TIFF: {".tif", ".tiff"},
    MediaType.WEBP: {".webp"},
}

_DOCUMENTS = frozenset(
    suffix
    for media_type, suffixes in _EXTENSIONS.items()
    if media_type not in (MediaType.TEXT, MediaType.HTML)
    for suffix in suffixes
)

_HEAD = 4096
"""Bytes that are looked at for an HTML tag or binary content."""

_PDF_HEADER_WITHIN = 1024
"""PDF readers accept a header anywhere in the first 1,024 bytes (ISO 32000-1, annex H)."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"II*\0", MediaType.TIFF),
    (b"MM\0*", MediaType.TIFF),
)

DOCX_MAIN_PART = re.compile(r"word/document\d*\.xml")
"""The part of a DOCX that holds its text; some editors number it."""

_SAVE_AS_DOCX = "Open it in Word or LibreOffice and save it as DOCX or PDF."
_UNREADABLE = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office file", _SAVE_AS_DOCX),
    (b"{\\rtf", "an RTF file", _SAVE_AS_DOCX),
    (b"MZ", "a Windows program", "Add the document itself, not a program."),
    (b"\x7fELF", "a Linux program", "Add the document itself, not a program."),
    (b"Rar!", "a RAR archive", "Unpack it and add the files in it."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it and add the files in it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and add the files in it."),
    (b"GIF8", "a GIF picture", "Save it as PNG or JPEG."),
    (b"%!PS", "a PostScript file", "Convert it to PDF."),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file", "Convert it to PDF."),
)

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|base|script|style|main|article|section|"
    rb"header|nav|div|p|h[1-6]|table|[uo]l|center|font|span|strong|[abiu]|em|br|hr|img|pre)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<(?:\?xml|svg)\b", re.IGNORECASE)
_UNICODE_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def sniff(data: bytes) -> MediaType:
    """Tells the media type of a file from its content.

    Raises:
        FileRejected: `empty-file` or `unsupported-type`, each with its own remedy.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise FileRejected(
            "The file is empty.", "Copy or download it again from its source.", code="empty-file"
        )
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return MediaType.WEBP
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _sniff_zip(data)
    for magic, what, remedy in _UNREADABLE:
        if data.startswith(magic):
            raise _unsupported(what, remedy)
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return MediaType.PDF
    return _sniff_text(data[:_HEAD])


def extension_doubt(name: str, media_type: MediaType) -> str:
    """Says that the extension of a file name does not fit its content; "" if it does.

    Raises:
        FileRejected: If a document was expected and there is only text: what a server says when
            a download fails is often saved under the name of the file that did not come.
    """
    suffix = PurePath(name).suffix.lower()
    if not suffix or suffix in _EXTENSIONS[media_type]:
        return ""
    if media_type in (MediaType.TEXT, MediaType.HTML) and suffix in _DOCUMENTS:
        raise FileRejected(
            f"The name ends in “{suffix}”, but the file holds plain text or a web page.",
            "Download it again; if the text is what you want, rename it to .txt or .html.",
            code="wrong-extension",
        )
    return f"The name ends in “{suffix}”, but the content is {media_type.value}."


def _sniff_zip(data: bytes) -> MediaType:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise FileRejected(
            "The file is a damaged or cut-off zip or DOCX file.",
            "Copy or download it again; if Word can open it, save it once more.",
            code="damaged-file",
        ) from None
    if any(DOCX_MAIN_PART.fullmatch(name) for name in names):
        return MediaType.DOCX
    if any(name.startswith("xl/") for name in names):
        raise _unsupported("an Excel workbook", "Save the sheet as PDF or copy it into a DOCX.")
    if any(name.startswith("ppt/") for name in names):
        raise _unsupported("a PowerPoint presentation", "Save it as PDF.")
    if "mimetype" in names:
        raise _unsupported("an OpenDocument or EPUB file", _SAVE_AS_DOCX)
    raise _unsupported("a zip archive", "Unpack it and add the files in it.")


def _sniff_text(head: bytes) -> MediaType:
    if head.startswith(_UNICODE_BOMS[1:]):
        # The zeros of UTF-16 are left out: a tag is ASCII in any encoding.
        return MediaType.HTML if _HTML.match(head[2:].replace(b"\0", b"")) else MediaType.TEXT
    head = head.removeprefix(_UNICODE_BOMS[0])
    if _HTML.match(head):
        return MediaType.HTML
    if _XML.match(head):
        raise _unsupported("an XML or SVG file", "Open it in its program and save it as PDF.")
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
    if controls > len(head) // 10:
        raise _unsupported("of an unknown kind", "Save it as PDF, DOCX, HTML or as text in UTF-8.")
    return MediaType.TEXT


def _unsupported(what: str, remedy: str) -> FileRejected:
    return FileRejected(f"The file is {what}.", remedy, code="unsupported-type")
