"""The sample collection has members to sign in as; a knowledge base with members gets none."""

from __future__ import annotations

import importlib.util

import pytest

from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from tests.conftest import PROJECT

from .conftest import take

SAMPLE = PROJECT / "samples/documents/community-forest-committee-minutes.km.txt"


def test_members_are_made_once(
    knowledge_base: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    take(knowledge_base, SAMPLE)
    spec = importlib.util.spec_from_file_location(
        "sample_members", PROJECT / "scripts/make_sample_members.py"
    )
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setenv("KB_DATA", str(knowledge_base.settings.data))
    script.main()
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 7
    login, password = printed[-1].split()
    assert login == "forest-delegate"
    reference = knowledge_base.members.sign_ins.sign_in(login, password, address="", device="")
    who = knowledge_base.members.sign_ins.audience(reference)
    assert who is not None
    (document,) = knowledge_base.store.documents(who, limit=9)
    assert document.visibility is Visibility.ORGANISATION
    script.main()
    assert capsys.readouterr().out == ""
