"""Styles and numbering of a DOCX, resolved to what a reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

MAX_STYLE_DEPTH = 12
"""Styles based on styles; a longer chain is a loop."""

_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_FALSE = frozenset(("0", "false", "off", "none"))
_DEFAULT_SIZE = 10.0


def name_of(element: etree._Element) -> str:
    """The local name of an element; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value_of(element: etree._Element | None, attribute: str = "val") -> str:
    """The value of a `w:` attribute in either of the two namespaces of the standard."""
    if element is None:
        return ""
    return next((v for k, v in element.items() if str(k).rpartition("}")[2] == attribute), "")


@dataclass(frozen=True, slots=True)
class Format:
    """How a run or paragraph looks.

    Attributes:
        size: In points.
        heading_level: 1–6 for headings and the title, else 0.
        is_contents: Whether it is a line of a table of contents.
        font: Name of the font of its Latin characters, which old Khmer fonts take the place of.
        list_id, list_level: Of the numbering that the style brings along; "" if none.
    """

    bold: bool = False
    size: float = _DEFAULT_SIZE
    heading_level: int = 0
    is_contents: bool = False
    font: str = ""
    list_id: str = ""
    list_level: int = 0


class Styles:
    """The style sheet of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall("{*}style")
        self._elements = {value_of(style, "styleId"): style for style in elements}
        self._resolved: dict[str, Format] = {}
        defaults = None if root is None else root.find("{*}docDefaults/{*}rPrDefault/{*}rPr")
        self._default = _with_run_properties(Format(), defaults)
        self._default_style = next(
            (
                value_of(style, "styleId")
                for style in elements
                if value_of(style, "type") == "paragraph"
                and value_of(style, "default") not in ("", *_FALSE)
            ),
            "",
        )

    def of_paragraph(self, paragraph: etree._Element) -> Format:
        """The format that the style and properties of a paragraph give it."""
        properties = paragraph.find("{*}pPr")
        if properties is None:
            return self._of_style(self._default_style)
        style = value_of(properties.find("{*}pStyle")) or self._default_style
        return _with_paragraph_properties(self._of_style(style), properties)

    def of_run(self, run: etree._Element, paragraph: Format) -> Format:
        """The format of a run within a paragraph."""
        properties = run.find("{*}rPr")
        if properties is None:
            return paragraph
        style = self._elements.get(value_of(properties.find("{*}rStyle")))
        if style is not None:
            paragraph = _with_run_properties(paragraph, style.find("{*}rPr"))
        return _with_run_properties(paragraph, properties)

    def _of_style(self, style_id: str, depth: int = 0) -> Format:
        if style_id in self._resolved:
            return self._resolved[style_id]
        style = self._elements.get(style_id)
        if style is None or depth > MAX_STYLE_DEPTH:
            return self._default
        result = self._of_style(value_of(style.find("{*}basedOn")), depth + 1)
        result = _with_run_properties(result, style.find("{*}rPr"))
        result = _with_paragraph_properties(result, style.find("{*}pPr"))
        name = value_of(style.find("{*}name")).lower()
        if heading := _HEADING.match(name):
            result = replace(result, heading_level=int(heading[1]))
        elif name == "title":
            result = replace(result, heading_level=1)
        elif name.startswith("toc "):
            result = replace(result, is_contents=True, heading_level=0)
        self._resolved[style_id] = result
        return result


def _with_run_properties(base: Format, properties: etree._Element | None) -> Format:
    if properties is None:
        return base
    bold, size, font = base.bold, base.size, base.font
    # Khmer, Thai and Lao take the "complex script" twins bCs and szCs.
    for name in ("b", "bCs"):
        element = properties.find(f"{{*}}{name}")
        if element is not None:
            bold = value_of(element).lower() not in _FALSE
    for name in ("sz", "szCs"):
        if (half_points := value_of(properties.find(f"{{*}}{name}"))).isdecimal():
            size = int(half_points) / 2
    fonts = properties.find("{*}rFonts")
    font = value_of(fonts, "ascii") or value_of(fonts, "hAnsi") or font
    return replace(base, bold=bold, size=size, font=font)


def _with_paragraph_properties(base: Format, properties: etree._Element | None) -> Format:
    if properties is None:
        return base
    outline = value_of(properties.find("{*}outlineLvl"))
    if outline in ("0", "1", "2", "3", "4", "5"):
        base = replace(base, heading_level=int(outline) + 1)
    numbering = properties.find("{*}numPr")
    if numbering is not None:
        level = value_of(numbering.find("{*}ilvl"))
        base = replace(
            base,
            list_id=value_of(numbering.find("{*}numId")) or base.list_id,
            list_level=int(level) if level in set("012345678") else base.list_level,
        )
    return base


class Numbering:
    """The automatic numbers that Word draws before paragraphs ("Article 3", "(b)", "•")."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counters: dict[str, list[int]] = {}
        if root is None:
            return
        for number in root.iterfind("{*}num"):
            self._lists[value_of(number, "numId")] = value_of(number.find("{*}abstractNumId"))
        for abstract in root.iterfind("{*}abstractNum"):
            for level in abstract.iterfind("{*}lvl"):
                start = value_of(level.find("{*}start"))
                key = (value_of(abstract, "abstractNumId"), int(value_of(level, "ilvl") or 0))
                self._levels[key] = (
                    value_of(level.find("{*}numFmt")) or "decimal",
                    value_of(level.find("{*}lvlText")),
                    int(start) if start.isdecimal() else 1,
                )

    def label(self, format_: Format) -> str:
        """Counts a paragraph and gives its number with a space behind, "" if it has none."""
        abstract = self._lists.get(format_.list_id)
        if abstract is None or (abstract, format_.list_level) not in self._levels:
            return ""
        counters = self._counters.setdefault(abstract, [])
        depth = format_.list_level + 1
        while len(counters) < depth:
            counters.append(self._start(abstract, len(counters)) - 1)
        del counters[depth:]
        counters[-1] += 1
        kind, pattern, _ = self._levels[abstract, format_.list_level]
        if kind == "bullet":
            return "• "
        for level, count in enumerate(counters):
            level_kind = self._levels.get((abstract, level), ("decimal", "", 1))[0]
            pattern = pattern.replace(f"%{level + 1}", _count(level_kind, count))
        return f"{pattern} " if pattern else ""

    def _start(self, abstract: str, level: int) -> int:
        return self._levels.get((abstract, level), ("", "", 1))[2]


_MOST_LETTERS = 26 * 4
"""After "zzzz" numbers are plainer, and cheap whatever number a file claims to start with."""

_THAI_DIGITS = {ord("0") + digit: 0x0E50 + digit for digit in range(10)}
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _count(kind: str, number: int) -> str:
    """A number in one of the formats of ST_NumberFormat; decimal for the rare ones."""
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= _MOST_LETTERS:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, symbol in _ROMAN:
            roman += symbol * (number // value)
            number %= value
        return roman if kind == "lowerRoman" else roman.upper()
    if kind == "thaiNumbers":
        return str(number).translate(_THAI_DIGITS)
    return "" if kind == "none" else str(number)
