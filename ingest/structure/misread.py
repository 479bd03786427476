"""Headings of articles that OCR misread, known by their place between two that it read.

Between articles 44 and 46 a line "មាត្រា ៥៥.-" or "បាត្រា ៤៥.-" is the heading of article 45,
whatever its digits. Only the pages that OCR read are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import dropwhile, pairwise

from ingest.digits import ascii_digits
from ingest.structure.labels import Label
from ingest.structure.paragraphs import Paragraph

MOST_MISSING = 5
"""Articles in a row; where more are missing, pages are, and places tell nothing."""

LONGEST_HEADING = 80
"""Characters of a line that may be a heading with its title."""

LEAST_ALIKE = 0.6
"""Ratio of `SequenceMatcher` from which digits are taken for a number, where some headings of a
gap are lost altogether: two digits of three are right, or three of four."""

_NUMBER = re.compile(r"[\W_]*(?P<number>[^\s\W_]{1,5}(?![^\s\W_])|[<>|])(?P<rest>.*)", re.DOTALL)
_DELIMITER = re.compile(r"\s*(?:$|[.,:;៖_\-–—=+*'\"“”«»]+)[\W_]*")


def misread_articles(
    paragraphs: Sequence[Paragraph], articles: Mapping[int, Label], contents: set[int]
) -> dict[int, Label]:
    """Finds the headings of missing articles.

    Args:
        paragraphs: Of the whole document.
        articles: Index of a paragraph -> label of the article that it begins.
        contents: Indexes of the paragraphs of a table of contents.

    Returns:
        The same for further articles, with the numbers that they must have.
    """
    found: dict[int, Label] = {}
    places = sorted(articles)
    for start, end in pairwise(places):
        before, after = articles[start], articles[end]
        missing = range(before.order[0] + 1, after.order[0])
        if before.family != after.family or not 0 < len(missing) <= MOST_MISSING:
            continue
        headings = [
            (position, *heading)
            for position in range(start + 1, end)
            if position not in contents
            and paragraphs[position].recognised
            and (heading := _heading(paragraphs[position].text, before.family))
        ]
        for position, number, rest in _numbered(headings, missing):
            found[position] = replace(
                before, number=str(number), order=(number, 0), rest=rest, is_clear=True
            )
    return found


def _numbered(
    headings: Sequence[tuple[int, str, str]], missing: range
) -> list[tuple[int, int, str]]:
    """Position, number and title of each heading that can be told which article it begins."""
    if len(headings) == len(missing):
        return [
            (position, number, rest)
            for (position, _, rest), number in zip(headings, missing, strict=True)
        ]
    numbered, least = [], missing.start
    for position, digits, rest in headings:
        for number in range(least, missing.stop):
            if SequenceMatcher(None, digits, str(number)).ratio() >= LEAST_ALIKE:
                numbered.append((position, number, rest))
                least = number + 1
                break
    return numbered


def _heading(text: str, family: str) -> tuple[str, str] | None:
    """The digits as they were read and the title of a line that looks like a heading."""
    text = " ".join(dropwhile(_is_dirt, text.split(" "))).lstrip(" .,:;-–_*'\"“”«»")
    if len(text) > LONGEST_HEADING:
        return None
    for end in (len(family), len(family) + 1, len(family) - 1):
        if not _is_nearly(text[:end].casefold(), family):
            continue
        number = _NUMBER.match(text, end)
        if number and (delimiter := _DELIMITER.match(number["rest"])):
            return ascii_digits(number["number"]), number["rest"][delimiter.end() :].strip()
    return None


def _is_dirt(word: str) -> bool:
    """Whether it may be a speck before the heading, which is read as a sign or as a letter."""
    return len(word) == 1 or not any(map(str.isalnum, word))


def _is_nearly(word: str, wanted: str) -> bool:
    """Whether one letter at most is wrong, missing or too much."""
    edits = SequenceMatcher(None, word, wanted).get_opcodes()
    wrong = sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in edits if kind != "equal")
    return wrong <= 1
