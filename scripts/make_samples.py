"""Renders the sample collection: samples/sources/NAME.source becomes samples/documents/NAME.

Run `python scripts/make_samples.py` for all of them, or name the samples to render. The last part
of NAME says the format (docx, html, pdf, txt), the part before it the languages (km, en, km-en).
PDF needs Chromium and fonts (`apt-get install chromium fonts-khmeros fonts-noto-core`).

A source has one block a line; its first characters say what it is:

    #, ##, ###   title, heading, heading below it
    ^            centred line
    >            line on the right (date and signature)
    !            the notice that this is a sample
    -            point of a list
    *            bold line
    | a | b |    row of a table; the first row holds the column headings
    otherwise    paragraph
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pikepdf
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SOURCES = SAMPLES / "sources"
DOCUMENTS = SAMPLES / "documents"

KHMER = re.compile(r"[\u1780-\u17ff]")
LATIN_FONT = "Noto Sans"
BODY_FONT = "Khmer OS Battambang"
HEADING_FONT = "Khmer OS Muol Light"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

STYLE_SHEET = f"""
@page {{ size: A4; margin: 22mm 20mm; @bottom-center {{ content: counter(page); }} }}
body {{ font: 11pt/1.8 "{LATIN_FONT}", "{BODY_FONT}", sans-serif; max-width: 48em; margin: auto; }}
body {{ font-synthesis: none; }} /* a drawn bold would enter the PDF as a font without Unicode */
h1, h2, h3 {{ line-height: 1.9; break-after: avoid; }}
:is(h1, h2, h3, .centre):lang(km) {{ font-family: "{HEADING_FONT}"; }}
p {{ margin: 0.5em 0; }}
h1 {{ font-size: 14pt; text-align: center; }}
h2 {{ font-size: 12pt; }}
h3 {{ font-size: 11pt; }}
.centre {{ text-align: center; }}
.right {{ text-align: right; }}
.bold {{ font-weight: bold; }}
.notice {{ text-align: center; font-size: 9pt; border: 1px solid; padding: 0.2em 1em; }}
table {{ border-collapse: collapse; width: 100%; }}
tr {{ break-inside: avoid; }}
th, td {{ border: 1px solid; padding: 0.1em 0.6em; text-align: left; vertical-align: top; }}
"""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a source.

    Attributes:
        mark: "#", "##", "###", "^", ">", "!", "-", "*", "|", or "" for a paragraph.
        cells: The cells, if it is a row of a table.
    """

    mark: str
    text: str
    cells: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        return "km" if KHMER.search(self.text) else "en"


_MARKS = frozenset({"#", "##", "###", "^", ">", "!", "-", "*"})


def parse(source: str) -> list[Block]:
    """Reads the lines of a source as blocks; empty lines mean nothing."""
    blocks = []
    for line in filter(None, map(str.strip, source.splitlines())):
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            blocks.append(Block("|", " ".join(cells), cells))
        else:
            mark, _, text = line.partition(" ")
            blocks.append(Block(mark, text) if mark in _MARKS else Block("", line))
    return blocks


def render_text(blocks: list[Block]) -> str:
    """One line a block, with an empty line above each heading."""
    lines: list[str] = []
    for block in blocks:
        if block.mark.startswith(("#", "*")) and lines:
            lines.append("")
        lines.append(
            f"- {block.text}" if block.mark == "-" else "\t".join(block.cells or [block.text])
        )
    return "\n".join(lines) + "\n"


def render_html(blocks: list[Block], lang: str) -> str:
    """A page that a browser shows, and prints, as it is."""
    body = []
    for mark, run in groupby(blocks, key=lambda block: block.mark):
        group = list(run)
        if mark == "|":
            body.append("<table>")
            body += [_html_row(row, "td" if i else "th") for i, row in enumerate(group)]
            body.append("</table>")
        elif mark == "-":
            body.append("<ul>")
            body += [_html_element("li", block, lang) for block in group]
            body.append("</ul>")
        else:
            body += [_html_element(_HTML_ELEMENTS[mark], block, lang) for block in group]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{lang}">',
            f'<head>\n<meta charset="utf-8">\n<title>{html.escape(_title(blocks))}</title>',
            f"<style>{STYLE_SHEET}</style>\n</head>\n<body>",
            *body,
            "</body>\n</html>\n",
        ]
    )


_HTML_ELEMENTS = {
    "": "p",
    "#": "h1",
    "##": "h2",
    "###": "h3",
    "^": 'p class="centre"',
    ">": 'p class="right"',
    "!": 'p class="notice"',
    "*": 'p class="bold"',
}


def _html_element(element: str, block: Block, lang: str) -> str:
    own_lang = "" if block.lang == lang else f' lang="{block.lang}"'
    return f"<{element}{own_lang}>{html.escape(block.text)}</{element.partition(' ')[0]}>"


def _html_row(row: Block, element: str) -> str:
    cells = "".join(f"<{element}>{html.escape(cell)}</{element}>" for cell in row.cells)
    return f"<tr>{cells}</tr>"


def write_pdf(page: str, target: Path) -> None:
    """Prints an HTML page with Chromium, which writes the Khmer text into the PDF in full.

    The same page gives the same bytes: the time of printing is taken out.

    Raises:
        SystemExit: Chromium is not installed.
    """
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        sys.exit("PDF samples need Chromium; install it (apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={printed}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        with pikepdf.open(printed) as pdf:
            del pdf.docinfo["/CreationDate"], pdf.docinfo["/ModDate"]
            pdf.save(
                target,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )


def write_docx(blocks: list[Block], lang: str, target: Path) -> None:
    """Writes a Word document with heading styles, lists and tables."""
    document = Document()
    _style_docx(document)
    document.core_properties.title = _title(blocks)
    document.core_properties.language = lang
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for mark, run in groupby(blocks, key=lambda block: block.mark):
        group = list(run)
        if mark == "|":
            table = document.add_table(len(group), len(group[0].cells), style="Table Grid")
            for row, block in zip(table.rows, group, strict=True):
                for cell, text in zip(row.cells, block.cells, strict=True):
                    cell.text = text
            continue
        for block in group:
            paragraph = document.add_paragraph(block.text, style=_DOCX_STYLES.get(mark, "Normal"))
            if mark in _DOCX_ALIGNMENTS:
                paragraph.alignment = _DOCX_ALIGNMENTS[mark]
            if mark == "*":
                paragraph.runs[0].bold = True
    document.save(str(target))


_DOCX_STYLES = {"#": "Title", "##": "Heading 1", "###": "Heading 2", "-": "List Bullet"}
_DOCX_ALIGNMENTS = {
    "#": WD_ALIGN_PARAGRAPH.CENTER,
    "^": WD_ALIGN_PARAGRAPH.CENTER,
    "!": WD_ALIGN_PARAGRAPH.CENTER,
    ">": WD_ALIGN_PARAGRAPH.RIGHT,
}


def _style_docx(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, font, size in (
        ("Normal", BODY_FONT, 11),
        ("Title", HEADING_FONT, 14),
        ("Heading 1", HEADING_FONT, 12),
        ("Heading 2", HEADING_FONT, 11),
    ):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.attrib.clear()
        # Word takes font, size and language of Khmer text from the complex-script properties.
        fonts.set(qn("w:ascii"), LATIN_FONT)
        fonts.set(qn("w:hAnsi"), LATIN_FONT)
        fonts.set(qn("w:cs"), font)
        for tag, attribute, value in (("szCs", "val", str(2 * size)), ("lang", "bidi", "km-KH")):
            for old in properties.findall(qn(f"w:{tag}")):
                properties.remove(old)
            element = properties.makeelement(qn(f"w:{tag}"), {qn(f"w:{attribute}"): value})
            properties.append(element)


def _title(blocks: list[Block]) -> str:
    return next(block.text for block in blocks if block.mark == "#")


def render(source: Path) -> Path:
    """Renders one source; returns the path of the document."""
    target = DOCUMENTS / source.stem
    blocks = parse(source.read_text(encoding="utf-8"))
    lang, file_format = target.name.split(".")[-2:]
    lang = lang.split("-")[0]
    match file_format:
        case "docx":
            write_docx(blocks, lang, target)
        case "html":
            target.write_text(render_html(blocks, lang), encoding="utf-8")
        case "pdf":
            write_pdf(render_html(blocks, lang), target)
        case "txt":
            target.write_text(render_text(blocks), encoding="utf-8")
        case _:
            sys.exit(f"{source.name}: the format must be docx, html, pdf or txt.")
    return target


def main() -> None:
    """Renders the named samples, or all."""
    names = sorted(path.stem for path in SOURCES.glob("*.source"))
    parser = argparse.ArgumentParser(description="Render the sample collection.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="as in samples/documents")
    wanted = parser.parse_args().names or names
    if unknown := sorted(set(wanted) - set(names)):
        parser.error(f"no source for {', '.join(unknown)}; there are {', '.join(names)}")
    for name in wanted:
        print(render(SOURCES / f"{name}.source"))


if __name__ == "__main__":
    main()
