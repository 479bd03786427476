"""Laws: what is an article, what only looks like one, and that nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pipeline import parse_bytes
from ingest.structure import structure
from ingest.structure.paragraphs import Paragraph, paragraphs_of
from kb.model import DocumentKind, Extraction, Line, Page, ParsedSection, SectionKind
from tests.ingest.files import docx, p, styles, text

ARTICLE = SectionKind.ARTICLE


def sections(*lines: str, lang: str = "en") -> tuple[ParsedSection, ...]:
    return structure([Paragraph(line) for line in lines], DocumentKind.LAW, lang)[0]


def doubts(*lines: str) -> str:
    return " ".join(structure([Paragraph(line) for line in lines], DocumentKind.LAW, "en")[1])


def outline(*lines: str) -> list[tuple[int, str, str | None, str, str]]:
    return [
        (section.level, section.kind.value, section.number, section.heading, section.text)
        for section in sections(*lines)
    ]


def articles(*lines: str) -> list[str | None]:
    return [section.number for section in sections(*lines) if section.kind is ARTICLE]


def test_a_khmer_law() -> None:
    assert outline(
        "យើងជាព្រះមហាក្សត្រ",
        "ជំពូកទី ១ បទប្បញ្ញត្តិទូទៅ",
        "មាត្រា ១ .- គោលបំណង",
        "ច្បាប់នេះមានគោលបំណងការពារព្រៃ។",
        "មាត្រា ២ .-",
        "ពាក្យដែលប្រើមានន័យដូចតទៅ៖",
        "ក. ព្រៃ",
        "ជំពូកទី ២",
        "អវសានប្បញ្ញត្តិ",
        "មាត្រា ៣ .- ច្បាប់នេះត្រូវប្រកាសជាការប្រញាប់។",
        "រាជធានីភ្នំពេញ ថ្ងៃទី៥ ខែមករា ឆ្នាំ២០២០",
        "នាយករដ្ឋមន្ត្រី",
    ) == [
        (0, "preamble", None, "", "យើងជាព្រះមហាក្សត្រ"),
        (0, "chapter", "1", "បទប្បញ្ញត្តិទូទៅ", ""),
        (1, "article", "1", "គោលបំណង", "ច្បាប់នេះមានគោលបំណងការពារព្រៃ។"),
        (1, "article", "2", "", "ពាក្យដែលប្រើមានន័យដូចតទៅ៖\nក. ព្រៃ"),
        (0, "chapter", "2", "អវសានប្បញ្ញត្តិ", ""),
        (1, "article", "3", "", "ច្បាប់នេះត្រូវប្រកាសជាការប្រញាប់។"),
        (0, "signature", None, "", "រាជធានីភ្នំពេញ ថ្ងៃទី៥ ខែមករា ឆ្នាំ២០២០\nនាយករដ្ឋមន្ត្រី"),
    ]


def test_a_thai_act_with_transitional_provisions_and_a_note() -> None:
    assert [
        row[:4]
        for row in outline(
            "โดยที่เป็นการสมควรมีกฎหมายว่าด้วยป่าไม้",
            "มาตรา ๑  พระราชบัญญัตินี้เรียกว่า “พระราชบัญญัติป่าไม้ พ.ศ. ๒๕๖๒”",
            "มาตรา ๒  ของป่าอย่างใดในท้องที่ใด",
            "มาตรา ๒ ทวิ   ให้รัฐมนตรี",
            "บทเฉพาะกาล",
            "มาตรา ๓  สัมปทานที่ได้ออกให้แก่บุคคลใด",
            "ผู้รับสนองพระบรมราชโองการ",
            "หมายเหตุ :- เหตุผลในการประกาศใช้พระราชบัญญัติฉบับนี้",
        )
    ] == [
        (0, "preamble", None, ""),
        (0, "article", "1", ""),
        (0, "article", "2", ""),
        (0, "article", "2 bis", ""),
        (0, "chapter", None, "บทเฉพาะกาล"),
        (1, "article", "3", ""),
        (0, "signature", None, ""),
        (0, "text", None, "หมายเหตุ"),
    ]


def test_containers_nest_by_rank_also_on_one_line() -> None:
    found = [
        row[:4]
        for row in outline(
            "គន្ថីទី ១ បុគ្គល ជំពូកទី ១ រូបវន្តបុគ្គល ផ្នែកទី ១ សមត្ថភាព",
            "មាត្រា ១ .-",
            "ក។",
            "មាត្រា ២ .-",
            "ខ។",
            "ជំពូកទី ២ នីតិបុគ្គល",
            "មាត្រា ៣ .-",
            "គ។",
        )
    ]
    assert found == [
        (0, "book", "1", "បុគ្គល"),
        (1, "chapter", "1", "រូបវន្តបុគ្គល"),
        (2, "section", "1", "សមត្ថភាព"),
        (3, "article", "1", ""),
        (3, "article", "2", ""),
        (1, "chapter", "2", "នីតិបុគ្គល"),
        (2, "article", "3", ""),
    ]


def test_references_at_the_start_of_lines_are_text() -> None:
    (first, second) = sections(
        "Article 1:",
        "The rules below hold.",
        "Article 9 of the Land Law is not touched.",
        "Section 4 above applies too.",
        "Article 2:",
        "Article 1: as above, is quoted here in full.",
    )
    assert first.text.endswith(
        "Article 9 of the Land Law is not touched.\nSection 4 above applies too."
    )
    assert second.text == "Article 1: as above, is quoted here in full."


def test_an_amending_law_quotes_articles_of_another() -> None:
    lines = (
        "Article 1:",
        "The regulation is amended as follows.",
        "Article 2: Articles 5 and 9 shall read:",
        "Article 5: Fees are paid yearly.",
        "Article 9: Permits end after ten years.",
        "Article 3:",
        "This law enters into force.",
    )
    assert articles(*lines) == ["1", "2", "3"]
    assert "“article 5”" in doubts(*lines)
    assert any("Permits end" in section.text for section in sections(*lines))


def test_the_last_article_may_quote_an_earlier_number() -> None:
    lines = [line for n in range(1, 8) for line in (f"Article {n}:", "Text.")]
    assert articles(*lines, "Article 5: as quoted.", "Text.") == [str(n) for n in range(1, 8)]


def test_a_missing_number_is_a_doubt_and_the_rest_is_found() -> None:
    lines = [line for n in (1, 2, 4, 5, 9, 10, 11) for line in (f"Article {n}:", "Text.")]
    assert articles(*lines) == ["1", "2", "4", "5", "9", "10", "11"]
    assert "3, 6–8" in doubts(*lines)


def test_an_annex_begins_again_at_one() -> None:
    lines = (
        "Article 1:",
        "A.",
        "Article 2:",
        "B.",
        "Annex II Rules of procedure",
        "Article 1:",
        "C.",
        "Article 2:",
        "D.",
    )
    assert [row[:4] for row in outline(*lines)][2:] == [
        (0, "annex", "II", "Rules of procedure"),
        (1, "article", "1", ""),
        (1, "article", "2", ""),
    ]


CONTENTS = [
    pytest.param("Article {} Purpose of part {} ........ {}", id="dots"),
    pytest.param("Article {}. Purpose of part {} {}", id="page numbers"),
    pytest.param("Article {}. Purpose of part {}\t{}", id="tabs"),
    pytest.param("Article {}. Purpose of part {}", id="nothing"),
]


@pytest.mark.parametrize("line", CONTENTS)
@pytest.mark.parametrize("title", ["Table of Contents", "មាតិកា", None])
@pytest.mark.parametrize("at_end", [False, True])
def test_no_article_comes_from_the_contents(line: str, title: str | None, at_end: bool) -> None:
    listed = [line.format(n, n, n + 2) for n in range(1, 9)]
    listed = [title, *listed] if title else listed
    body = [
        part for n in range(1, 9) for part in (f"Article {n}. Purpose of part {n}", f"Text {n}.")
    ]
    found = sections(*(body + listed if at_end else listed + body))
    texts = [section.text for section in found if section.kind is ARTICLE]
    assert [text.partition("\n")[0] for text in texts] == [f"Text {n}." for n in range(1, 9)]
    kept = [section for section in found if section.kind is SectionKind.TEXT]
    assert sum(section.text.count("Purpose of part") for section in kept) == 8
    assert [section.heading for section in kept] == [title or ""]


def test_the_first_article_does_not_join_the_contents_before_it() -> None:
    listed = [f"Article {n}. Purpose of part {n}" for n in range(1, 15)]
    garbled = [*listed[:6], "A line that two columns ran together in. " * 10, *listed[6:]]
    body = [part for line in listed for part in (line, "Text.")]
    found = [one for one in sections("Contents", *garbled, *body) if one.kind is ARTICLE]
    assert [(one.number, one.text) for one in found] == [(str(n), "Text.") for n in range(1, 15)]


def test_a_label_that_is_repeated_below_itself_is_one_article() -> None:
    (first, second) = sections(
        "Article 1:", "Article premier", "A.", "Article 2:", "Article 2", "B."
    )
    assert [(first.number, first.text), (second.number, second.text)] == [("1", "A."), ("2", "B.")]


@pytest.mark.parametrize(
    ("label", "following", "heading", "body"),
    [
        ("Article 1: Purpose", "The law protects.", "Purpose", "The law protects."),
        ("Article 1: PERMITS.", "Each person.", "PERMITS.", "Each person."),
        ("Article 1: The purposes are:", "a) x", "", "The purposes are:\na) x"),
        ("Article 1: Each person shall", "pay a fee.", "", "Each person shall pay a fee."),
        (
            "Article 1: A plan made by the",
            "Ministry is public.",
            "",
            "A plan made by the Ministry is public.",
        ),
        ("មាត្រា ១ .- គោលបំណង", "ច្បាប់នេះ។", "គោលបំណង", "ច្បាប់នេះ។"),
        ("មាត្រា ១ .- ច្បាប់នេះការពារ។", "ក។", "", "ច្បាប់នេះការពារ។\nក។"),
    ],
)
def test_title_or_text(label: str, following: str, heading: str, body: str) -> None:
    second = "មាត្រា ២ .-" if label.startswith("មាត្រា") else "Article 2:"
    section, _ = sections(label, following, second, "x.")
    assert (section.heading, section.text) == (heading, body)


def test_the_title_may_stand_below_the_label() -> None:
    data = docx(
        p("Water Law", "T")
        + "".join(
            p(f"Article {n}", "A") + p(f"Purpose {n}", "A") + p("Text of it.") for n in (1, 2)
        ),
        parts=styles(T="Title", A="heading 2"),
    )
    found = parse_bytes(data, "x.docx").sections
    assert [(s.number, s.heading, s.text) for s in found] == [
        ("1", "Purpose 1", "Text of it."),
        ("2", "Purpose 2", "Text of it."),
    ]


def test_a_brief_that_cites_articles_is_no_law() -> None:
    found = structure(
        [Paragraph("Article 1: x"), Paragraph("Article 2: y")], DocumentKind.BRIEF, "en"
    )[0]
    assert not any(section.kind is ARTICLE for section in found)


def lines_page(number: int, *lines: Line) -> Page:
    return Page(number, lines, width=595, height=842)


def test_a_paragraph_goes_on_over_lines_and_pages() -> None:
    extraction = Extraction(
        "application/pdf",
        (
            lines_page(
                1,
                Line("មាត្រា ១ .-"),
                Line("ប្រជាពលរដ្ឋមានសិទ្ធិ", joins_next=True),
                Line("កាន់កាប់ដី ដូចមានចែងក្នុង", joins_next=True),
                Line("មាត្រា ៧៖ នៃច្បាប់ផ្សេង", joins_next=True),
            ),
            lines_page(
                2, Line("ដែលនៅជាធរមាន។"), Line("មាត្រា ២ .-"), Line("The end of", joins_next=True)
            ),
            lines_page(3, Line("this law.")),
        ),
    )
    (first, second), found = structure(paragraphs_of(extraction), DocumentKind.LAW, "km")
    assert first.text == "ប្រជាពលរដ្ឋមានសិទ្ធិកាន់កាប់ដី ដូចមានចែងក្នុងមាត្រា ៧៖ នៃច្បាប់ផ្សេងដែលនៅជាធរមាន។"
    assert (first.page_from, first.page_to) == (1, 2)
    assert second.text == "The end of this law."
    assert (second.page_from, second.page_to) == (2, 3)
    assert "“មាត្រា 7”" in " ".join(found)


def test_pages_are_none_where_the_format_has_none() -> None:
    document = parse_bytes(text("Article 1:", "A.", "Article 2:", "B."), "law.txt")
    assert {section.page_from for section in document.sections} == {None}


LABELS = st.sampled_from(["Article {}:", "មាត្រា {} .-", "Điều {}.", "มาตรา {} :", "ມາດຕາ {}."])


@given(
    LABELS,
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 3), st.booleans()),
        min_size=2,
        max_size=30,
    ),
)
def test_every_article_is_found_and_no_word_is_lost(
    label: str, plan: list[tuple[bool, int, bool]]
) -> None:
    lines, words = ["w0 is before them."], ["w0"]
    for number, (chapter, more, reference) in enumerate(plan, 1):
        if chapter:
            lines.append(f"CHAPTER {number} Heading w{number}c")
            words.append(f"w{number}c")
        lines.append(label.format(number))
        for part in range(more + 1):
            lines.append(f"Body w{number}b{part} ends.")
            words.append(f"w{number}b{part}")
        if reference:
            lines.append(f"Article {number + 3} of the Code, w{number}r, holds.")
            words.append(f"w{number}r")
    found = sections(*lines)
    assert [s.number for s in found if s.kind is ARTICLE] == [str(n + 1) for n in range(len(plan))]
    text = " ".join(f"{section.heading} {section.text}" for section in found)
    counted = Counter(word.strip(",.") for word in text.split())
    assert {word: counted[word] for word in words} == dict.fromkeys(words, 1)


FRAGMENTS = [
    "Article 1: Ω",
    "Article 2",
    "Article 7. Ω",
    "Article 2 bis: Title Ω",
    "CHAPTER I",
    "Part 2 Ω",
    "Section 3 Rules Ω",
    "Contents",
    "Article 3 Ω ..... 9",
    "Annex Ω",
    "Phnom Penh, 5 May 2020 Ω",
    "Preamble",
    "Ω text.",
    "Ω text",
    "មាត្រា ១ .- Ω",
    "หมายเหตุ :- Ω",
    "FINAL PROVISIONS",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
def test_in_no_order_of_labels_is_text_lost_or_doubled(lines: list[str]) -> None:
    found = sections(*lines)
    kept = sum(f"{section.heading}{section.text}".count("Ω") for section in found)
    assert kept == sum(line.count("Ω") for line in lines)
