"""Text on the page: marks, breaks, tables, and nothing that is not text."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from analyzers import displayed
from kb.labels import heading_of, section_label
from kb.model import Section, SectionKind
from webapp.text import inline, paragraphs

TEXT = st.text(st.sampled_from("កខ្អាុំ ។៖aB<>&\"'\t\n១\u200b"), max_size=60)


def shown(markup: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", markup))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = displayed(draw(TEXT))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    return text, [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]


def test_marks_and_escapes() -> None:
    assert inline("a<b>c", [(0, 2)]) == "<mark>a&lt;</mark>b&gt;c"


def test_words_part_at_breaks_also_within_a_mark() -> None:
    assert paragraphs("ដីព្រៃឈើ", [(0, 8)]) == "<p><mark>ដី<wbr>ព្រៃឈើ</mark></p>"


def test_numbered_marks_have_ids() -> None:
    assert inline("a b", [(0, 1), (2, 3)], first_hit=7) == (
        '<mark id="hit-7">a</mark> <mark id="hit-8">b</mark>'
    )


def test_mark_over_a_line_end_is_closed_and_has_one_id() -> None:
    assert paragraphs("ab\ncd", [(1, 4)], first_hit=1) == (
        '<p>a<mark id="hit-1">b</mark></p>\n<p><mark>c</mark>d</p>'
    )


def test_closing_sign_stays_with_its_word() -> None:
    assert '<span class="tie"> ។</span>' in paragraphs("ច្បាប់ ។ ដី")


def test_rows_make_one_table() -> None:
    assert paragraphs("x\na\tb\nc\t<\ny") == (
        '<p>x</p>\n<div class="table"><table><tr><td>a</td><td>b</td></tr>'
        "<tr><td>c</td><td>&lt;</td></tr></table></div>\n<p>y</p>"
    )


def test_reordering_controls_are_not_displayed() -> None:
    assert displayed("a\u202eb\u2066c\u200bd\ufeffe") == "abcde"
    assert displayed("ក\u200c\u200d") == "ក\u200c\u200d"


@given(marked_texts())
def test_what_is_shown_is_the_text(marked: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = marked
    assert shown(inline(text, spans)) == text
    together = "".join(text.split())
    assert "".join(shown(paragraphs(text, spans)).split()) == together


@given(marked_texts())
def test_marked_is_what_the_spans_say(marked: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = marked
    found = re.findall("<mark>(.*?)</mark>", inline(text, spans), re.DOTALL)
    assert [shown(piece) for piece in found] == [text[a:b] for a, b in spans]
    in_paragraphs = "".join(re.findall("<mark>(.*?)</mark>", paragraphs(text, spans)))
    wanted = "".join(text[a:b] for a, b in spans)
    assert "".join(shown(in_paragraphs).split()) == "".join(wanted.split())


@given(marked_texts())
def test_elements_are_nested_and_closed(marked: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = marked
    still_open: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", paragraphs(text, spans, first_hit=1)):
        if closing:
            assert still_open.pop() == name
        elif name != "wbr":
            still_open.append(name)
    assert not still_open


def section(kind: SectionKind, number: str | None, lang: str, heading: str = "") -> Section:
    return Section(kind, "", number, heading, 0, lang, id="s", document_id="d", position=0)


def test_labels_follow_the_language_of_the_section() -> None:
    kinds = SectionKind
    assert section_label(section(kinds.ARTICLE, "162", "km")) == "មាត្រា ១៦២"
    assert section_label(section(kinds.ARTICLE, "12 bis", "km")) == "មាត្រា ១២ ស្ទួន"
    assert section_label(section(kinds.CHAPTER, "IV", "en")) == "Chapter IV"
    assert section_label(section(kinds.ARTICLE, "5", "th")) == "มาตรา ๕"
    assert section_label(section(kinds.ARTICLE, "5", "lo")) == "ມາດຕາ 5"
    assert section_label(section(kinds.ARTICLE, "5", "vi")) == "Điều 5"
    assert section_label(section(kinds.ARTICLE, "5", "xx")) == "Article 5"
    assert section_label(section(kinds.HEADING, "2.1", "en")) == "2.1"
    assert section_label(section(kinds.PREAMBLE, None, "km")) == "បុព្វកថា"
    assert section_label(section(kinds.TEXT, None, "km")) == ""


def test_label_and_heading_are_parted_as_the_language_does() -> None:
    assert heading_of(section(SectionKind.ARTICLE, "1", "en", "Purpose")) == "Article 1. Purpose"
    assert heading_of(section(SectionKind.ARTICLE, "1", "km", "គោលបំណង")) == "មាត្រា ១ គោលបំណង"
    assert heading_of(section(SectionKind.TEXT, None, "en")) == ""
