"""The sample collection has members to sign in as; a knowledge base with members gets none."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from kb.dossiers.model import ItemKind
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.search.results import SearchRequest
from tests.conftest import PROJECT

from .conftest import take

ACT = PROJECT / "samples/documents/community-forestry-sub-decree.km.docx"
SAMPLE = PROJECT / "samples/documents/community-forest-committee-minutes.km.txt"


def loaded(name: str) -> Any:
    """Load a script without running it."""
    spec = importlib.util.spec_from_file_location(name, PROJECT / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_members_discuss_once(
    knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_DATA", str(knowledge_base.settings.data))
    script = loaded("make_sample_discussions")
    script.main()  # nobody is there to discuss
    take(knowledge_base, ACT, SAMPLE)
    loaded("make_sample_members").main()
    for _ in range(2):
        script.main()
    knowledge_base.update_index()
    operator = knowledge_base.operator
    english, khmer = knowledge_base.discussion.threads.latest(operator)
    assert (english.lang, english.closed, khmer.lang, khmer.closed) == ("en", False, "km", True)
    (closing,) = knowledge_base.discussion.closings.of(operator, khmer.id)
    assert closing.decision is not None
    held = knowledge_base.discussion.positions.on(operator, [khmer.target.id])
    assert len(held) == 3
    (proposed,) = knowledge_base.proposals.newest(operator, limit=9)
    assert "ហុកសិប (៦០) ថ្ងៃ" in proposed.revision.wordings[0].text
    assert len(proposed.endorsements) == 1
    dossiers = knowledge_base.dossiers
    (dossier,) = dossiers.all(operator)
    assert dossier.visibility is Visibility.NETWORK
    kinds = [item.kind for item in dossiers.items(dossier.id, operator)]
    assert kinds.count(ItemKind.HEADING) == 3
    assert {ItemKind.SECTION, ItemKind.DISCUSSION, ItemKind.PROPOSAL, ItemKind.NOTE} <= {*kinds}
    found = knowledge_base.search(SearchRequest("ដើមឈើមានតម្លៃ type:discussion"), operator)
    assert found.hits


def test_members_are_made_once(
    knowledge_base: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    take(knowledge_base, SAMPLE)
    script = loaded("make_sample_members")
    monkeypatch.setenv("KB_DATA", str(knowledge_base.settings.data))
    script.main()
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 8
    login, password = printed[-1].split()
    assert login == "forest-delegate"
    reference = knowledge_base.members.sign_ins.sign_in(login, password, address="", device="")
    who = knowledge_base.members.sign_ins.audience(reference)
    assert who is not None
    (document,) = knowledge_base.store.documents(who, limit=9)
    assert document.visibility is Visibility.ORGANISATION
    script.main()
    assert capsys.readouterr().out == ""
