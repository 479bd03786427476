"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parent.parent

settings.register_profile("any-machine", deadline=None)  # a busy one is no fault of the code
settings.load_profile("any-machine")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real laws and judgments beside the checkout; skips where it is absent."""
    folder = PROJECT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("needs the corpus folder ../shared, which is not beside this checkout")
    return folder
