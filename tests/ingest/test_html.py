"""HTML pages."""

from __future__ import annotations

import pytest

from ingest.html import HtmlExtractor
from ingest.markup import MAX_ATTRIBUTES, MAX_DEPTH, check_nesting
from kb.errors import FileRejected
from kb.model import Extraction, Line


def extract(page: str | bytes) -> Extraction:
    return HtmlExtractor().extract(page if isinstance(page, bytes) else page.encode())


def lines(page: str) -> tuple[Line, ...]:
    return extract(page).pages[0].lines


def texts(page: str) -> list[str]:
    return [line.text for line in lines(page)]


def test_blocks_breaks_and_white_space() -> None:
    assert texts("<p>ដី <b>ធ្លី</b>\n  ព្រៃ<br>ឈើ</p><ul><li>one<li>two</ul>tail") == [
        "ដី ធ្លី ព្រៃ",
        "ឈើ",
        "one",
        "two",
        "tail",
    ]


def test_old_khmer_fonts_are_decoded() -> None:
    assert texts(
        "<font face='Limon S1, Arial'>maR<b>ta</b> 5 <span style='font-family: Arial'>Art. 5</span>"
        "<p>c,ab;</font><p>c,ab;"
        "<p style='font-family:\"Limon R1\"'>c,ab;<table face=Limon><tr><td>k<td>x</table>"
    ) == ["មាត្រា ៥ Art. 5", "ច្បាប់", "c,ab;", "ច្បាប់", "ក\tខ"]


def test_headings_weight_and_language() -> None:
    found = lines("<html lang='km-KH'><h2>ជំពូក</h2><p lang=en><strong>Bold</strong></p>")
    assert [(line.heading_level, line.bold, line.lang) for line in found] == [
        (2, False, "km"),
        (0, True, "en"),
    ]


def test_the_page_declares_title_and_language() -> None:
    extraction = extract("<html lang=th><title> Forest\n Act </title><p>x")
    assert (extraction.title, extraction.lang) == ("Forest Act", "th")


def test_scripts_menus_and_footers_are_left_out() -> None:
    page = (
        "<nav>Home</nav><header>Site</header><script>alert('x')</script><style>p{}</style>"
        "<div role=navigation>Menu</div><aside>Ads</aside><p hidden>no</p>"
        "<p style='display: none'>no</p><article><header><h1>Law</h1></header><p>Text</p></article>"
        "<iframe src=file:///etc/passwd></iframe><footer>Contact</footer>"
    )
    assert texts(page) == ["Law", "Text"]


def test_main_is_the_content() -> None:
    assert texts("<p>banner</p><main><p>law</p></main><p>more</p>") == ["law"]


def test_rows_of_data_have_cells_and_frames_have_none() -> None:
    data, frame = lines(
        "<table><tr><td>ដី</td><td>១ ហិកតា</td></tr></table>"
        "<table><tr><td>Only text</td></tr></table>"
    )
    assert data.cells == ("ដី", "១ ហិកតា")
    assert data.text == "ដី\t១ ហិកតា"
    assert (frame.text, frame.cells) == ("Only text", ())


@pytest.mark.parametrize(
    "data",
    [
        "<p>ដី".encode("utf-16"),
        "<meta charset=utf-16><p>ដី".encode(),
        "<meta charset=windows-1252><p>ដី".encode(),
        "\ufeff<p>ដី".encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert extract(data).pages[0].lines[0].text == "ដី"


def test_a_declared_encoding_is_used_where_the_page_is_not_utf8() -> None:
    page = "<meta http-equiv=x content='text/html; charset=tis-620'><p>มาตรา".encode("tis-620")
    assert extract(page).pages[0].lines[0].text == "มาตรา"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "none-such", "hex"])
def test_an_encoding_that_is_not_true_is_refused(charset: str) -> None:
    with pytest.raises(FileRejected) as caught:
        extract(f"<meta charset={charset}><p>".encode() + b"\xff\xfe\xfa")
    assert caught.value.code == "unknown-encoding"


def test_entities_of_a_doctype_are_not_read() -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><p>&e;</p>'
        '<p xmlns:xi="x"><xi:include href="file:///etc/passwd" parse="text"/>after</p>'
    )
    assert not any("root:" in text for text in texts(page))


def test_a_page_made_by_scripts_has_no_text() -> None:
    with pytest.raises(FileRejected, match="print it to PDF") as caught:
        extract("<html><body><div id=root></div><script>render()</script>")
    assert caught.value.code == "empty-file"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * (MAX_DEPTH + 1),
        "<b>" * (MAX_DEPTH + 1),
        "<p " + "a=1 " * (MAX_ATTRIBUTES + 1) + ">x",
        "<p " + "a='<' " * (MAX_ATTRIBUTES + 1) + ">x",
    ],
    ids=["deep", "deep inline", "attributes", "quoted attributes"],
)
def test_hostile_nesting_is_refused_before_parsing(page: str) -> None:
    with pytest.raises(FileRejected) as caught:
        extract(page + "x")
    assert caught.value.code == "too-complex"


@pytest.mark.parametrize(
    "page",
    [
        "<p>one<p>two" * 2000,
        "<div>x</div>" * 2000,
        "<br>" * 2000,
        "<script>" + "if (a<b) c();" * 1000 + "</script>",
        "<!-- " + "<div>" * 1000 + " -->",
        '<a href="' + "x " * 1000 + '">',
    ],
    ids=["open paragraphs", "siblings", "void", "script", "comment", "long value"],
)
def test_long_ordinary_pages_pass(page: str) -> None:
    check_nesting(page)
