"""Markdown of members: small, and safe whatever is typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.discussion.markdown import Markdown

_TAG = re.compile(r"<[^>]*>")
ALLOWED = re.compile(
    r"</?(p|em|strong|ul|ol|li|blockquote|br)>|</a>"
    r'|<a href="https?://[^"<>]*"( rel="nofollow noreferrer")?>'
)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ខ្ញុំ **យល់ព្រម**", "<p>ខ្ញុំ <strong>យល់ព្រម</strong></p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        (
            "[here](https://example.org/a?b=1&c)",
            '<p><a href="https://example.org/a?b=1&amp;c" rel="nofollow noreferrer">here</a></p>',
        ),
        ("![](https://example.org/x.png)", None),
        ("# Heading", "<p># Heading</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](//example.org)", "<p>[x](//example.org)</p>"),
        ("<b onclick=x>", "<p>&lt;b onclick=x&gt;</p>"),
    ],
)
def test_what_is_written(typed: str, written: str | None) -> None:
    found = Markdown(typed).html()
    assert "<img" not in found
    if written is not None:
        assert found == written


def test_without_its_marks_nothing_is_lost_but_the_marks() -> None:
    typed = (
        "*ក* and **ខ**\nគ\n\n- one\n- two\n\n> said\n\n1. first\n\n"
        "[here](https://example.org/a) <https://example.org/b>"
    )
    assert Markdown(typed).plain.split("\n") == [
        "ក and ខ",
        "គ",
        "- one",
        "- two",
        "said",
        "1. first",
        "here (https://example.org/a) https://example.org/b",
    ]


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()!*_`#-\n :/ahtpsjvxrcon=ក1.\\"), max_size=300))
def test_nothing_but_the_allowed_tags_is_ever_written(typed: str) -> None:
    assert [tag for tag in _TAG.findall(Markdown(typed).html()) if not ALLOWED.fullmatch(tag)] == []


def test_hostile_nesting_is_bounded() -> None:
    assert Markdown(">" * 10_000).html()
    assert Markdown("[" * 10_000).html()
    assert Markdown("*_" * 5_000).html()


def test_citations_become_links_but_not_within_links() -> None:
    def find_links(text: str) -> list[tuple[int, int, str]]:
        return [(m.start(), m.end(), "/a") for m in re.finditer("art. 30", text)]

    text = Markdown("See art. 30 & **art. 30**.")
    assert text.pieces == ["See art. 30 & ", "art. 30", "."]
    assert text.html(find_links) == (
        '<p>See <a href="/a">art. 30</a> &amp; <strong><a href="/a">art. 30</a></strong>.</p>'
    )
    within = Markdown("[art. 30](https://example.org)")
    assert within.pieces == []
    assert within.html(find_links).count("<a ") == 1
