"""Small, safe Markdown: paragraphs, emphasis, lists, quotations, links, and citations as links.

No HTML, no pictures, no headings: what is typed can neither load anything nor dress up as a part
of the page. CommonMark by markdown-it-py, with all rules off but those that are listed here.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ("emphasis", "list", "blockquote", "link", "autolink", "escape", "newline")
_RELATION = "nofollow noreferrer"

Link = tuple[int, int, str]
"""A span of code points of a text, and the address that it leads to."""


def render(
    text: str,
    *,
    find_links: Callable[[str], Iterable[Link]] = lambda text: (),
    write: Callable[[str], str] = html.escape,
) -> str:
    """Write a text as HTML.

    Args:
        text: Markdown, as typed.
        find_links: Gives what leads somewhere in a piece of plain text, such as citations, in
            order and disjoint; within a link of the writer it is not asked.
        write: Writes plain text as HTML; it must escape.
    """
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_with_links(token.children, find_links))
    return "".join(_written(tokens, write))


def plain_pieces(text: str) -> list[str]:
    """Give the pieces of plain text for which `render` asks what leads somewhere."""
    pieces: list[str] = []

    def note(piece: str) -> tuple[Link, ...]:
        pieces.append(piece)
        return ()

    render(text, find_links=note)
    return pieces


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(list(RULES))
    parser.validateLink = _is_safe  # type: ignore[method-assign, assignment]
    return parser


def _is_safe(address: str) -> bool:
    """Whether an address leads to another page and does nothing else."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _with_links(
    tokens: Sequence[Token], find_links: Callable[[str], Iterable[Link]]
) -> Iterator[Token]:
    open_links = 0
    for token in tokens:
        open_links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or open_links:
            yield token
            continue
        at = 0
        for start, end, address in find_links(token.content):
            yield Token("text", "", 0, content=token.content[at:start])
            yield Token("link_open", "a", 1, attrs={"href": address}, meta={"within": True})
            yield Token("text", "", 0, content=token.content[start:end])
            yield Token("link_close", "a", -1)
            at = end
        yield Token("text", "", 0, content=token.content[at:])


def _written(tokens: Iterable[Token], write: Callable[[str], str]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _written(token.children or (), write)
        elif token.type == "link_open":
            address = html.escape(str(token.attrs["href"]))
            relation = "" if token.meta.get("within") else f' rel="{_RELATION}"'
            yield f'<a href="{address}"{relation}>'
        elif token.type in ("softbreak", "hardbreak"):
            yield "<br>"
        elif token.nesting and not token.hidden:
            yield f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
        elif not token.nesting:
            yield write(token.content)
