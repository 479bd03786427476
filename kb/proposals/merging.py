"""Two changes of one wording: do they meet, and if not, what do they make together?

A three-way merge by Khmer words. Nothing is merged where both change the same word, or add at the
same place: that is for the authors to settle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.comparison import Unit, align_words, cut_words


@dataclass(frozen=True, slots=True)
class Collision:
    """Words of a text that two proposals change otherwise.

    Attributes:
        text: What stands there now; "" where both add something.
        one, other: What each would put there.
    """

    text: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    words: tuple[Unit, ...]

    def meets(self, other: _Edit) -> bool:
        """Whether both change a word, or one adds where the other begins or ends."""
        first, last = max(self.start, other.start), min(self.end, other.end)
        adds = self.start == self.end or other.start == other.end
        return first < last or (first == last and adds)

    def same_as(self, other: _Edit) -> bool:
        keys = tuple(word.key for word in self.words)
        return (self.start, self.end, keys) == (
            other.start,
            other.end,
            tuple(word.key for word in other.words),
        )


def rebase(base: str, proposed: str, now: str) -> str | None:
    """Carry a proposed wording over to a new text.

    Args:
        base: The text that was to be replaced.
        proposed: The wording proposed for it.
        now: What the text says now.

    Returns:
        The new text with the proposed changes; None if they meet what changed.
    """
    words = cut_words(base)
    ours, theirs = _edits(words, proposed), _edits(words, now)
    if any(one.meets(two) and not one.same_as(two) for one in ours for two in theirs):
        return None
    kept = _merged(words, proposed, now)
    known = [two for one in ours for two in theirs if one.same_as(two)]
    pieces: list[str] = []
    at = 0
    for edit in sorted((*ours, *(two for two in theirs if two not in known)), key=_place):
        pieces += (kept[position] for position in range(at, edit.start))
        pieces += (word.text for word in edit.words)
        at = edit.end
    pieces += (kept[position] for position in range(at, len(words)))
    return "".join(pieces)


def collisions(base: str, one: str, other: str) -> list[Collision]:
    """Where two wordings proposed for one text exclude each other, in the order of the text."""
    words = cut_words(base)
    found = (
        (first, second)
        for first in _edits(words, one)
        for second in _edits(words, other)
        if first.meets(second) and not first.same_as(second)
    )
    return [
        Collision(
            _text(words[min(first.start, second.start) : max(first.end, second.end)]),
            _text(first.words),
            _text(second.words),
        )
        for first, second in found
    ]


def _edits(base: Sequence[Unit], other: str) -> list[_Edit]:
    """What is changed, with as little of the text as can be; changes that touch are one."""
    return [
        _Edit(start, end, tuple(words))
        for same, start, end, words in align_words(base, cut_words(other))
        if not same
    ]


def _merged(base: Sequence[Unit], proposed: str, now: str) -> dict[int, str]:
    """The words that both keep, by their place: as the new text spells them, else the proposal."""
    ours, theirs = dict(_kept(base, proposed)), dict(_kept(base, now))
    return {
        at: ours[at].text if theirs[at].text == base[at].text else theirs[at].text
        for at in ours.keys() & theirs.keys()
    }


def _kept(base: Sequence[Unit], other: str) -> Iterator[tuple[int, Unit]]:
    """The words that another text keeps, in its own characters, by their place in the first."""
    for same, start, _, words in align_words(base, cut_words(other)):
        if same:
            yield from enumerate(words, start)


def _place(edit: _Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _text(words: Sequence[Unit]) -> str:
    return "".join(word.text for word in words).strip()
