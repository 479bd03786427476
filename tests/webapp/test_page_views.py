"""Pages of documents: their pictures, their text, and how far to trust it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kb.model import Box, Line, Page
from webapp.page_text import shown_lines
from webapp.text import Span

QUERY = "ប្រយោជន៍សាធារណៈ"
"""Goes on in the second line of the page."""
BOX = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>')


def test_a_page_shows_its_picture_beside_its_text(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    text = client.get(f"/en/documents/{ids['scan']}/pages/1").text
    assert f'src="/documents/{ids["scan"]}/pages/1/960.webp"' in text
    assert "recognised by OCR, 76 % sure" in text
    assert "may hold errors" in text
    assert '<span class="unsure">ត្រូវធ្វើ</span>' in text
    assert text.count('class="unsure"') == 1
    assert not BOX.search(text)


def test_matches_are_drawn_where_they_stand_also_over_the_end_of_a_line(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    text = client.get(f"/km/documents/{ids['scan']}/pages/1", query_string={"q": QUERY}).text
    (first, second) = [tuple(map(float, box)) for box in BOX.findall(text)]
    assert 300 < first[0] < 500
    assert first[0] + first[2] == pytest.approx(500, abs=0.2)
    assert first[1] == 100
    assert second[0] == 60
    assert second[0] + second[2] < 200
    assert text.count("<mark>") == 2


def test_a_section_leads_to_the_page_that_has_the_match(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    address = f"/en/documents/{ids['scan']}/pages/2"
    shown = client.get(address, query_string={"q": "ការប្រើប្រាស់ទឹក"}).text
    assert "<mark>" not in shown
    article = client.get(
        f"/en/documents/{ids['scan']}/sections/9", query_string={"q": "ការប្រើប្រាស់ទឹក"}
    ).text
    (link,) = re.findall(r'<a class="page" href="([^"]+)"', article)
    found = client.get(link.replace("&amp;", "&")).text
    assert "<mark>ការប្រើប្រាស់ទឹក</mark>" in found
    assert "Page 1 of 3" in found


@pytest.mark.parametrize("width", [960, 1600])
def test_a_picture_has_the_width_of_its_address_and_is_kept(
    client: FlaskClient, ids: Mapping[str, str], width: int
) -> None:
    address = f"/documents/{ids['scan']}/pages/2/{width}.webp"
    first = client.get(address, buffered=True)
    assert (first.status_code, first.mimetype) == (200, "image/webp")
    with Image.open(io.BytesIO(first.data)) as image:
        assert image.width == width
    again = client.get(address, buffered=True, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        "/documents/{scan}/pages/4/960.webp",
        "/documents/{scan}/pages/0/960.webp",
        "/documents/{scan}/pages/1/961.webp",
        "/documents/{law}/pages/1/960.webp",
        "/documents/{hidden}/pages/1/960.webp",
        "/documents/none/pages/1/960.webp",
        "/en/documents/{scan}/pages/4",
        "/en/documents/{law}/pages/1",
        "/en/documents/{hidden}/pages/1",
    ],
)
def test_what_is_not_there_or_not_for_this_reader_answers_alike(
    client: FlaskClient, ids: Mapping[str, str], address: str
) -> None:
    response = client.get(address.format(**ids))
    absent = client.get("/en/documents/none/pages/1")
    assert (response.status_code, absent.status_code) == (404, 404)
    if address.startswith("/en"):
        assert without_addresses(response.text) == without_addresses(absent.text)


def test_the_document_says_how_its_pages_were_read(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    text = client.get(f"/en/documents/{ids['scan']}").text
    assert "1 page recognised by OCR, 76 % sure" in text
    assert "1 page corrected by a person" in text
    assert "1 page waits for OCR" in text
    khmer = client.get(f"/km/documents/{ids['scan']}").text
    assert "១ ទំព័រ អានដោយ OCR ប្រាកដ ៧៦ %" in khmer
    assert "OCR" not in client.get(f"/en/documents/{ids['law']}").text


def test_the_api_says_how_each_page_was_read(client: FlaskClient, ids: Mapping[str, str]) -> None:
    pages = client.get(f"/api/v1/documents/{ids['scan']}").get_json()["pages"]
    assert pages[0] == {
        "number": 1,
        "method": "ocr",
        "score": 0.62,
        "confidence": 0.76,
        "remark": "",
        "needs_ocr": False,
    }
    assert [page["needs_ocr"] for page in pages] == [False, False, True]
    assert client.get(f"/api/v1/documents/{ids['law']}").get_json()["pages"] == []


def test_pages_to_look_at_are_listed_for_whom_they_are_for(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    text = client.get("/en/review").text
    assert re.findall(r"/en/documents/(\w+)/pages/(\d+)", text) == [(ids["scan"], "1")]
    assert client.get("/en/review?page=2").status_code == 422


def without_addresses(page: str) -> str:
    """A page without the number of its request and without links to itself."""
    return re.sub(r"[0-9a-f]{16}|/documents/\w+/pages/\d+", "", page)


LINES = st.lists(st.tuples(st.text("កខ្អា ។ab\u200b", max_size=12), st.booleans()), max_size=6).map(
    lambda lines: tuple(
        Line(text, Box(10, 20 * at, 110, 20 * at + 15), joins_next=joins)
        for at, (text, joins) in enumerate(lines)
    )
)


@given(LINES, st.integers(0, 60), st.integers(1, 20))
def test_matches_and_boxes_stay_within_their_lines(
    lines: tuple[Line, ...], start: int, length: int
) -> None:
    def highlight(texts: object) -> list[tuple[Span, ...]]:
        return [((start, start + length),)]

    for line, shown in zip(lines, shown_lines(Page(1, lines), highlight), strict=True):
        assert len(shown.boxes) == len(shown.matches) <= 1
        for begin, end in shown.matches:
            assert 0 <= begin < end <= len(shown.text)
        for box in shown.boxes:
            assert line.box is not None
            assert line.box.x0 <= box.x0 <= box.x1 <= line.box.x1


@pytest.mark.parametrize(
    ("word_edges", "expected"),
    [((10, 30, 70, 110), (70, 110)), ((), (57.4, 110)), ((10, 30), (57.4, 110))],
    ids=["known", "not known", "not those of this text"],
)
def test_a_box_covers_the_word_that_matches(
    word_edges: tuple[float, ...], expected: tuple[float, float]
) -> None:
    line = Line("កកកក ខខខខខ", Box(10, 0, 110, 15), word_edges=word_edges)
    (shown,) = shown_lines(Page(1, (line,)), lambda texts: [((5, 10),)])
    assert [(box.x0, box.x1) for box in shown.boxes] == [expected]


def test_wide_letters_and_marks_without_room_count_as_such() -> None:
    line = Line("ឈ្នះរា", Box(0, 0, 100, 15))
    (shown,) = shown_lines(Page(1, (line,)), lambda texts: [((0, 4), (4, 6))])
    assert [(box.x0, box.x1) for box in shown.boxes] == [(0, 75), (75, 100)]
