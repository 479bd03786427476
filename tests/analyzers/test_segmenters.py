"""What every segmenter promises, and that they cut as the packages they stand for."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import Segmenter, fold_text, models
from analyzers.clusters import split
from analyzers.khmer import crf, crfsuite
from analyzers.khmer.crf import BoundaryModel
from analyzers.lao import load_words
from tests.analyzers.strategies import HOSTILE, any_text

REFERENCE_LINES = 1_000
"""Of some 7,000; `benchmarks/segmentation.py` compares 10,000."""


class Clusters:
    def segment(self, text: str) -> list[str]:
        return split(text)


class SegmenterContract:
    """Each subclass sets `samples`: folded texts with their words."""

    samples: ClassVar[dict[str, list[str]]]

    @pytest.fixture
    def segmenter(self) -> Segmenter:
        raise NotImplementedError

    def test_cuts_words(self, segmenter: Segmenter) -> None:
        for text, words in self.samples.items():
            assert segmenter.segment(text) == words

    def test_is_lossless_on_any_text(self, segmenter: Segmenter) -> None:
        @settings(max_examples=300, deadline=None)
        @given(any_text.map(fold_text))
        def check(text: str) -> None:
            pieces = segmenter.segment(text)
            assert "".join(pieces) == text
            assert all(pieces)
            assert segmenter.segment(text) == pieces

        check()

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_hostile_text_takes_linear_time(self, segmenter: Segmenter, text: str) -> None:
        folded = fold_text(text)
        assert "".join(segmenter.segment(folded)) == folded


class TestKhmer(SegmenterContract):
    samples: ClassVar = {
        "ច្បាប់ស្តីពីដីធ្លី": ["ច្បាប់", "ស្តីពី", "ដីធ្លី"],
        "  ដី  \nទឹក land 30\n": ["  ", "ដី", "  \n", "ទឹក", " ", "land", " ", "30", "\n"],
    }

    @pytest.fixture
    def segmenter(self) -> Segmenter:
        return models.khmer()


class TestThai(SegmenterContract):
    samples: ClassVar = {"กฎหมายที่ดิน": ["กฎหมาย", "ที่ดิน"]}

    @pytest.fixture
    def segmenter(self) -> Segmenter:
        return models.thai()

    def test_words_are_those_of_newmm(self, segmenter: Segmenter) -> None:
        from pythainlp.corpus import thai_words  # noqa: PLC0415 -- slow to import
        from pythainlp.tokenize import newmm  # noqa: PLC0415

        any_word = st.sampled_from(sorted(thai_words()))
        any_letter = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B)

        @settings(max_examples=100, deadline=None)
        @given(st.lists(any_word | any_letter).map("".join))
        def check(text: str) -> None:
            assert segmenter.segment(text) == newmm.segment(text, safe_mode=True)

        check()


class TestLao(SegmenterContract):
    samples: ClassVar = {"ກົດໝາຍວ່າດ້ວຍທີ່ດິນ": ["ກົດໝາຍ", "ວ່າດ້ວຍ", "ທີ່ດິນ"]}

    @pytest.fixture
    def segmenter(self) -> Segmenter:
        return models.lao()

    def test_words_are_those_of_laonlp(self) -> None:
        from laonlp.corpus import lao_words  # noqa: PLC0415 -- slow to import

        assert load_words() == set(lao_words())


class TestClusters(SegmenterContract):
    samples: ClassVar = {
        "ស្ត្រីខ្មែរ": ["ស្ត្រី", "ខ្មែ", "រ"],
        "เป็นน้ำ": ["เป็", "น", "น้ำ"],
        "ເປັນນ້ຳ": ["ເປັ", "ນ", "ນ້ຳ"],
    }

    @pytest.fixture
    def segmenter(self) -> Segmenter:
        return Clusters()


def khmer_lines(shared: Path) -> Iterator[str]:
    for path in sorted((shared / "corpus" / "laws_km").glob("*.json")):
        for article in json.loads(path.read_text()).get("articles", []):
            yield from (article.get("text") or "").splitlines()
    for line in (shared / "corpus" / "news_km_en" / "voa_pairs.jsonl").read_text().splitlines():
        yield from json.loads(line)["km"]["text"].splitlines()


def test_khmer_words_are_those_of_khmer_nltk(shared: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from khmernltk import word_tokenize  # noqa: PLC0415 -- it loads scikit-learn

        lines = [folded for line in khmer_lines(shared) if (folded := fold_text(line).strip())]
        for line in random.Random(7).sample(lines, REFERENCE_LINES):
            theirs = [word for word in word_tokenize(line) if word.strip()]
            assert [word for word in models.khmer().segment(line) if word.strip()] == theirs


def test_model_is_read_without_running_code_of_the_file() -> None:
    program = (
        "import sys, pickle\n"
        "def refuse(*_, **__): raise AssertionError('unpickled')\n"
        "pickle.load = pickle.loads = pickle.Unpickler = refuse\n"
        "import analyzers\n"
        "assert [t.text for t in analyzers.words('ច្បាប់ដីធ្លី')] == ['ច្បាប់', 'ដីធ្លី']\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'khmernltk', 'sklearn', 'sklearn_crfsuite', 'pycrfsuite', 'numpy'}\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def model_file() -> bytes:
    spec = find_spec("khmernltk")
    assert spec
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0])
    return (folder / "word_tokenize" / "sklearn_crf_ner_10000.sav").read_bytes()


@pytest.mark.parametrize("kept", [0, 30, 3_000, 6_000_000, 17_000_000])
def test_cut_off_model_is_an_error(kept: int) -> None:
    data = model_file()
    start = data.index(crfsuite.MAGIC)
    with pytest.raises(crfsuite.ModelError, match="damaged"):
        BoundaryModel(data[: start + kept], start)


def test_other_file_is_an_error() -> None:
    with pytest.raises(crfsuite.ModelError, match="not a first-order"):
        BoundaryModel(bytes(1000), 0)


def test_missing_package_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crf, "find_spec", lambda _: None)
    with pytest.raises(crfsuite.ModelError, match=r"install khmer-nltk 1\.6"):
        crf.load()
