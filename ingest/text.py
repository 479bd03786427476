"""Plain text: UTF-8, or UTF-16 with a byte-order mark."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from ingest.sniff import MediaType
from kb.errors import FileRejected
from kb.model import Extraction, Line, Page

MAX_BYTES = 20 * 2**20
"""The largest text that is read: ten times the largest act of the collection."""


LONGEST_HEADING = 100
NARROWEST_WRAP, WIDEST_WRAP = 55, 110
"""Widths at which editors and mail programs break the lines of a paragraph."""

_ENDS_SENTENCE = re.compile(r"[។៕.;,:!?៖…][\s”»\")\]]*$")
_MARKDOWN_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)[\s#]*")
_FIELD_OR_ITEM = re.compile(r"[^:៖]{1,40}[:៖]\s*\S|[-•*–]|\(|[a-zក-អ][.)]")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?!\d)")


class TextExtractor:
    """Reads plain text; each line of the file is one line, blank lines part blocks."""

    def extract(self, data: bytes) -> Extraction:
        """Reads a text.

        Raises:
            FileRejected: `too-large`, `unknown-encoding` or `empty-file`.
        """
        blocks = _blocks(decode(data))
        if not blocks:
            raise FileRejected(
                "The file holds no text.", "Check that the right file was saved.", code="empty-file"
            )
        is_wrapped = _is_wrapped(blocks)
        lines = tuple(line for block in blocks for line in _lines(block, is_wrapped=is_wrapped))
        return Extraction(MediaType.TEXT, (Page(1, lines),))


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line and not line.isspace():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_wrapped(blocks: list[list[str]]) -> bool:
    """Whether most lines that are not the last of their block were broken at a fixed width."""
    lengths = [len(line) for block in blocks for line in block[:-1]]
    wrapped = sum(NARROWEST_WRAP <= length <= WIDEST_WRAP for length in lengths)
    return len(lengths) >= 3 and wrapped * 10 >= 9 * len(lengths)


def _lines(block: list[str], *, is_wrapped: bool) -> Iterator[Line]:
    are_rows = sum("\t" in text for text in block) > 1
    for index, text in enumerate(block):
        if are_rows and "\t" in text:
            yield Line(text, cells=tuple(cell.strip() for cell in text.split("\t")))
        elif heading := _MARKDOWN_HEADING.fullmatch(text):
            yield Line(heading["text"], heading_level=len(heading["marks"]))
        elif index == 0 and _is_heading(text) and not (is_wrapped and len(text) >= NARROWEST_WRAP):
            depth = _NUMBER.match(text)
            yield Line(text, heading_level=min(6, 2 + depth[0].count(".") if depth else 2))
        else:
            yield Line(text, joins_next=is_wrapped and index < len(block) - 1)


def _is_heading(text: str) -> bool:
    """Whether the first line of a block is short and neither a sentence nor part of a list."""
    return (
        len(text) <= LONGEST_HEADING
        and not _ENDS_SENTENCE.search(text)
        and not _FIELD_OR_ITEM.match(text)
        and any(character.isalpha() for character in text)
    )


def decode(data: bytes) -> str:
    """Decodes a text by its byte-order mark, else as UTF-8.

    Raises:
        FileRejected: `too-large` or `unknown-encoding`.
    """
    if len(data) > MAX_BYTES:
        raise FileRejected(
            f"The text is {len(data) >> 20} MB; at most {MAX_BYTES >> 20} MB are read.",
            "Split it into its documents and add them one by one.",
            code="too-large",
        )
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise FileRejected(
            "The text is neither UTF-8 nor UTF-16 with a byte-order mark.",
            "Open it in the editor that made it and save it as UTF-8.",
            code="unknown-encoding",
        ) from None
