"""Anchors: spans of whole clusters, quotations found again, places in a changed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import cluster_boundaries, fold_text
from kb.discussion.anchors import CONTEXT, Span, anchored, quoted
from kb.discussion.placement import Method, Placing, State
from kb.errors import InvalidInput
from kb.model import ParsedSection, SectionKind

LAW = (
    "បុគ្គលណាក៏ដោយ ដែលបានកាន់កាប់អចលនវត្ថុឯកជន ដោយសុខសាន្ត និងជាសាធារណៈ តាំងពី ៥ ឆ្នាំមក "
    "មានសិទ្ធិស្នើសុំប័ណ្ណកម្មសិទ្ធិ ។\nការកាន់កាប់ត្រូវតែពិតប្រាកដ គ្មានហិង្សា ដោយត្រង់ និងជាប់លាប់ ។"
)
WORDS = ["ដី", "ធ្លី", "សំរេច", "សម្រេច", "ឲ្យ", "Land"]
TEXTS = st.lists(st.sampled_from([*WORDS, " ", "\n", "\u200b", "។", "្ក", "ា"]), max_size=20).map(
    "".join
)


@st.composite
def texts_with_a_quotation(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text, and from where to where it is quoted: a letter of a word at the least."""
    before, word, after = draw(TEXTS), draw(st.sampled_from(WORDS)), draw(TEXTS)
    letter = len(before) + draw(st.integers(0, len(word) - 1))
    text = before + word + after
    return text, draw(st.integers(0, letter)), draw(st.integers(letter + 1, len(text)))


def article(text: str, number: str = "1") -> ParsedSection:
    return ParsedSection(SectionKind.ARTICLE, text, number)


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_an_anchor_is_whole_clusters_without_blanks_at_its_ends(
    text: str, one: int, other: int
) -> None:
    start, end = sorted((one, other))
    try:
        anchor = anchored(text, start, end)
    except InvalidInput:
        assert not fold_text(text[start:end]).strip()
        return
    assert {anchor.start, anchor.end} <= set(cluster_boundaries(text))
    assert anchor.exact == text[anchor.start : anchor.end] == anchor.exact.strip()
    assert text[: anchor.start].endswith(anchor.prefix)
    assert text[anchor.end :].startswith(anchor.suffix)
    assert len(cluster_boundaries(anchor.prefix)) - 1 <= 2 * CONTEXT
    again = anchored(text, anchor.start, anchor.end)
    assert again == anchor


@given(texts_with_a_quotation())
def test_a_quotation_of_a_text_is_found_in_it(case: tuple[str, int, int]) -> None:
    text, start, end = case
    anchor = anchored(text, start, end)
    assert Span(anchor.start, anchor.end) in quoted(text, anchor.exact)


@given(texts_with_a_quotation())
def test_in_the_same_text_a_span_stands_where_it_stood(case: tuple[str, int, int]) -> None:
    text, start, end = case
    anchor = anchored(text, start, end)
    sections = [article(text)]
    placed = Placing(sections, sections).place(0, Span(anchor.start, anchor.end))
    assert placed.span == (anchor.start, anchor.end)
    assert (placed.section, placed.state, placed.method) == (0, State.SURE, Method.EXACT)


def test_a_quotation_may_be_spelt_and_spaced_otherwise() -> None:
    typed = "មាន សិទ្ធិ\u200bស្នើសុំ"
    assert quoted(LAW, typed) == [span_of(LAW, "មានសិទ្ធិស្នើសុំ")]


def test_a_quotation_with_a_slip_gives_the_passage_to_confirm() -> None:
    [found] = quoted(LAW, "ការកាន់កាប់ត្រូវតែពិតប្រកដ គ្មានហិង្សា")
    assert LAW[slice(*found)] == "ការកាន់កាប់ត្រូវតែពិតប្រាកដ គ្មានហិង្សា"


def test_a_quotation_that_stands_often_gives_every_place() -> None:
    assert [LAW[slice(*span)] for span in quoted(LAW, "កាន់កាប់")] == ["កាន់កាប់"] * 2


def test_a_quotation_of_another_text_is_not_found() -> None:
    assert quoted(LAW, "គណៈកម្មាធិការជាតិរៀបចំការបោះឆ្នោត") == []


@pytest.mark.parametrize("quotation", ["", " \u200b\n", "ក" * 3000])
def test_a_quotation_of_nothing_or_of_too_much_is_refused(quotation: str) -> None:
    with pytest.raises(InvalidInput):
        quoted(LAW, quotation)


def placed(new: str, words: str) -> tuple[str | None, State]:
    placement = Placing([article(LAW)], [article(new)]).place(0, span_of(LAW, words))
    return (new[slice(*placement.span)] if placement.span else None), placement.state


def test_words_added_before_a_span_move_it() -> None:
    new = LAW.replace("ដោយសុខសាន្ត", "ដោយស្របច្បាប់ និងដោយសុខសាន្ត")
    assert placed(new, "មានសិទ្ធិស្នើសុំ") == ("មានសិទ្ធិស្នើសុំ", State.SURE)


def test_other_spellings_leave_a_span_sure() -> None:
    assert placed(LAW.replace(" ", ""), "គ្មានហិង្សា ដោយត្រង់") == ("គ្មានហិង្សាដោយត្រង់", State.SURE)


def test_a_rewritten_span_is_doubtful_at_most() -> None:
    new = LAW.replace("គ្មានហិង្សា", "គ្មានអំពើហិង្សាអ្វី")
    assert placed(new, "គ្មានហិង្សា")[1] is State.DOUBTFUL


def test_words_added_at_an_end_of_a_span_make_it_doubtful() -> None:
    new = LAW.replace("គ្មានហិង្សា", "គ្មានហិង្សា ឬបង្ខំ")
    assert placed(new, "គ្មានហិង្សា") == ("គ្មានហិង្សា", State.DOUBTFUL)
    assert placed(new, "ពិតប្រាកដ") == ("ពិតប្រាកដ", State.SURE)


def test_a_place_in_a_ruled_line_that_changed_is_doubtful() -> None:
    old, new = (f"{LAW}\n{'-' * length}\n{LAW}" for length in (30, 24))
    middle = Span(len(LAW) + 8, len(LAW) + 14)
    states = [
        Placing([article(old)], [article(f"{text} ។")]).place(0, middle) for text in (old, new)
    ]
    assert [one.state for one in states] == [State.SURE, State.DOUBTFUL]


def test_a_deleted_span_stays_with_its_article() -> None:
    new = LAW.split("\n", maxsplit=1)[0]
    placement = Placing([article(LAW)], [article(new)]).place(0, span_of(LAW, "ជាប់លាប់"))
    assert (placement.section, placement.span) == (0, None)
    assert (placement.state, placement.method) == (State.ORPHAN, Method.SECTION)


def test_a_span_of_a_deleted_article_stays_with_the_act() -> None:
    other = "ប្រទេសកម្ពុជា ជាព្រះរាជាណាចក្រ ដែលព្រះមហាក្សត្រ ទ្រង់ប្រតិបត្តិតាមរដ្ឋធម្មនុញ្ញ"
    placing = Placing([article(other), article(LAW, "2")], [article(other)])
    placement = placing.place(1, span_of(LAW, "គ្មានហិង្សា"))
    assert (placement.section, placement.state) == (None, State.ORPHAN)


def test_a_sentence_that_moved_to_the_next_article_is_doubtful() -> None:
    first, second = LAW.split("\n")
    other = "ប្រទេសកម្ពុជា ជាព្រះរាជាណាចក្រ ដែលព្រះមហាក្សត្រ ទ្រង់ប្រតិបត្តិតាមរដ្ឋធម្មនុញ្ញ"
    old = [article(LAW), article(other, "2")]
    new = [article(first), article(f"{other} {second}", "2")]
    placement = Placing(old, new).place(0, span_of(LAW, "គ្មានហិង្សា ដោយត្រង់ និងជាប់លាប់"))
    assert (placement.section, placement.state) == (1, State.DOUBTFUL)
    assert placement.method is Method.QUOTED


def test_a_moved_article_makes_its_spans_doubtful() -> None:
    others = [article(f"{word} " * 20, str(at)) for at, word in enumerate(["ដី", "ទឹក", "ព្រៃ"], 2)]
    placing = Placing([article(LAW), *others], [*others, article(LAW)])
    placement = placing.place(0, span_of(LAW, "គ្មានហិង្សា"))
    assert (placement.section, placement.state) == (3, State.DOUBTFUL)
