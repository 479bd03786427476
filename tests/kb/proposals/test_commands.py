"""Proposals on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from kb.access import Role
from kb.cli.main import main
from kb.discussion.targets import SectionKey, Target
from kb.knowledge_base import KnowledgeBase
from kb.model import ParsedSection, SectionKind, Visibility
from kb.settings import Settings
from tests.kb.conftest import keep
from tests.kb.people import join

LAW = "Any person may ask for a title."
PROPOSED = "Any person or community may ask for a title."


def test_a_wording_is_drafted_opened_endorsed_and_closed(
    knowledge_base: KnowledgeBase, settings: Settings, tmp_path: Path
) -> None:
    def kb(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["--data", str(settings.data), "proposal", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    def target(title: str, kind: SectionKind, text: str) -> str:
        document = keep(
            knowledge_base,
            ParsedSection(kind, text, "1", lang="en"),
            title=title,
            visibility=Visibility.NETWORK,
        )
        work = knowledge_base.document(document, knowledge_base.operator).work_id
        return str(Target.of_work(work, SectionKey(kind, "1")))

    article = target("Land Law", SectionKind.ARTICLE, LAW)
    decision = target("Minutes", SectionKind.DECISION, "We agree.")
    join(knowledge_base, "sok", Role.DELEGATE, "Forest")
    join(knowledge_base, "dara", Role.DELEGATE, "River")
    join(knowledge_base, "editor", Role.EDITOR, "River")
    file = tmp_path / "wording.txt"
    file.write_text(PROPOSED)

    made = json.loads(kb("draft", article, "--as", "sok", "--text", f"en={file}", "--json"))
    kb("open", made["id"], "--as", "sok")
    kb("endorse", made["id"], "1", "--as", "dara")
    assert "Any person {+or community +}may" in kb("show", made["id"])
    file.write_text(PROPOSED + " At once.")
    kb("revise", made["id"], "--as", "sok", "--text", f"en={file}")
    assert "endorsed by River  (the earlier wording)" in kb("show", made["id"])
    kb("take-back", made["id"], "--as", "dara")
    kb("close", made["id"], "not-agreed", decision, "--as", "editor")
    kb("reopen", made["id"], "--as", "editor", "--why", "New facts.")
    kb("withdraw", made["id"], "--as", "sok")
    assert "withdrawn" in kb("list", "--target", article)
    (listed,) = json.loads(kb("list", "--json"))
    assert (listed["state"], listed["revision"]["number"]) == ("withdrawn", 2)
