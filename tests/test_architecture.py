"""What the import contracts of `pyproject.toml` cannot say: when a library is loaded."""

from __future__ import annotations

import subprocess
import sys

READ_FILES = {"PIL", "fontTools", "numpy", "pdfminer", "pdfplumber", "pikepdf", "pypdfium2"}
"""What reading files takes, which is done in processes of its own."""
HEAVY = READ_FILES | {"elasticsearch", "flask", "ingest", "sqlalchemy", "tantivy", "webapp"}


def loaded_by(code: str) -> set[str]:
    """The modules in memory after a program was run in a fresh interpreter."""
    answer = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)\n"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(answer.stdout.splitlines()[-1].split())


def test_help_loads_no_heavy_library() -> None:
    loaded = loaded_by("from kb.cli.main import main; main(['--help'], standalone_mode=False)")
    assert "kb.cli.main" in loaded
    assert loaded & HEAVY == set()


def test_serving_loads_nothing_that_reads_files() -> None:
    loaded = loaded_by("import webapp.application")
    assert {"kb.knowledge_base", "ingest.worker"} <= loaded
    assert loaded & READ_FILES == set()
