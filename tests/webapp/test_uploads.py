"""Uploading by members: whole or in pieces, confirmed, shared and withdrawn."""

from __future__ import annotations

import io
import re
import shutil

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ingest.authorship import authors_of
from ingest.sniff import MediaType
from kb.access import Audience, Right, Role
from kb.incoming import Incoming
from kb.knowledge_base import KnowledgeBase
from kb.uploads import Uploads
from tests.conftest import PROJECT
from tests.ingest.test_authorship import marked_docx
from tests.webapp.people import Browser, join, signed_in

MINUTES = PROJECT / "samples/documents/community-forest-committee-minutes.km.txt"
BASE = "https://localhost/"


@pytest.fixture(scope="module", autouse=True)
def members(knowledge_base: KnowledgeBase) -> None:
    join(knowledge_base, "uploader", Role.CONTRIBUTOR, "River Keepers")
    join(knowledge_base, "colleague", Role.READER, "River Keepers")
    join(knowledge_base, "outsider", Role.ADMIN, "Forest Keepers")


def programs(app: Flask, knowledge_base: KnowledgeBase, login: str, *scopes: Right) -> FlaskClient:
    """A program that works with a token of a member."""
    member = knowledge_base.members.people.signing_in_with(login)
    _, secret = knowledge_base.members.tokens.make(member.id, "test", scopes, 1)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def note(text: str) -> bytes:
    return f"Notes of {text}\n\nThe committee discussed {text}.\n".encode()


def read_all(knowledge_base: KnowledgeBase) -> None:
    """Do what a worker does."""
    Uploads(knowledge_base).run()
    knowledge_base.update_index()


def test_minutes_are_uploaded_confirmed_shared_and_withdrawn(
    app: Flask, knowledge_base: KnowledgeBase
) -> None:
    uploader, outsider = signed_in(app, "uploader"), signed_in(app, "outsider")
    sent = uploader.post(
        "/km/upload",
        "/km/upload",
        files=[
            (io.BytesIO(MINUTES.read_bytes()), "minutes.txt"),
            (io.BytesIO(b"\x00\x01\x02junk"), "junk\u202e.pdf"),
        ],
    )
    assert sent.status_code == 303
    assert "កំពុងអាន" in uploader.get("/km/upload").text
    read_all(knowledge_base)
    listed = uploader.get("/km/upload").text
    assert "មិនបានទទួល" in listed
    assert "\u202e" not in listed
    found = re.search(r"/km/documents/(\w{24})/confirm", listed)
    assert found is not None
    page = uploader.get(found[0]).text
    assert re.search(r'value="minutes" selected', page)
    assert 'value="2025-01-23"' in page
    query = "/api/v1/search?q=ព្រៃសហគមន៍&kind=minutes&lang=km"
    title = "កំណត់ហេតុសាកល្បងឡូយ"
    fields = {"title": title, "kind": "minutes", "date": "២០២៥-០១-២៤", "topics": ["forests"]}
    wrong = uploader.post(found[0], found[0], **{**fields, "date": "yesterday"})
    assert wrong.status_code == 422
    assert title in wrong.text
    assert outsider.get(query).get_json()["total"] == 0
    uploader.post(found[0], found[0], **fields, visibility="network")
    shown = outsider.get(query).get_json()["hits"][0]["document"]
    assert (shown["title"], shown["date"], shown["topics"]) == (title, "2025-01-24", ["forests"])
    assert Browser(app).get(query).get_json()["total"] == 0
    evidence = outsider.get(f"/api/v1/documents/{found[1]}").get_json()["evidence"]
    assert {one["confirmed_by"] for one in evidence} <= {"", "River Keepers"}  # no member is named
    document = f"/km/documents/{found[1]}"
    uploader.post(document, f"{document}/share", visibility="organisation")
    assert outsider.get(query).get_json()["total"] == 0
    assert outsider.get(document).status_code == 404
    colleague = signed_in(app, "colleague")
    assert "ចែករំលែក ឬដកវិញ" not in colleague.get(document).text
    assert colleague.post(document, f"{document}/share", visibility="public").status_code == 403
    assert colleague.get(f"{document}/confirm").status_code == 403
    for action in ("share", "remove"):
        stranger = outsider.post("/km/", f"{document}/{action}", visibility="public")
        absent = outsider.post("/km/", f"/km/documents/{'0' * 24}/{action}", visibility="public")
        assert stranger.status_code == absent.status_code
    assert uploader.post(document, f"{document}/remove").status_code == 303
    assert uploader.get(document).status_code == 404
    log = knowledge_base.members.audit.entries(knowledge_base.operator, limit=7)
    actions = [one.action.value for one in log if one.action != "sign-in"]
    assert actions == ["remove", "withdraw", "share", "edit", "upload", "upload"]


@pytest.mark.parametrize("login", ["colleague", None])
def test_only_contributors_upload(app: Flask, login: str | None) -> None:
    browser = signed_in(app, login) if login else Browser(app)
    assert browser.get("/en/upload").status_code == (403 if login else 303)
    assert "/upload" not in browser.get("/en/").text
    sent = browser.post("/en/sign-in" if not login else "/en/", "/en/upload", files=[])
    assert sent.status_code == (403 if login else 401)


def test_nothing_and_too_much_are_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    uploader = signed_in(app, "uploader")
    assert uploader.post("/en/upload", "/en/upload").status_code == 422
    empty = uploader.post("/en/upload", "/en/upload", files=[(io.BytesIO(b""), "empty.txt")])
    assert empty.status_code == 422
    assert "empty" in empty.text
    monkeypatch.setattr(Incoming, "largest", 100)
    large = uploader.post("/en/upload", "/en/upload", files=[(io.BytesIO(b"x" * 101), "large.txt")])
    assert large.status_code == 422
    assert "too large" in large.text


def test_a_file_in_pieces_goes_on_where_it_broke_and_is_taken_once(
    app: Flask, knowledge_base: KnowledgeBase
) -> None:
    client = programs(app, knowledge_base, "uploader", Right.UPLOAD)
    data = note("the river in pieces") * 40
    made = client.post("/api/v1/uploads", json={"name": "notes.txt", "size": len(data)})
    assert made.status_code == 201
    address = made.headers["Location"]
    offset = 0
    for end in (1, 700, 700, 1500, len(data)):
        piece = client.patch(address, data=data[offset:end], headers={"Upload-Offset": str(offset)})
        assert piece.get_json()["received"] == end
        again = client.patch(address, data=data[offset:end], headers={"Upload-Offset": str(offset)})
        assert again.status_code == (200 if offset == end else 409)
        offset = client.get(address).get_json()["received"]
        assert offset == end
    last = client.patch(address, data=b"", headers={"Upload-Offset": str(offset)})
    assert last.get_json()["state"] == "waiting"
    read_all(knowledge_base)
    told = client.get(address).get_json()
    assert told["state"] == "stored"
    kept = knowledge_base.original(told["document"], knowledge_base.operator).read_bytes()
    assert kept == data
    twin = client.post("/api/v1/uploads", json={"name": "b.txt", "size": len(data)})
    client.patch(twin.headers["Location"], data=data, headers={"Upload-Offset": "0"})
    read_all(knowledge_base)
    assert client.get(twin.headers["Location"]).get_json()["document"] == told["document"]


def test_fifty_files_over_a_connection_that_breaks_ten_times_arrive_once(
    app: Flask, knowledge_base: KnowledgeBase
) -> None:
    client = programs(app, knowledge_base, "uploader", Right.UPLOAD)

    class Breaking(io.BytesIO):
        """Ends before its end, as a connection that breaks."""

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= 40:
                raise ConnectionResetError
            return super().read(40)

    member = knowledge_base.members.people.signing_in_with("uploader")
    own = frozenset({member.organisation_id})
    by = Audience(True, own, Role.CONTRIBUTOR.rights, member.id)
    before = set(owned(knowledge_base))
    breaks = 0
    for number in range(50):
        data = note(f"walk number {number * 7919}")
        made = client.post("/api/v1/uploads", json={"name": f"{number}.txt", "size": len(data)})
        address, offset = made.headers["Location"], 0
        if number % 5 == 0:
            breaks += 1
            with pytest.raises(ConnectionResetError):
                Incoming(knowledge_base).append(by, made.get_json()["id"], 0, Breaking(data))
            offset = client.get(address).get_json()["received"]
            assert offset == 40
        client.patch(address, data=data[offset:], headers={"Upload-Offset": str(offset)})
    assert breaks == 10
    read_all(knowledge_base)
    assert len(set(owned(knowledge_base)) - before) == 50


def owned(knowledge_base: KnowledgeBase) -> list[str]:
    """Ids of the documents of the uploader's organisation."""
    organisation = knowledge_base.store.organisation("River Keepers")
    return [
        one.id
        for one in knowledge_base.store.documents(knowledge_base.operator)
        if one.organisation_id == organisation
    ]


def test_an_upload_is_its_members_own(app: Flask, knowledge_base: KnowledgeBase) -> None:
    client = programs(app, knowledge_base, "uploader", Right.UPLOAD)
    address = client.post("/api/v1/uploads", json={"name": "a", "size": 9}).headers["Location"]
    stranger = programs(app, knowledge_base, "outsider", Right.UPLOAD)
    absent = address.rpartition("/")[0] + "/" + "0" * 24
    for method in ("GET", "PATCH"):
        told = [
            stranger.open(one, method=method, headers={"Upload-Offset": "0"}).get_json()
            for one in (address, absent)
        ]
        assert told[0]["status"] == 404
        assert told[0] | {"request_id": ""} == told[1] | {"request_id": ""}
    longer = client.patch(address, data=b"0123456789", headers={"Upload-Offset": "0"})
    assert longer.get_json()["code"] == "too-large"
    assert client.get(address).get_json()["received"] == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": "a"}, 422),
        ({"name": "a", "size": "1"}, 422),
        ({"name": "a", "size": 1, "owner": "x"}, 422),
        ({"name": "", "size": 1}, 422),
        ({"name": "a", "size": 0}, 422),
        ({"name": "a", "size": 10**12}, 422),
        ([], 422),
    ],
)
def test_bad_announcements_are_refused(
    app: Flask, knowledge_base: KnowledgeBase, body: object, status: int
) -> None:
    client = programs(app, knowledge_base, "uploader", Right.UPLOAD)
    response = client.post("/api/v1/uploads", json=body)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("offset", ["", "-1", "x", "១", "1e3"])
def test_bad_offsets_are_refused(app: Flask, knowledge_base: KnowledgeBase, offset: str) -> None:
    client = programs(app, knowledge_base, "uploader", Right.UPLOAD)
    address = client.post("/api/v1/uploads", json={"name": "a", "size": 9}).headers["Location"]
    header = {"Upload-Offset": offset.encode().decode("latin-1")}
    assert client.patch(address, data=b"x", headers=header).status_code == 422


def test_tokens_do_what_their_scope_says(app: Flask, knowledge_base: KnowledgeBase) -> None:
    uploads = programs(app, knowledge_base, "uploader", Right.UPLOAD)
    shares = programs(app, knowledge_base, "uploader", Right.SHARE)
    reads = programs(app, knowledge_base, "uploader")
    data = note("a scope")
    made = uploads.post("/api/v1/uploads", json={"name": "scope.txt", "size": len(data)})
    uploads.patch(made.headers["Location"], data=data, headers={"Upload-Offset": "0"})
    read_all(knowledge_base)
    document = uploads.get(made.headers["Location"]).get_json()["document"]
    address = f"/api/v1/documents/{document}/visibility"
    for client, status in ((uploads, 403), (reads, 403), (shares, 200)):
        told = client.put(address, json={"visibility": "public"})
        assert told.status_code == status
    assert app.test_client().get(f"/api/v1/documents/{document}").status_code == 200
    assert app.test_client().put(address, json={"visibility": "network"}).status_code == 400
    assert shares.put(address, json={"visibility": "secret"}).status_code == 422
    assert reads.post("/api/v1/uploads", json={"name": "a", "size": 1}).status_code == 403
    shares.put(address, json={"visibility": "organisation"})
    assert app.test_client().get(f"/api/v1/documents/{document}").status_code == 404


def test_others_download_a_copy_that_names_nobody(
    app: Flask, knowledge_base: KnowledgeBase
) -> None:
    uploader, outsider = signed_in(app, "uploader"), signed_in(app, "outsider")
    data = marked_docx()
    uploader.post("/km/upload", "/km/upload", files=[(io.BytesIO(data), "marked.docx")])
    read_all(knowledge_base)
    found = re.search(r"/documents/(\w{24})/confirm", uploader.get("/en/upload").text)
    assert found is not None
    original, confirm = f"/documents/{found[1]}/original", f"/en{found[0]}"
    page = uploader.get(confirm).text
    assert "Sok Dara" in page
    assert "Ms Secret" in page
    uploader.post(confirm, confirm, title="Marked", hide_authors="true", visibility="network")
    copy = outsider.get(original)
    assert copy.status_code == 200
    assert authors_of(copy.data, MediaType.DOCX) == ()
    assert uploader.get(original).data == data
    assert copy.headers["ETag"] != uploader.get(original).headers["ETag"]
    assert "Sok Dara" not in outsider.get(f"/en/documents/{found[1]}").text
    assert "Sok Dara" not in outsider.get(f"/api/v1/documents/{found[1]}").text
    shutil.rmtree(knowledge_base.settings.data / "copies")  # it may be deleted at any time
    assert outsider.get(original).data == copy.data
    uploader.post(confirm, confirm, title="Marked", visibility="network")
    assert outsider.get(original).data == data
    uploader.post(confirm, f"/en/documents/{found[1]}/remove")
    assert not list((knowledge_base.settings.data / "copies").iterdir())


def test_a_file_that_cannot_be_copied_is_not_shared_instead(
    app: Flask, knowledge_base: KnowledgeBase
) -> None:
    uploader, outsider = signed_in(app, "uploader"), signed_in(app, "outsider")
    uploader.post("/km/upload", "/km/upload", files=[(io.BytesIO(note("copies")), "plain.txt")])
    read_all(knowledge_base)
    found = re.search(r"/documents/(\w{24})/confirm", uploader.get("/en/upload").text)
    assert found is not None
    confirm = f"/en{found[0]}"
    assert "hide_authors" not in uploader.get(confirm).text
    sent = uploader.post(confirm, confirm, title="x", hide_authors="true", visibility="network")
    assert sent.status_code == 422
    assert outsider.get(f"/en/documents/{found[1]}").status_code == 404
