"""Citations as people type them: an act, an article, or both, in any of the languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

import analyzers
from kb.works import RegisteredWork, find_works

_SUFFIXES = {"bis": "bis", "ស្ទួន": "bis", "ter": "ter", "ថ្មី": "new", "new": "new"}


def _alternatives(*words: str) -> str:
    return "|".join(re.escape(analyzers.fold_text(word)) for word in words)


_WORDS = _alternatives(
    "មាត្រា",
    "article",
    "articles",
    "art",
    "section",
    "sections",
    "sec",
    "มาตรา",
    "ມາດຕາ",
    "điều",
    "§",
)
_INITIALS = _alternatives("ម", "ม", "s")
_ARTICLE = re.compile(
    rf"(?:(?<![a-z])(?:{_WORDS})|(?<!\S)(?:{_INITIALS})\s*\.)"
    rf"\s*\.?\s*(?:{_alternatives('ទី')}|no\.?)?\s*(?P<number>\d{{1,4}})(?!\d)"
    rf"(?:\s*(?P<suffix>{_alternatives(*_SUFFIXES)})(?![a-z]))?"
)
_NUMBER = re.compile(r"(?<![\w.])\d{1,4}(?![\w.])")


@dataclass(frozen=True, slots=True)
class Citation:
    """What of a query names an act or an article.

    Attributes:
        works: The acts that it may mean; empty if it names none.
        article: Number as sections carry it ("162", "162 bis"), None if it names none.
        rest: The query without these words.
    """

    works: tuple[RegisteredWork, ...]
    article: str | None
    rest: str


def find_citation(text: str) -> Citation:
    """Find the act and the article that a query names.

    Args:
        text: Folded text (see `analyzers.fold_text`).
    """
    mentions = find_works(text)
    works: tuple[RegisteredWork, ...] = ()
    for mention in mentions:  # "EIA sub-decree 72": two names of one act narrow each other
        common = tuple(work for work in mention.works if work in works)
        works = common or (*works, *mention.works)
    rest = _without(text, [(mention.start, mention.end) for mention in mentions])
    found = _ARTICLE.search(rest)
    if found is None and works:
        found = _NUMBER.search(rest)  # "civil code 162"
    if found is None:
        return Citation(works, None, rest.strip())
    groups = found.groupdict()
    suffix = _SUFFIXES.get(groups.get("suffix") or "", "")
    number = (groups.get("number") or found[0]).lstrip("0") or "0"
    return Citation(works, f"{number} {suffix}".strip(), _without(rest, [found.span()]).strip())


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Blank out spans; a space stays in their place, so that what they parted stays apart."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text
