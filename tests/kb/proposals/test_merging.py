"""Two changes of one wording."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.proposals.merging import Collision, collisions, rebase

BASE = "បុគ្គលណាក៏ដោយ មានសិទ្ធិស្នើសុំ ក្នុងរយៈពេល ៥ ឆ្នាំ ។"
WORDS = st.lists(st.sampled_from(["ដី ", "ទឹក ", "ព្រៃ ", "land ", "law "]), max_size=6).map("".join)


def test_a_proposal_is_carried_over_to_a_text_that_changed_elsewhere() -> None:
    proposed = BASE.replace("៥", "១០")
    now = BASE.replace("បុគ្គលណាក៏ដោយ", "សហគមន៍ណាក៏ដោយ")
    assert rebase(BASE, proposed, now) == "សហគមន៍ណាក៏ដោយ មានសិទ្ធិស្នើសុំ ក្នុងរយៈពេល ១០ ឆ្នាំ ។"


def test_a_proposal_for_words_that_changed_is_not() -> None:
    assert rebase(BASE, BASE.replace("៥", "១០"), BASE.replace("៥", "៣")) is None


def test_additions_at_one_place_exclude_each_other() -> None:
    base = "State land may be leased."
    one, other = "State land may not be leased.", "State land may never be leased."
    assert rebase(base, one, other) is None
    assert collisions(base, one, other) == [Collision("", "not", "never")]


def test_changes_of_other_words_do_not_collide() -> None:
    assert collisions(BASE, BASE.replace("៥", "១០"), BASE.replace("សិទ្ធិ", "ករណីយកិច្ច")) == []


def test_the_same_change_twice_is_made_once() -> None:
    proposed = BASE.replace("៥", "១០")
    now = proposed.replace("បុគ្គលណាក៏ដោយ", "សហគមន៍ណាក៏ដោយ")
    assert rebase(BASE, proposed, now) == now
    assert collisions(BASE, proposed, proposed) == []


@given(WORDS, WORDS)
def test_what_did_not_change_takes_all_of_the_other_side(base: str, other: str) -> None:
    assert rebase(base, other, base) == other
    assert rebase(base, base, other) == other
    assert rebase(base, other, other) == other


@given(WORDS, WORDS, WORDS)
def test_nothing_is_merged_where_proposals_collide(base: str, one: str, other: str) -> None:
    assert bool(collisions(base, one, other)) == (rebase(base, one, other) is None)
