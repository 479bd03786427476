"""Importing the room is cheap: what is heavy waits for the first text that needs it."""

from __future__ import annotations

import subprocess
import sys


def test_import_loads_no_model_and_no_library() -> None:
    program = (
        "import sys, analyzers\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "heavy = {'khmernltk', 'pythainlp', 'laonlp', 'snowballstemmer', 'sklearn', 'numpy'}\n"
        "assert not loaded & heavy, loaded & heavy\n"
        "analyzers.fold_text('ខែ្មរ'), analyzers.cluster_terms('ដី')\n"
        "assert not {name.partition('.')[0] for name in sys.modules} & heavy\n"
        "assert 'analyzers.khmer.crf' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
