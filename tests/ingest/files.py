"""Files made for tests: small, and hostile ones that are small until they are unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def docx(
    body: str, *, parts: Mapping[str, str | bytes] | None = None, doctype: str = "", main: str = ""
) -> bytes:
    """A DOCX with this XML in its body.

    Args:
        body: Paragraphs and tables, `w:` being bound.
        parts: More parts of the package, by name, such as styles.
        doctype: Stands before the root of the main part.
        main: The whole main part, instead of one made of `body`.
    """
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _DECLARATION + "<Types/>")
        package.writestr("word/document.xml", main or _DECLARATION + doctype + document)
        for name, text in (parts or {}).items():
            package.writestr(name, text)
    return buffer.getvalue()


def styles(**names: str) -> dict[str, str]:
    """The part of styles, by id and name ("H1": "heading 1")."""
    elements = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    return {"word/styles.xml": f'<w:styles xmlns:w="{WORD}">{elements}</w:styles>'}


def p(text: str, style: str = "", properties: str = "") -> str:
    """A paragraph of a DOCX."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: Iterable[str]) -> str:
    """A table of a DOCX."""
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def text(*lines: str) -> bytes:
    """A plain text with blank lines between its paragraphs."""
    return "\n\n".join(lines).encode()
