"""`kb doubts`: what an editor should look at."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from kb.cli.main import main


def run(data: Path, *words: str | Path) -> str:
    result = CliRunner().invoke(main, ["--data", str(data), *map(str, words)])
    assert result.exit_code == 0, result.output
    return result.output


def test_documents_are_listed_with_their_doubts(tmp_path: Path) -> None:
    lines = "\n\n".join(f"Article {n}:\n\nText." for n in (1, 2, 4, 5))
    (tmp_path / "gap.txt").write_text(f"Law on Ponds 2003\n\n{lines}")
    (tmp_path / "sure.txt").write_text("Law on Wells 2004\n\nArticle 1:\n\nText.")
    data = tmp_path / "data"
    run(data, "init")
    run(data, "ingest", tmp_path / "gap.txt", tmp_path / "sure.txt")
    listed = run(data, "doubts")
    assert "Law on Ponds" in listed
    assert "No article with these numbers was found: 3." in listed
    assert "Law on Wells" not in listed
    assert "1 of 2 documents have doubts" in listed
