"""A dossier as one HTML file, to read without a connection and to print."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from analyzers import word_breaks
from kb.dossiers.exports.manuscript import (
    CONTENTS,
    Column,
    Columns,
    Heading,
    Manuscript,
    Paragraph,
    Words,
)

_STYLE = """
body{font-family:system-ui,"Noto Sans Khmer","Khmer OS","Khmer UI",sans-serif;line-height:1.75;
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1,h2,h3,h4{line-height:1.55;margin:1.2em 0 .4em}h4{font-size:1em;margin-top:0}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));
gap:.5rem 2rem}.columns>*{min-width:0;overflow-wrap:anywhere}
p{margin:.4em 0}.note{border-left:3px solid #555;padding-left:.75rem}
.source{color:#444;font-size:.875em;overflow-wrap:anywhere}nav ol{list-style:none;padding:0}
nav .level2{padding-left:1.5rem}a{color:#0b4f8a}
@media print{@page{margin:2cm}body{margin:0;max-width:none;font-size:11pt}a{color:inherit}
.columns{grid-template-columns:1fr 1fr}h2,h3,h4{break-after:avoid}p{orphans:3;widows:3}}
"""


def to_html(manuscript: Manuscript) -> bytes:
    """Write a manuscript as HTML that needs nothing beside it."""
    title = manuscript.title
    contents = "\n".join(
        f'<li class="level{heading.level}"><a href="#{heading.anchor}"{_lang(heading.words)}>'
        f"{_text(heading.words)}</a></li>"
        for heading in manuscript.headings
    )
    blocks = "\n".join(map(_block, manuscript.blocks))
    return (
        f'<!doctype html>\n<html lang="{escape(title.lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title.text)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_text(title)}</h1>\n<p>{escape(manuscript.organisation)}</p>\n"
        f'<nav aria-label="{CONTENTS}">\n<h2>{CONTENTS}</h2>\n<ol>\n{contents}\n</ol>\n</nav>\n'
        f"<main>\n{blocks}\n</main>\n</body>\n</html>\n"
    ).encode()


def _block(block: Heading | Paragraph | Columns) -> str:
    match block:
        case Heading(words, level, anchor):
            rank = level + 1
            return f'<h{rank} id="{anchor}"{_lang(words)}>{_text(words)}</h{rank}>'
        case Paragraph(words, role, address):
            text = _text(words)
            if address:
                text = text.replace(
                    escape(address), f'<a href="{escape(address)}">{escape(address)}</a>', 1
                )
            return f'<p class="{role}"{_lang(words)}>{text}</p>'
        case Columns(columns):
            return f'<div class="columns">\n{"".join(map(_column, columns))}</div>'


def _column(column: Column) -> str:
    heading = f"<h4>{_text(column.heading)}</h4>\n" if column.heading.text else ""
    paragraphs = "\n".join(f"<p>{_text(words)}</p>" for words in column.paragraphs)
    return f"<div{_lang(column.heading)}>\n{heading}{paragraphs}\n</div>\n"


def _lang(words: Words) -> str:
    return f' lang="{escape(words.lang)}"'


def _text(words: Words) -> str:
    """The characters, with `<wbr>` where a line may break: it is not copied with the text."""
    cuts = [0, *word_breaks(words.text), len(words.text)]
    return "<wbr>".join(escape(words.text[start:end]) for start, end in pairwise(cuts))
