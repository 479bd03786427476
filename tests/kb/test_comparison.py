"""What changed between two wordings."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import cluster_boundaries, fold_text
from kb.comparison import LONGEST, Change, ChangeKind, compare

CHANGED, SAME, SPELLING = ChangeKind.CHANGED, ChangeKind.SAME, ChangeKind.SPELLING

WORDINGS = st.lists(
    st.sampled_from(
        [
            "ដី",
            "ធ្លី",
            "ឱ្យ",
            "ឲ្យ",
            "មិន",
            "សម្រេច",
            "សំរេច",
            "៖",
            "។",
            " ",
            "\n",
            "\u200b",
            "Land",
            "law",
            "10",
        ]
    )
    | st.text("កខាគ ្អុំង\u200b។ b-", max_size=4),
    max_size=20,
).map("".join)


def differing(changes: list[Change]) -> list[Change]:
    return [one for one in changes if one.kind is not SAME]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("The King reigns", "The King reigns", []),
        ("The King reigns", "The Queen reigns", [(CHANGED, "King ", "Queen ")]),
        ("ទ្រង់មិនកាន់អំណាចឡើយ", "ទ្រង់ពុំកាន់អំណាចឡើយ", [(CHANGED, "មិន", "ពុំ")]),
        ("ត្រូវបានឲ្យ", "ត្រូវ បានឱ្យ", [(SPELLING, "ឲ្យ", "ឱ្យ")]),
        ("មាត្រា ១០", "មាត្រា 10", [(SPELLING, "១០", "10")]),
        ("ព្រឹទ្ធ សភា", "ព្រឹទ្ធសភា", []),
        ("land, forest", "land; forest", [(CHANGED, ", ", "; ")]),
        ("", "a", [(CHANGED, "", "a")]),
        ("…", "…", []),
    ],
)
def test_changes_are_words(
    before: str, after: str, found: list[tuple[ChangeKind, str, str]]
) -> None:
    changes = differing(compare(before, after))
    assert [(one.kind, one.before, one.after) for one in changes] == found


def test_of_a_long_word_only_what_changed_is_marked() -> None:
    changes = differing(compare("កែលំអរមណីដ្ឋាន", "កែលំអរមណីយដ្ឋាន"))
    assert changes == [Change(CHANGED, "", "យ")]


def test_a_number_is_replaced_as_a_whole() -> None:
    for before, after in (("for thirty (30) days", "for sixty (60) days"), ("៣០ ថ្ងៃ", "៦០ ថ្ងៃ")):
        (changed,) = (one for one in compare(before, after) if one.kind is CHANGED)
        assert "30" in fold_text(changed.before)
        assert "60" in fold_text(changed.after)


def test_changes_with_one_word_between_are_one() -> None:
    changes = differing(compare("one two three four five", "one red three blue five"))
    assert len(changes) == 1
    far = differing(compare("a big red old house", "a small red old hut"))
    assert [(one.before, one.after) for one in far] == [("big ", "small "), ("house", "hut")]


def test_a_long_text_is_compared_by_lines() -> None:
    lines = [f"line {number}\n" for number in range(LONGEST // 8)]
    changes = compare("".join(lines), "".join([*lines[:50], "new\n", *lines[51:]]))
    assert differing(changes) == [Change(CHANGED, "line 50\n", "new\n")]


@given(WORDINGS, WORDINGS)
def test_runs_are_whole_clusters_and_give_both_texts_again(before: str, after: str) -> None:
    changes = compare(before, after)
    for text, runs in ((before, [c.before for c in changes]), (after, [c.after for c in changes])):
        assert "".join(runs) == text
        assert set(accumulate(map(len, runs))) <= set(cluster_boundaries(text))


@given(WORDINGS, WORDINGS)
def test_only_what_folds_away_is_kept(before: str, after: str) -> None:
    for change in compare(before, after):
        if change.kind is not CHANGED:
            old, new = ("".join(fold_text(text).split()) for text in (change.before, change.after))
            assert old == new


@given(WORDINGS)
def test_a_text_equals_itself(text: str) -> None:
    assert not differing(compare(text, text))
