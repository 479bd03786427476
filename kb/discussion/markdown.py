"""Small, safe Markdown: paragraphs, emphasis, lists, quotations, links, and citations as links.

No HTML, no pictures, no headings: what is typed can neither load anything nor dress up as a part
of the page. CommonMark by markdown-it-py, with all rules off but those that are listed here.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ("emphasis", "list", "blockquote", "link", "autolink", "escape", "newline")

Link = tuple[int, int, str]
"""A span of code points of a text, and the address that it leads to."""


class Markdown:
    """A text that was read as Markdown, to be written as HTML.

    Args:
        text: As typed.
    """

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)

    @property
    def pieces(self) -> list[str]:
        """Its plain text outside the writer's own links: what `html` asks `find_links` about."""
        return [token.content for token, is_piece in _told_apart(self._tokens) if is_piece]

    @property
    def plain(self) -> str:
        """The text without its marks, with the addresses of links; a line ends a paragraph."""
        written, address = [], ""
        for token in self._tokens:
            if token.type == "link_open":
                address = "" if token.markup == "autolink" else f" ({token.attrs['href']})"
            written.append(address if token.type == "link_close" else _plain(token))
        return "".join(written).strip()

    def html(
        self,
        find_links: Callable[[str], Iterable[Link]] = lambda piece: (),
        write: Callable[[str], str] = html.escape,
    ) -> str:
        """Write the text as HTML.

        Args:
            find_links: Gives what leads somewhere in a piece, such as citations, in order and
                disjoint.
            write: Writes plain text as HTML; it must escape.
        """
        return "".join(
            _linked(token.content, find_links(token.content), write)
            if is_piece
            else _written(token, write)
            for token, is_piece in _told_apart(self._tokens)
        )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(list(RULES))
    parser.validateLink = _is_safe  # type: ignore[method-assign, assignment]
    return parser


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    """Read a text; kept, as what was said is read again and again."""
    return tuple(_flat(_parser().parse(text)))


def _is_safe(address: str) -> bool:
    """Whether an address leads to another page and does nothing else."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "inline":
            yield from _flat(token.children or ())
        else:
            yield token


def _told_apart(tokens: Iterable[Token]) -> Iterator[tuple[Token, bool]]:
    """Give each token, and whether it is plain text that stands in no link."""
    open_links = 0
    for token in tokens:
        open_links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        yield token, token.type == "text" and not open_links


def _linked(text: str, links: Iterable[Link], write: Callable[[str], str]) -> str:
    written, at = [], 0
    for start, end, address in links:
        written += [write(text[at:start]), f'<a href="{html.escape(address)}">']
        written += [write(text[start:end]), "</a>"]
        at = end
    return "".join([*written, write(text[at:])])


def _plain(token: Token) -> str:
    if token.type == "list_item_open":
        return f"{token.info}{token.markup} "
    if token.type in ("softbreak", "hardbreak", "paragraph_close"):
        return "\n"
    return token.content


def _written(token: Token, write: Callable[[str], str]) -> str:
    if token.type == "link_open":
        address = html.escape(str(token.attrs["href"]))
        return f'<a href="{address}" rel="nofollow noreferrer">'
    if token.type in ("softbreak", "hardbreak"):
        return "<br>"
    if token.nesting:
        return "" if token.hidden else f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
    return write(token.content)
