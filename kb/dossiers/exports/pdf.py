"""A dossier as PDF, made here of shaped glyphs: nothing but Python packages is needed.

Programs read its Khmer right, as every word carries its characters (PDF 32000-1, 14.9.4).
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pikepdf

from kb.dossiers.exports.fonts import Face, Run
from kb.dossiers.exports.lines import Piece, break_lines
from kb.dossiers.exports.manuscript import CONTENTS, Heading, Manuscript, Words
from kb.dossiers.exports.pages import (
    ENTRIES,
    HEIGHT,
    INNER,
    MARGIN,
    TITLE,
    WIDTH,
    Cell,
    Row,
    Sheet,
    Style,
    fill_pages,
    lay_out,
    set_words,
)

_FOOT = Style(8)
_RULES = "0.5 w 0.7 G"
"""Half a point, grey."""
_SLACK = 0.01
"""Difference in 1/1000 em below which a glyph stands where the one before ends."""
_NUMBER = 40.0
"""Points that the page numbers of the contents take."""


def to_pdf(manuscript: Manuscript) -> bytes:
    """Write a manuscript as PDF."""
    body = fill_pages(lay_out(manuscript.blocks))
    front = fill_pages(_front(manuscript, {}))
    starts = {
        anchor: len(front) + number for number, sheet in enumerate(body) for anchor in sheet.anchors
    }
    front = fill_pages(_front(manuscript, starts))
    return _Writer(manuscript, [*front, *body]).write()


def _front(manuscript: Manuscript, starts: dict[str, int]) -> Iterator[Row]:
    """The title and the contents; their height does not depend on the numbers."""
    yield from set_words(manuscript.title, TITLE)
    yield from set_words(Words(manuscript.organisation, "en"), Style(11, above=4))
    yield from set_words(Words(manuscript.on.isoformat(), "en"), Style(11))
    if manuscript.headings:
        yield from set_words(Words(CONTENTS, "km"), Style(13, 700, above=24), keep=True)
    for heading in manuscript.headings:
        yield from _entry(heading, starts.get(heading.anchor, 0) + 1)


def _entry(heading: Heading, page: int) -> Iterator[Row]:
    style = ENTRIES[heading.level]
    rows = list(set_words(heading.words, style, INNER - _NUMBER, address=f"#{heading.anchor}"))
    yield from rows[:-1]
    (written,) = break_lines(str(page), style.weight, _NUMBER * 1000)
    left = WIDTH - MARGIN - written[0].width * style.size / 1000
    number = Cell(left, written, style, rows[-1].cells[0].above)
    yield replace(rows[-1], cells=(*rows[-1].cells, number))


class _Writer:
    """Writes pages into a file."""

    def __init__(self, manuscript: Manuscript, sheets: Sequence[Sheet]) -> None:
        self._manuscript = manuscript
        self._sheets = sheets
        self._pdf = pikepdf.new()
        self._used: defaultdict[Face, set[int]] = defaultdict(set)

    def write(self) -> bytes:
        """Give the bytes of the file; the same for the same pages."""
        contents = [
            self._content(sheet, f"{number} / {len(self._sheets)}")
            for number, sheet in enumerate(self._sheets, 1)
        ]
        fonts = pikepdf.Dictionary(
            {
                f"/{_name(face)}": face.embed(self._pdf, used)
                for face, used in sorted(self._used.items(), key=lambda item: item[0].name)
            }
        )
        for content in contents:
            page = self._pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
            page.obj.Contents = self._pdf.make_stream(content)
            page.obj.Resources = pikepdf.Dictionary(Font=fonts)
        destinations = {
            anchor: pikepdf.Array([page.obj, pikepdf.Name.XYZ, 0, top, 0])
            for page, sheet in zip(self._pdf.pages, self._sheets, strict=True)
            for anchor, top in sheet.anchors.items()
        }
        for page, sheet in zip(self._pdf.pages, self._sheets, strict=True):
            links = [self._link(*link, destinations) for link in sheet.links]
            if links:
                page.obj.Annots = self._pdf.make_indirect(pikepdf.Array(links))
        self._describe(destinations)
        written = io.BytesIO()
        self._pdf.save(written, deterministic_id=True, compress_streams=True)
        return written.getvalue()

    def _content(self, sheet: Sheet, number: str) -> bytes:
        (foot,) = break_lines(number, _FOOT.weight, INNER * 1000)
        placed = [*sheet.cells, (Cell(WIDTH - MARGIN - 30, foot, _FOOT), MARGIN / 2)]
        lines = [operator for cell, baseline in placed for operator in self._line(cell, baseline)]
        rules = [f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S" for x0, y0, x1, y1 in sheet.rules]
        return "\n".join([_RULES, *rules, "BT", *lines, "ET"]).encode("ascii")

    def _line(self, cell: Cell, baseline: float) -> Iterator[str]:
        left, size = cell.left, cell.style.size
        for piece in cell.line:
            yield f"/Span <</ActualText <{_utf16(piece)}>>> BDC"
            for run in piece.runs:
                yield from self._run(run, left, baseline, size)
                left += run.width * size / 1000
            yield "EMC"
            for run in piece.spaces:
                yield from self._run(run, left, baseline, size)
                left += run.width * size / 1000

    def _run(self, run: Run, left: float, baseline: float, size: float) -> Iterator[str]:
        """Show the glyphs, those that follow each other in one operator."""
        yield f"/{_name(run.face)} {size:g} Tf"
        shown, pen, end = "", 0.0, None
        for glyph in run.glyphs:
            self._used[run.face].add(glyph.id)
            at = (pen + glyph.right, glyph.up)
            if end is None or abs(at[0] - end) > _SLACK or glyph.up:
                if shown:
                    yield f"<{shown}> Tj"
                x, y = left + at[0] * size / 1000, baseline + at[1] * size / 1000
                yield f"1 0 0 1 {x:.3f} {y:.3f} Tm"
                shown = ""
            shown += f"{glyph.id:04x}"
            end = None if glyph.up else at[0] + run.face.widths[glyph.id]
            pen += glyph.advance
        if shown:
            yield f"<{shown}> Tj"

    def _link(
        self, bottom: float, top: float, address: str, destinations: Mapping[str, pikepdf.Array]
    ) -> pikepdf.Object:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[MARGIN, bottom, WIDTH - MARGIN, top],
            Border=[0, 0, 0],
        )
        if address.startswith("#"):
            link.Dest = destinations[address[1:]]
        else:
            link.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
        return self._pdf.make_indirect(link)

    def _describe(self, destinations: Mapping[str, pikepdf.Array]) -> None:
        """Title, language and bookmarks."""
        self._pdf.Root.Lang = pikepdf.String(self._manuscript.title.lang)
        self._pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        self._pdf.docinfo[pikepdf.Name.Title] = pikepdf.String(self._manuscript.title.text)
        self._pdf.docinfo[pikepdf.Name.Author] = pikepdf.String(self._manuscript.organisation)
        with self._pdf.open_outline() as outline:
            part = outline.root
            for heading in self._manuscript.headings:
                destination = destinations[heading.anchor]
                item = pikepdf.OutlineItem(heading.words.text, destination=destination)
                if heading.level == 1:
                    outline.root.append(item)
                    part = item.children
                else:
                    part.append(item)


def _name(face: Face) -> str:
    return face.name.replace("-", "")


def _utf16(piece: Piece) -> str:
    return "feff" + piece.text.rstrip(" ").encode("utf-16-be", "replace").hex()
