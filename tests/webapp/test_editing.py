"""Editing a description in the browser: who may, what is kept, what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from lxml import html

from kb.access import Role
from kb.knowledge_base import KnowledgeBase
from tests.webapp.collection import keep, make_settings
from tests.webapp.people import Browser, join, signed_in
from webapp import create_app


@pytest.fixture(scope="module")
def knowledge_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """One of its own, as it is changed here."""
    with KnowledgeBase.open(make_settings(tmp_path_factory.mktemp("edited"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(knowledge_base: KnowledgeBase) -> Mapping[str, str]:
    return keep(knowledge_base)


@pytest.fixture(scope="module")
def app(knowledge_base: KnowledgeBase) -> Flask:
    return create_app(knowledge_base)


@pytest.fixture(scope="module")
def editor(app: Flask, knowledge_base: KnowledgeBase) -> Browser:
    join(knowledge_base, "describer", Role.EDITOR, "Editing Alliance")
    return signed_in(app, "describer")


@pytest.fixture(scope="module")
def reader(app: Flask, knowledge_base: KnowledgeBase) -> Browser:
    join(knowledge_base, "onlooker", Role.READER, "Editing Alliance")
    return signed_in(app, "onlooker")


def form(browser: Browser, address: str) -> dict[str, object]:
    """The fields of the form as the page gives them."""
    page = html.fromstring(browser.get(address).text)
    (found,) = [one for one in page.forms if "revision" in one.fields]
    return {
        name: value for name, value in found.form_values() if name not in ("topics", "places")
    } | {
        name: [value for key, value in found.form_values() if key == name]
        for name in ("topics", "places")
    }


def test_only_those_who_may_edit_see_the_form(
    app: Flask, editor: Browser, reader: Browser, ids: Mapping[str, str]
) -> None:
    address = f"/en/documents/{ids['thai']}/edit"
    assert Browser(app).get(address).status_code != 200
    assert reader.get(address).status_code == 403
    assert editor.get(address).status_code == 200
    assert address in editor.get(f"/en/documents/{ids['thai']}").text
    assert address not in reader.get(f"/en/documents/{ids['thai']}").text
    assert editor.get("/en/documents/none/edit").status_code == 404
    refused = reader.client.post(address, base_url="https://localhost/", data={"title": "x"})
    assert refused.status_code >= 400


def test_what_is_changed_is_kept_and_told_and_nothing_else(
    editor: Browser, reader: Browser, knowledge_base: KnowledgeBase, ids: Mapping[str, str]
) -> None:
    address = f"/en/documents/{ids['thai']}/edit"
    fields = form(editor, address)
    changed = fields | {"year": "2019", "topics": ["forests", "land"], "title_en": "Forest Act"}
    response = editor.post(address, address, **changed)
    assert response.status_code == 303
    document = knowledge_base.document(ids["thai"], knowledge_base.operator)
    assert (document.year, document.topics) == (2019, ("forests", "land"))
    assert document.titles["en"] == "Forest Act"
    edits = knowledge_base.history(ids["thai"], knowledge_base.operator)
    assert {edit.field for edit in edits} == {"year", "topics", "title_en"}
    page = reader.get(f"/en/documents/{ids['thai']}/history").text
    assert "Editing Alliance" in page
    assert "Describer" not in page
    assert "<ins>Forests, Land</ins>" in page
    assert ids["thai"] in editor.get("/en/topics/land").text


def test_a_wrong_value_is_named_and_nothing_typed_is_lost(
    editor: Browser, knowledge_base: KnowledgeBase, ids: Mapping[str, str]
) -> None:
    address = f"/en/documents/{ids['scan']}/edit"
    typed = form(editor, address) | {"date": "31 June", "organisation": 'A "name"'}
    response = editor.post(address, address, **typed)
    assert response.status_code == 422
    assert "“Date” cannot be “31 June”" in response.text
    assert 'value="31 June"' in response.text
    assert "A &#34;name&#34;" in response.text
    assert not knowledge_base.history(ids["scan"], knowledge_base.operator)


def test_two_who_edit_at_once_do_not_undo_each_other(
    editor: Browser, knowledge_base: KnowledgeBase, ids: Mapping[str, str]
) -> None:
    address = f"/en/documents/{ids['scan']}/edit"
    typed = form(editor, address) | {"year": "2011", "revision": "older"}
    response = editor.post(address, address, **typed)
    assert response.status_code == 409
    assert 'value="2011"' in response.text
    assert not knowledge_base.history(ids["scan"], knowledge_base.operator)
    again = typed | {"revision": form(editor, address)["revision"]}
    assert editor.post(address, address, **again).status_code == 303


def test_history_is_for_members(app: Flask, ids: Mapping[str, str]) -> None:
    assert Browser(app).get(f"/en/documents/{ids['scan']}/history").status_code != 200


@pytest.mark.parametrize("page", ["edit", "history"])
def test_what_is_not_there_has_no_such_page(editor: Browser, page: str) -> None:
    assert editor.get(f"/en/documents/{'0' * 24}/{page}").status_code == 404
