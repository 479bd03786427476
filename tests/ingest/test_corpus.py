"""The rendered acts of the corpus: every article with its text, none invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.articles import articles_of, compare, gold_of
from ingest.pipeline import parse_bytes

LEAST_RIGHT = 0.99
YEARS_UNKNOWN = 6
"""The six texts of the Universal Declaration carry no date."""

OTHER_KINDS = {
    "civil": "code",
    "criminal": "code",
    "constitution": "constitution",
    "the-constitution": "constitution",
    "royal": "royal-decree",
    "sub": "sub-decree",
    "udhr": "treaty",
}


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    return sorted((shared / "corpus" / "files").iterdir())


def test_articles_and_descriptions(files: list[Path]) -> None:
    gold = right = invented = unknown = 0
    for path in files:
        document = parse_bytes(path.read_bytes(), path.name)
        score = compare(path.name, gold_of(path.stem), articles_of(document), differences=False)
        gold += score.gold
        right += score.exact + score.exact_with_following
        invented += score.invented
        unknown += document.year is None
        expected = next(
            (kind for start, kind in OTHER_KINDS.items() if path.name.startswith(start)), "law"
        )
        assert document.kind == expected, path.name
    assert len(files) == 40
    assert invented == 0
    assert right >= LEAST_RIGHT * gold
    assert unknown == YEARS_UNKNOWN
