"""Prints the rendered acts of the corpus as PDFs, for `benchmarks.articles` to read.

    python -m benchmarks.print_acts FOLDER

FOLDER gets `libreoffice/` and `chromium/`, each with one PDF an act, named after its file: the
first printed from a Word document, the second from a page. Both name fonts for the language: where
a file names none, LibreOffice falls back to glyphs of another font, and the subscripts of Khmer
are wrong on the paper itself. A PDF that is there is kept.
"""

from __future__ import annotations

import argparse
import html
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

from analyzers import detect_language
from benchmarks.articles import CORPUS
from ingest.pipeline import extract_bytes
from ingest.structure.paragraphs import Paragraph, paragraphs_of

SECONDS = 600
"""The longest that one act may take; the Civil Code takes about a minute."""

FONTS = {"km": "Khmer OS Battambang", "th": "Noto Looped Thai", "lo": "Noto Looped Lao"}
"""Each with its own punctuation, as fonts for these scripts have that people write with."""
OTHER_FONT = "Noto Serif"
_STYLE = 'body {{ font: 11pt/1.7 "{}", "{}" }} h1, h2, h3, h4, h5, h6 {{ font-size: 12pt }}'


def print_with_libreoffice(paragraphs: Sequence[Paragraph], font: str, target: Path) -> None:
    """Writes a Word document and lets LibreOffice print it."""
    document = Document()
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for attribute, family in (("ascii", OTHER_FONT), ("hAnsi", OTHER_FONT), ("cs", font)):
            fonts.set(qn(f"w:{attribute}"), family)
    for paragraph in paragraphs:
        level = min(paragraph.heading_level, 2)
        document.add_paragraph(paragraph.text, style=f"Heading {level}" if level else "Normal")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{target.stem}.docx")
        document.save(str(source))
        user = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        _run(
            "soffice", user, "--headless", "--convert-to", "pdf", "--outdir", target.parent, source
        )


def print_with_chromium(paragraphs: Sequence[Paragraph], font: str, target: Path) -> None:
    """Writes a page and lets Chromium print it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text("\n".join(_page(paragraphs, font)), encoding="utf-8")
        _run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", page.as_uri(),
        )  # fmt: skip


def _page(paragraphs: Sequence[Paragraph], font: str) -> Iterator[str]:
    yield f'<!doctype html><meta charset="utf-8"><style>{_STYLE.format(OTHER_FONT, font)}</style>'
    for paragraph in paragraphs:
        element = f"h{paragraph.heading_level}" if paragraph.heading_level else "p"
        yield f"<{element}>{html.escape(paragraph.text)}</{element}>"


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


PRINTERS = {"libreoffice": print_with_libreoffice, "chromium": print_with_chromium}


def main() -> None:
    """Prints what is not printed yet."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for path in sorted((CORPUS / "files").iterdir()):
        paragraphs = paragraphs_of(extract_bytes(path.read_bytes()))
        lang = detect_language("\n".join(paragraph.text for paragraph in paragraphs[:200]))
        for program, print_act in PRINTERS.items():
            target = options.folder / program / f"{path.stem}.pdf"
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                print_act(paragraphs, FONTS.get(lang, OTHER_FONT), target)
                print(target, flush=True)


if __name__ == "__main__":
    main()
