"""What a file is, by its content."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from PIL import Image

from ingest.sniff import MediaType, extension_doubt, sniff
from kb.errors import FileRejected
from tests.ingest.files import docx, p


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, kind)
    return buffer.getvalue()


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", MediaType.PDF),
        (b"\r\n\x00junk before it" + b"%PDF-1.4\n", MediaType.PDF),
        (docx(p("x")), MediaType.DOCX),
        (archive("word/document2.xml"), MediaType.DOCX),
        (picture("PNG"), MediaType.PNG),
        (picture("JPEG"), MediaType.JPEG),
        (picture("TIFF"), MediaType.TIFF),
        (picture("WEBP"), MediaType.WEBP),
        (b"  <!DOCTYPE html><p>x", MediaType.HTML),
        (b"<!-- saved page -->\n<HTML lang=km>", MediaType.HTML),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', MediaType.HTML),
        ("<html><p>ដី".encode("utf-16"), MediaType.HTML),
        (b"\xef\xbb\xbf<h1>x</h1>", MediaType.HTML),
        ("ច្បាប់ភូមិបាល".encode(), MediaType.TEXT),
        ("ច្បាប់".encode("utf-16"), MediaType.TEXT),
        (b"a < b and <c>", MediaType.TEXT),
    ],
)
def test_a_format_is_told_by_content(data: bytes, expected: MediaType) -> None:
    assert sniff(data) is expected


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty-file", "empty"),
        (bytes(1000), "empty-file", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported-type", "old or encrypted"),
        (b"MZ" + bytes(200), "unsupported-type", "Windows program"),
        (b"{\\rtf1 x}", "unsupported-type", "RTF"),
        (gzip.compress(b"x", mtime=0), "unsupported-type", "gzip"),
        (archive("a.txt"), "unsupported-type", "zip archive"),
        (archive("xl/workbook.xml"), "unsupported-type", "Excel"),
        (archive("mimetype", "content.xml"), "unsupported-type", "OpenDocument"),
        (archive("word/document.xml")[:60], "damaged-file", "cut-off"),
        (b"GIF89a", "unsupported-type", "GIF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "unsupported-type", "PostScript"),
        (b"<svg onload='x()'/>", "unsupported-type", "SVG"),
        (bytes(range(256)) * 20, "unsupported-type", "unknown"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_remedy(data: bytes, code: str, words: str) -> None:
    with pytest.raises(FileRejected) as caught:
        sniff(data)
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.remedy.endswith(".")


def test_a_wrong_extension_is_a_doubt() -> None:
    assert "image/png" in extension_doubt("scan.pdf", MediaType.PNG)
    assert "application/pdf" in extension_doubt("law.txt", MediaType.PDF)
    assert not extension_doubt("LAW.PDF", MediaType.PDF)
    assert not extension_doubt("law", MediaType.PDF)


def test_a_failed_download_is_no_document() -> None:
    with pytest.raises(FileRejected, match="Download it again") as caught:
        extension_doubt("law.pdf", sniff(b"<html><body>404 Not Found"))
    assert caught.value.code == "wrong-extension"
