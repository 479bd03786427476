"""Every message is translated, and the compiled catalogue is the one that was translated."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from kb.model import DocumentKind
from tests.conftest import PROJECT
from webapp import i18n

CATALOGUES = sorted((PROJECT / "webapp" / "translations").glob("*/LC_MESSAGES/messages.po"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = PROJECT / "scripts" / "update_translations.py"
    spec = importlib.util.spec_from_file_location("update_translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parent.parent.name)


def messages(catalogue: Catalog) -> dict[object, Message]:
    return {message.id: message for message in catalogue if message.id}


def test_every_interface_but_english_has_a_catalogue() -> None:
    assert {path.parent.parent.name for path in CATALOGUES} == set(i18n.INTERFACES) - {"en"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_message_is_translated(script: ModuleType, path: Path) -> None:
    translated = messages(read(path))
    assert set(translated) == set(messages(script.collect())), "run scripts/update_translations.py"
    missing = [key for key, message in translated.items() if not message.string or message.fuzzy]
    assert not missing


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_translations_keep_the_places_for_values(path: Path) -> None:
    for message in read(path):
        if message.id:
            assert not list(message.check()), message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_compiled_catalogue_is_fresh(path: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read(path))
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_numbers_and_dates_follow_the_interface(app: Flask) -> None:
    with app.test_request_context("/km/"):
        assert i18n.number(1304) == "១.៣០៤"
        assert i18n.date(dt.date(2007, 9, 4)) == "៤ កញ្ញា ២០០៧"
        assert i18n.year(2001) == "២០០១"
        assert i18n.size(1_234_567) == "២ MB"
        assert i18n.language_name("en") == "អង់គ្លេស"
        assert i18n.kind_name("sub-decree") == "អនុក្រឹត្យ"
    with app.test_request_context("/en/"):
        assert i18n.number(1304) == "1,304"
        assert i18n.date(dt.date(2007, 9, 4)) == "4 September 2007"
        assert i18n.size(999) == "1 kB"
        assert i18n.language_name("xx") == "xx"


def test_every_kind_of_document_has_a_name(app: Flask) -> None:
    with app.test_request_context("/km/"):
        names = [i18n.kind_name(kind) for kind in i18n.KINDS]
    assert len(set(names)) == len(DocumentKind)
