"""PDFs whose text layer is damaged on purpose, for `benchmarks.pdf`.

Each way of damage is one that files in use have: a producer that writes no ActualText or no
ToUnicode, a subsetter that mixes ToUnicode up, subscripts lost on the way through another
program, fonts that are not embedded, a round trip through PostScript.
"""

from __future__ import annotations

import io
import random
import re
import subprocess
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Operator, Pdf, Stream

_ENTRY = re.compile(rb"(<[0-9A-Fa-f]+>)\s*<([0-9A-Fa-f]*)>\s*$", re.MULTILINE)
_COENG = b"17D2"


def damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The ways of damage by name, each with the PDF damaged so."""
    for name, steps in WAYS.items():
        with pikepdf.open(io.BytesIO(data)) as document:
            for step in steps:
                step(document)
            changed = io.BytesIO()
            document.save(changed)
        yield name, changed.getvalue()
    yield "through PostScript", through_postscript(data)


def through_postscript(data: bytes) -> bytes:
    """Prints a PDF to PostScript and makes a PDF of it again, with Ghostscript."""
    for device in ("ps2write", "pdfwrite"):
        command = ["gs", "-q", "-dBATCH", "-dNOPAUSE", f"-sDEVICE={device}", "-o", "-", "-"]
        data = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    return data


def without_actual_text(document: Pdf) -> None:
    """Drops every ActualText of marked content."""
    for page in document.pages:
        instructions = []
        for operands, operator in pikepdf.parse_content_stream(page):
            if operator == Operator("BDC") and isinstance(operands[1], Dictionary):
                instructions.append(([operands[0]], Operator("BMC")))
            else:
                instructions.append((operands, operator))
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))


def without_tounicode(document: Pdf) -> None:
    """Drops every ToUnicode table."""
    for font in _fonts(document):
        _drop(font, "/ToUnicode")


def without_font_files(document: Pdf) -> None:
    """Drops every embedded font, as a producer does that trusts in the reader's fonts."""
    for font in _fonts(document):
        for owner in (font, *font.get("/DescendantFonts", [])):
            descriptor = owner.get("/FontDescriptor", Dictionary())
            _drop(descriptor, "/FontFile", "/FontFile2", "/FontFile3")


def with_mixed_tounicode(document: Pdf) -> None:
    """Deals the texts of each ToUnicode table out anew, always in the same way."""

    def mix(entries: list[bytes]) -> list[bytes]:
        return random.Random(7).sample(entries, len(entries))

    _change_tounicode(document, mix)


def without_coengs(document: Pdf) -> None:
    """Takes the sign that makes a letter a subscript out of each ToUnicode table."""
    _change_tounicode(document, lambda entries: [e.upper().replace(_COENG, b"") for e in entries])


WAYS: dict[str, tuple[Callable[[Pdf], None], ...]] = {
    "no ActualText": (without_actual_text,),
    "no ToUnicode": (without_actual_text, without_tounicode),
    "mixed ToUnicode": (without_actual_text, with_mixed_tounicode),
    "no coengs": (without_actual_text, without_coengs),
    "no ActualText, no fonts": (without_actual_text, without_font_files),
    "no ToUnicode, no fonts": (without_actual_text, without_tounicode, without_font_files),
    "mixed ToUnicode, no fonts": (without_actual_text, with_mixed_tounicode, without_font_files),
    "no coengs, no fonts": (without_actual_text, without_coengs, without_font_files),
}


def _change_tounicode(document: Pdf, change: Callable[[list[bytes]], list[bytes]]) -> None:
    for font in _fonts(document):
        table = font.get("/ToUnicode")
        if not isinstance(table, Stream):
            continue
        data = table.read_bytes()
        head, *parts = _ENTRY.split(data)
        codes, texts, between = parts[::3], change(parts[1::3]), parts[2::3]
        entries = zip(codes, texts, between, strict=True)
        table.write(head + b"".join(b"%s <%s>%s" % entry for entry in entries))


def _drop(dictionary: Object, *keys: str) -> None:
    for key in keys:
        if key in dictionary:
            del dictionary[key]


def _fonts(document: Pdf) -> Iterator[Object]:
    for item in document.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font:
            yield item
