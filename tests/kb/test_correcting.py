"""`kb edit` and `kb link` as people type them."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner, Result

from kb.cli.main import main
from kb.knowledge_base import KnowledgeBase

from .conftest import take


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


def test_what_is_typed_is_kept_and_told(knowledge_base: KnowledgeBase, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Notes of walk {name}\n\nWe saw the river.\n")
    take(knowledge_base, tmp_path / "a.txt", tmp_path / "b.txt")
    data = knowledge_base.settings.data
    one, other = knowledge_base.store.documents(knowledge_base.operator, limit=9)
    edited = run(data, "edit", one.id, "year=2019", "topics=ទឹក", "--by", "Dara")
    assert re.search(
        r"Dara  year: None -> 2019\n.*Dara  topics: \[\] -> \['water'\]", edited.output
    )
    assert run(data, "edit", one.id).output == edited.output
    assert run(data, "link", one.id, other.id).exit_code == 0
    assert len(knowledge_base.texts(one, knowledge_base.operator)) == 1
    assert run(data, "link", "--apart", other.id).exit_code == 0
    assert knowledge_base.texts(one, knowledge_base.operator) == []


def test_a_wrong_field_ends_with_its_own_code(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Notes of a walk\n\nWe saw the river.\n")
    take(knowledge_base, tmp_path / "a.txt")
    (one,) = knowledge_base.store.documents(knowledge_base.operator, limit=9)
    wrong = run(knowledge_base.settings.data, "edit", one.id, "colour=red")
    assert wrong.exit_code == 64
    assert "no field 'colour'" in wrong.output
    assert run(knowledge_base.settings.data, "edit", "none", "year=2019").exit_code == 66
