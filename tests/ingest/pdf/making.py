"""Small PDFs, made by hand."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary, Name, Pdf

A4 = (595.0, 842.0)
FIVE_METRES = (14_173.0, 14_173.0)
"""Sizes in points."""

MakePage = Callable[[Pdf], Dictionary]


def pdf_of(*pages: MakePage, encryption: pikepdf.Encryption | bool = False) -> bytes:
    """The bytes of a PDF with these pages."""
    document = Pdf.new()
    for page in pages:
        document.pages.append(pikepdf.Page(document.make_indirect(page(document))))
    data = io.BytesIO()
    document.save(data, encryption=encryption, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.getvalue()


def text_page(text: str, size: tuple[float, float] = A4, font_name: str = "Helvetica") -> MakePage:
    """A page with one line of text in a simple font that is not embedded."""

    def make(document: Pdf) -> Dictionary:
        return _page(document, size, _show(text), font_name)

    return make


def without_descriptor(page: MakePage) -> MakePage:
    """The same page, its font named by BaseFont only, as old programs write it."""

    def make(document: Pdf) -> Dictionary:
        made = page(document)
        del made.Resources.Font.Body["/FontDescriptor"]
        return made

    return make


def picture_page(text: str = "", *, height: int = 842) -> MakePage:
    """A page that a grey picture fills to a height in points, with a line of text on it."""

    def make(document: Pdf) -> Dictionary:
        page = _page(document, A4, b"q 595 0 0 %d 0 0 cm /Scan Do Q " % height + _show(text))
        picture = pikepdf.Stream(
            document,
            bytes(range(16)),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=4,
            Height=4,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
        page.Resources.XObject = Dictionary(Scan=picture)
        return page

    return make


def turned_page(text: str, watermark: str) -> MakePage:
    """A page with a line of text and another one drawn upwards across it."""

    def make(document: Pdf) -> Dictionary:
        turned = b"BT /Body 60 Tf 0.7 0.7 -0.7 0.7 100 550 Tm <%s> Tj ET "
        return _page(document, A4, turned % watermark.encode("cp1252").hex().encode() + _show(text))

    return make


def _show(text: str) -> bytes:
    codes = text.encode("cp1252").hex().encode()
    return b"BT /Body 24 Tf 72 700 Td <" + codes + b"> Tj ET" if text else b""


def _page(
    document: Pdf, size: tuple[float, float], content: bytes, font_name: str = "Helvetica"
) -> Dictionary:
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/" + font_name),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=0,
        Widths=[600] * 256,
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/" + font_name), Flags=32
        ),
    )
    return Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, *size],
        Resources=Dictionary(Font=Dictionary(Body=font)),
        Contents=document.make_stream(content),
    )
