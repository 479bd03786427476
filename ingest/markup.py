"""A look at markup before a parser sees it: hostile nesting is refused in linear time.

Parsers are quadratic in depth and in the attributes of one tag (measured with lxml: 40,000
attributes take 1.2 s, 300,000 more than 25 s).
"""

from __future__ import annotations

import re

from kb.errors import FileRejected

MAX_DEPTH = 500
MAX_ATTRIBUTES = 200

_TAG = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/<>\"']*))")
_RUN = re.compile(r"[^\"'>]*")
_RAW_TEXT = frozenset(("script", "style", "textarea", "title", "xmp"))
_NOT_NESTING_NAMES = (
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot colgroup option optgroup"
)
_NOT_NESTING = frozenset(_NOT_NESTING_NAMES.split())
"""Void elements, and those whose end tag may be left out: a new one closes the last."""


def check_nesting(text: str) -> None:
    """Refuses markup that is nested too deeply or has too many attributes in one tag.

    Raises:
        FileRejected: `too-complex`.
    """
    depth = position = 0
    while match := _TAG.search(text, position):
        position = match.end()
        name = (match[2] or "").lower()
        if not name:
            position = _after(text, "-->", position)
            continue
        position, attributes = _end_of_tag(text, position)
        if attributes > MAX_ATTRIBUTES:
            raise _too_complex(f"one tag has more than {MAX_ATTRIBUTES} attributes")
        if match[1]:
            depth = max(0, depth - (name not in _NOT_NESTING))
        elif name in _RAW_TEXT:
            position = _after(text, f"</{name}", position)
        elif name not in _NOT_NESTING and text[position - 2 : position] != "/>":
            depth += 1
            if depth > MAX_DEPTH:
                raise _too_complex(f"its tags are nested more than {MAX_DEPTH} deep")


def _end_of_tag(text: str, position: int) -> tuple[int, int]:
    """The position behind the tag, and the number of words in it outside of quotes."""
    attributes = 0
    while match := _RUN.match(text, position):
        attributes += len(match[0].split())
        position = match.end()
        mark = text[position : position + 1]
        if mark not in ("'", '"'):
            break
        position = _after(text, mark, position + 1)
        if attributes > MAX_ATTRIBUTES:
            break
    return position + 1, attributes


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def _too_complex(why: str) -> FileRejected:
    return FileRejected(
        f"The markup is not that of a document: {why}.",
        "Open it in a browser or Word and print it to PDF.",
        code="too-complex",
    )
