"""Tables of contents: recognised, so that no article is taken from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.structure.labels import Label
from ingest.structure.paragraphs import Paragraph

LEAST_RUN = 5
"""Labels in a row without text between them that make a table of contents."""

LONGEST_LINE = 300
"""Characters; a longer paragraph is text, and ends the contents."""

LONGEST_TITLE = 120
"""Characters behind the label of an article that may still be its title."""

_TITLE = re.compile(
    r"(?:(?:table of )?contents|តារាងមាតិកា|បញ្ជីមាតិកា|មាតិកា(?:រឿង)?|สารบัญ|ສາລະບານ|"
    r"mục lục|sommaire|table des matières)\s*[:៖]?",
    re.IGNORECASE,
)
_PAGE_AT_END = re.compile(r"(?:\.\s?){3,}|…|-{3,}|_{4,}|·{3,}|\s\d{1,4}$")


def contents_of(paragraphs: Sequence[Paragraph], labels: Sequence[Label | None]) -> set[int]:
    """Finds the paragraphs that belong to a table of contents.

    Args:
        paragraphs: Of the whole document.
        labels: The label of each paragraph.

    Returns:
        Indexes of paragraphs.
    """
    found: set[int] = set()
    for index, paragraph in enumerate(paragraphs):
        if index not in found and _TITLE.fullmatch(paragraph.text.strip()):
            found.update(_titled_block(paragraphs, labels, index))
    times = Counter(_key(label) for label in labels if label is not None)
    for run in _runs_of_titles(labels):
        listed = [index for index in run if _is_listed(labels[index], times)]
        if len(listed) >= LEAST_RUN and len(listed) * 2 > len(run):
            found.update(run)
    return found


def _titled_block(
    paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], title: int
) -> list[int]:
    """The lines under a title of contents, as long as they are labels or end in page numbers.

    Where the first lines end in page numbers, so do all others.
    """
    block, pending = [title], []
    seen: set[tuple[str, tuple[int, int]]] = set()
    first = paragraphs[title + 1 : title + 1 + LEAST_RUN]
    is_paged = 2 * sum(_PAGE_AT_END.search(line.text) is not None for line in first) > len(first)
    for index in range(title + 1, len(paragraphs)):
        text, label = paragraphs[index].text, labels[index]
        if len(text) > LONGEST_LINE or (label is not None and _key(label) in seen):
            break
        if label is not None and label.is_article:
            seen.add(_key(label))
        pending.append(index)
        if _PAGE_AT_END.search(text) or (label is not None and not is_paged):
            block += pending
            pending = []
        elif len(pending) > 2:  # a long entry wraps to a second line, not to a third
            break
    return block if len(block) > 2 else []


def _runs_of_titles(labels: Sequence[Label | None]) -> list[list[int]]:
    """Runs of labels without text between or behind them, as paragraphs of articles have.

    A run ends where the numbers of its articles fall: the text begins, with its first article.
    """
    runs: list[list[int]] = [[]]
    last: dict[str, tuple[int, int]] = {}  # of the articles in this run, by family
    for index, label in enumerate(labels):
        is_entry = label is not None and (label.has_leader or _is_title(label.rest))
        if label is None or not is_entry or _falls(label, last):
            runs.append([])
            last.clear()
        if label is not None and is_entry:
            runs[-1].append(index)
            if label.is_article:
                last[label.family] = label.order
    return [run for run in runs if len(run) >= LEAST_RUN]


def _falls(label: Label, last: Mapping[str, tuple[int, int]]) -> bool:
    return label.is_article and label.family in last and label.order <= last[label.family]


def _key(label: Label) -> tuple[str, tuple[int, int]]:
    return label.family, label.order


def _is_listed(label: Label | None, times: Counter[tuple[str, tuple[int, int]]]) -> bool:
    """Whether a label leads to a page number, or the same article comes once more."""
    return label is not None and (label.has_leader or (label.is_article and times[_key(label)] > 1))


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not text.endswith((".", "។", ";", ":", "៖"))
