"""Khmer set in fonts on Latin code points."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.fonts import decoded, is_legacy, legacy_encoding
from ingest.fonts.limon import LIMON
from ingest.pdf import PdfExtractor

from .accuracy import error_rate
from .making import pdf_of, text_page, without_descriptor


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("RBHraCaNacRkkm<úCa", "ព្រះរាជាណាចក្រកម្ពុជា"),
        ("c,ab;", "ច្បាប់"),
        ("sBaØa", "សញ្ញា"),
        ("kBa©b;", "កញ្ចប់"),
        ("bBaða", "បញ្ហា"),
        ("bBðaa", "បញ្ហា"),
        ("ciBw©am", "ចិញ្ចឹម"),
        ("bBa¢Ún", "បញ្ជូន"),
        ("m  aRta", "មាត្រា"),
        ("k ek", "ក កេ"),
        ("BaRk", "ពាក្រ"),
        ("maRta 12", "មាត្រា ១២"),
    ],
)
def test_words_in_limon(typed: str, text: str) -> None:
    encoding = legacy_encoding("JAHKKG+Limon-S1")
    assert encoding is not None
    assert encoding.decode(typed) == text


def test_an_act_in_limon(shared: Path) -> None:
    folder = shared / "corpus" / "pdf_synthetic" / "gold"
    encoding = legacy_encoding("LimonR1")
    assert encoding is not None
    decoded = encoding.decode((folder / "law.limon.txt").read_text(encoding="utf-8"))
    assert error_rate(decoded, (folder / "law.txt").read_text(encoding="utf-8")) < 0.002


@pytest.mark.parametrize("name", ["Khmer OS Battambang", "ABCDEF+Arial", "Lemon", ""])
def test_unicode_fonts_are_left_alone(name: str) -> None:
    assert not is_legacy(name)


def test_a_page_in_limon_is_decoded_by_the_name_of_its_font() -> None:
    data = pdf_of(text_page("RBHraCaNacRkkm<úCa", font_name="JAHKKG+LimonR1"))
    page = PdfExtractor().extract(data).pages[0]
    assert page.method == "legacy-font"
    assert [line.text for line in page.lines] == ["ព្រះរាជាណាចក្រកម្ពុជា"]


def test_a_font_that_has_no_descriptor_is_known_by_its_base_font() -> None:
    data = pdf_of(without_descriptor(text_page("c,ab;", font_name="LimonS1")))
    assert [line.text for line in PdfExtractor().extract(data).pages[0].lines] == ["ច្បាប់"]


def test_a_line_may_mix_old_fonts_with_others() -> None:
    runs = [("maR", "Limon S1"), ("ta 5", "Limon R1"), (" Art. 5 ", "Arial"), ("ដី", "Khmer OS")]
    assert decoded(runs) == "មាត្រា ៥ Art. 5 ដី"


def test_the_codes_of_a_font_that_calls_itself_a_symbol_font() -> None:
    assert LIMON.decode("\uf063\uf02c\uf061\uf062\uf03b") == "ច្បាប់"


CODES = {text: code for code, text in LIMON.glyphs.items()}
SPLIT_VOWELS = {"ើ": ("េ", "ី"), "ោ": ("េ", "ា"), "ឿ": ("", "ឿ"), "ៀ": ("េ", "ៀ"), "ៅ": ("េ", "ៅ")}
CONSONANTS = st.sampled_from("កខគឃងចឆជឈដឋឌណតថទធនបផពភមយរលវសហឡអ")
SUBSCRIPTS = st.lists(CONSONANTS.map("\u17d2{}".format).filter(CODES.__contains__), max_size=1)
VOWELS = st.sampled_from(["", *"ាិីឹឺុូួើៀេែៃោៅ"])
SIGNS = st.sampled_from(["", "ំ", "ះ", "់"])


def typed(base: str, subscripts: list[str], vowel: str, sign: str) -> str:
    """A cluster as it was typed: the parts in the order in which they stand on the paper."""
    left, right = SPLIT_VOWELS.get(vowel, ("", vowel))
    if vowel in ("េ", "ែ", "ៃ"):
        left, right = vowel, ""
    below = [subscript for subscript in subscripts if subscript != "្រ"]
    before = [subscript for subscript in subscripts if subscript == "្រ"]
    return "".join(CODES[part] for part in (left, *before, base, *below, right, sign) if part)


@given(st.lists(st.tuples(CONSONANTS, SUBSCRIPTS, VOWELS, SIGNS), min_size=1, max_size=6))
@example([("ក", ["្រ"], "ោ", "ះ")])
def test_what_is_typed_in_limon_is_read_back(
    clusters: list[tuple[str, list[str], str, str]],
) -> None:
    text = "".join(base + "".join(below) + vowel + sign for base, below, vowel, sign in clusters)
    assert LIMON.decode("".join(typed(*cluster) for cluster in clusters)) == text
