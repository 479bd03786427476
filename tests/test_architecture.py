"""What the import contracts of `pyproject.toml` cannot say: when a library is loaded."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"elasticsearch", "flask", "ingest", "pdfplumber", "sqlalchemy", "tantivy", "webapp"}


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from kb.cli.main import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert "Commands:" in answer.stdout
    loaded = set(answer.stderr.split())
    assert "kb.cli.main" in loaded
    assert loaded & HEAVY == set()
