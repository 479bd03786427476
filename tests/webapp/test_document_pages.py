"""Pages of documents and sections, finding within a document, and original files."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from tests.webapp.collection import IMAGE, LIMITATION, SCRIPT


def plain(page: str) -> str:
    """The text of a page as it is copied."""
    return re.sub(r"<[^>]+>", "", page)


def test_document_is_described(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/en/documents/{ids['law']}").text
    assert '<h1 lang="en">Law on community forestry</h1>' in page
    assert "<dt>Kind</dt><dd>Law</dd>" in page
    assert "<dt>Number</dt><dd>19</dd>" in page
    assert "<dt>Date</dt><dd>2003</dd>" in page
    assert f'href="/documents/{ids["law"]}/original"' in page


def test_articles_have_anchors_and_permanent_addresses(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    page = client.get(f"/en/documents/{ids['law']}").text
    assert page.count('id="art-1"') == 1
    assert 'id="art-12-bis"' in page
    assert f'href="/en/documents/{ids["law"]}/sections/12-bis"' in page
    article = client.get(f"/en/documents/{ids['law']}/sections/12-bis").text
    assert "A community may sign an agreement." in article


def test_second_article_of_a_number_has_an_address_of_its_own(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    page = client.get(f"/en/documents/{ids['law']}").text
    (other,) = re.findall(r'href="([^"]+)"[^>]*><span class="label">Article 1</span> Quoted', page)
    assert other != f"/en/documents/{ids['law']}/sections/1"
    assert "Another law’s first article." in client.get(other).text


def test_section_says_which_of_its_addresses_is_the_one(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    hit = client.get("/api/v1/search?q=governs").json["hits"][0]["section"]  # type: ignore[index]
    by_id = client.get(f"/en/documents/{ids['law']}/sections/{hit['id']}").text
    canonical = (
        f'<link rel="canonical" href="http://localhost/en/documents/{ids["law"]}/sections/1">'
    )
    assert canonical in by_id
    assert canonical in client.get(f"/en/documents/{ids['law']}/sections/1").text


def test_section_has_neighbours_path_and_citation(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    start = f"/km/documents/{ids['code']}"
    page = client.get(f"{start}/sections/162").text
    assert f'<link rel="prev" href="{start}/sections/161">' in page
    assert f'<link rel="next" href="{start}/sections/163">' in page
    assert "ជំពូកទី៤ សិទ្ធិលើវត្ថុ" in page
    assert f"http://localhost/documents/{ids['code']}/sections/162" in page


def test_first_and_last_section_have_one_neighbour(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    start = f"/km/documents/{ids['code']}"
    assert 'rel="prev"' not in client.get(f"{start}/sections/1").text
    assert 'rel="next"' not in client.get(f"{start}/sections/180").text


def test_chapter_lists_its_articles(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/km/documents/{ids['code']}/sections/162").text
    (fragment,) = re.findall(r"#s-(\w+)", page)
    listed = client.get(f"/km/documents/{ids['code']}/sections/{fragment}").text
    assert listed.count(f"/km/documents/{ids['code']}/sections/1") >= 45
    assert "/sections/90" not in listed


def test_long_document_is_read_in_parts(client: FlaskClient, ids: Mapping[str, str]) -> None:
    start = f"/km/documents/{ids['code']}"
    texts, target, pages = [], start, 0
    while target:
        page = client.get(target).text
        texts += re.findall(r'id="art-(\d+)"', page)
        following = re.search(r'rel="next" href="([^"]*)"', page)
        target = following[1] if following else ""
        pages += 1
    assert texts == [str(number) for number in range(1, 181)]
    assert pages > 2


def test_contents_lead_into_other_parts(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/km/documents/{ids['code']}").text
    targets = re.findall(rf'href="(/km/documents/{ids["code"]}\?part=\d#s-\w+)"', page)
    assert targets
    for target in targets:
        address, _, anchor = target.partition("#")
        assert f'id="{anchor}"' in client.get(address).text


def test_headings_never_skip_a_rank(client: FlaskClient, ids: Mapping[str, str]) -> None:
    for part in (1, 2, 3):
        page = client.get(f"/km/documents/{ids['code']}?part={part}").text
        ranks = [int(rank) for rank in re.findall(r"<h([1-6])[ >]", page)]
        assert ranks.count(1) == 1
        shown = [rank for rank in ranks if rank]
        following = itertools.pairwise(shown)
        assert all(after <= before + 1 for before, after in following)


def test_text_is_copied_without_break_marks(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/km/documents/{ids['code']}/sections/162").text
    assert "<wbr>" in page
    assert "\u200b" not in page
    assert all(line in plain(page) for line in LIMITATION.split("\n"))


def test_rows_become_a_table(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/en/documents/{ids['minutes']}").text
    assert "<tr><td>Who</td><td>What</td></tr>" in page
    assert "<td>Draft the &lt;letter&gt;</td>" in page


def test_sections_are_labelled_in_their_own_language(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    page = client.get(f"/km/documents/{ids['thai']}").text
    assert 'lang="th"' in page
    assert "มาตรา ๕" in page


def test_query_of_the_search_is_marked(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/en/documents/{ids['law']}?q=forests").text
    assert "governs <mark>forests</mark>" in page
    assert 'id="hit-' not in page


def test_find_numbers_every_match_of_the_document(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    start = f"/km/documents/{ids['code']}"
    first = client.get(start, query_string={"find": "អចលនវត្ថុ"}).text
    assert "រកឃើញ ៤ កន្លែង" in first
    (target,) = re.findall(r'href="([^"]+#hit-1)"', first)
    page = client.get(target.replace("&amp;", "&").partition("#")[0]).text
    assert re.findall(r'<mark id="(hit-\d)">', page) == ["hit-1", "hit-2", "hit-3", "hit-4"]
    assert "កន្លែងទី ១–៤ ក្នុងចំណោម ៤" in page


def test_find_leads_from_match_to_match(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/en/documents/{ids['law']}?find=article").text
    numbers = re.findall(r'id="hit-(\d+)"', page)
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert numbers
    nothing = client.get(f"/en/documents/{ids['law']}?find=zyzzyva").text
    assert "Not found in this document" in nothing


def test_markup_in_a_document_is_text(client: FlaskClient, ids: Mapping[str, str]) -> None:
    start = f"/en/documents/{ids['hostile']}"
    (section,) = re.findall(rf'href="({start}/sections/\w+)"', client.get(start).text)
    for address in (
        start,
        f"{start}?find=poison",
        f"{start}?find={SCRIPT}",
        f"{section}?q={IMAGE}",
    ):
        page = client.get(address).text
        assert "&lt;script&gt;" in page
        assert SCRIPT not in page
        assert "<img" not in page


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize(
    "path",
    ["documents/nothing", "documents/{hidden}", "documents/{law}/sections/99",
     "documents/{hidden}/sections/1"],
)  # fmt: skip
def test_what_is_absent_or_hidden_is_one_answer(
    client: FlaskClient, ids: Mapping[str, str], language: str, path: str
) -> None:
    response = client.get(f"/{language}/{path.format(**ids)}")
    assert response.status_code == 404
    sentence = {"km": "គ្មានអ្វីនៅអាសយដ្ឋាននេះទេ", "en": "There is nothing at this address"}
    assert sentence[language] in response.text
    assert "Confidential" not in response.text


@pytest.mark.parametrize("part", ["0", "9", "x", "-1"])
def test_part_that_is_not_there(client: FlaskClient, ids: Mapping[str, str], part: str) -> None:
    response = client.get(f"/en/documents/{ids['law']}?part={part}")
    assert response.status_code == 422
    assert "“part” cannot be" in response.text


def test_original_is_sent_as_a_file(client: FlaskClient, ids: Mapping[str, str]) -> None:
    response = client.get(f"/documents/{ids['code']}/original", buffered=True)
    assert response.data == b"code"
    assert response.mimetype == "application/pdf"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=UTF-8''%E1%9E%80" in disposition
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_original_is_not_sent_twice(client: FlaskClient, ids: Mapping[str, str]) -> None:
    address = f"/documents/{ids['code']}/original"
    etag = client.get(address, buffered=True).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_file_name_cannot_forge_headers(client: FlaskClient, ids: Mapping[str, str]) -> None:
    response = client.get(f"/documents/{ids['hostile']}/original", buffered=True)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "%E2%80%AE" not in response.headers["Content-Disposition"]


def test_hidden_original_is_not_there(client: FlaskClient, ids: Mapping[str, str]) -> None:
    assert client.get(f"/documents/{ids['hidden']}/original").status_code == 404


def test_references_lead_to_articles_and_back(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/en/documents/{ids['law']}").text
    target = re.search(r'Refers to:.*?<a href="(?P<address>[^"]+)">', page, re.DOTALL)
    assert target is not None
    cited = client.get(target["address"]).text
    assert "may sign an agreement" in cited
    back = re.search(r'Cited by:.*?<a href="(?P<address>[^"]+)">', cited, re.DOTALL)
    assert back is not None
    assert "governs forests" in client.get(back["address"]).text
    # what the collection does not hold is named without a link
    assert re.search(r'class="unknown">\s*Land Law', page)


def test_minutes_begin_with_their_decisions_and_actions(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    page = client.get(f"/en/documents/{ids['minutes']}").text
    assert "<dt>Chair</dt><dd>Ms B.</dd>" in page
    assert "<dt>Participants</dt><dd>Ms A. (Land Network); River Watch</dd>" in page
    assert "<dt>Next meeting</dt><dd>11 June 2025</dd>" in page
    start, end = page.index("Decisions and actions"), page.index('class="section')
    outcomes = re.sub(r"\s+", " ", plain(page[start:end]))
    assert "The network asks for a review." in outcomes
    assert "Write to the ministry Ms A. 30 May 2025" in outcomes
    law = client.get(f"/en/documents/{ids['law']}").text
    assert "outcomes" not in law
    assert "<dt>Chair</dt>" not in law


def test_texts_of_one_act_stand_side_by_side(client: FlaskClient, ids: Mapping[str, str]) -> None:
    page = client.get(f"/en/documents/{ids['law']}").text
    found = re.search(r'href="(?P<address>[^"]+/beside/[^"]+)">Side by side', page)
    assert found is not None
    beside = client.get(found["address"]).text
    assert beside.index("This law governs forests") < beside.index("បំណង")
    assert "Not in this text" in beside
    assert client.get(f"/en/documents/{ids['law']}/beside/{ids['code']}").status_code == 404
    assert client.get(f"/en/documents/{ids['law']}/beside/{ids['law']}").status_code == 404
    assert client.get(found["address"] + "?part=9").status_code == 422


def test_a_document_says_where_its_description_is_from(
    client: FlaskClient, ids: Mapping[str, str]
) -> None:
    page = client.get(f"/en/documents/{ids['law']}").text
    assert "Where this is from" in page
    assert "Topic: Forests" in page
    assert "<q>Law on community forestry</q>" in page
