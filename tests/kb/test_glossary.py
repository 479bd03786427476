from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import fold_text
from kb.errors import KbError
from kb.glossary import Glossary, Saying, Term, load_glossary, parse_glossary, parse_thesaurus
from kb.phrases import keys

HEADING = "km\ten\tfield"

FIELDS = {
    "administration",
    "civil",
    "concession",
    "contract",
    "criminal",
    "dispute",
    "environment",
    "family",
    "fisheries",
    "forest",
    "gender",
    "general",
    "human-rights",
    "indigenous",
    "inheritance",
    "labour",
    "land",
    "meeting",
    "mines",
    "procedure",
    "protected-areas",
    "registration",
    "resettlement",
    "tax",
    "water",
}


def names(text: str) -> list[str]:
    return [text[match.start : match.end] for match in load_glossary().find(text)]


# -- the table ---------------------------------------------------------------------------------


def test_the_glossary_is_large_and_covers_its_fields() -> None:
    terms = load_glossary().terms
    assert len(terms) >= 1500
    assert {term.field for term in terms} == FIELDS


def test_the_table_is_sorted_by_field_and_khmer() -> None:
    terms = load_glossary().terms
    order = [(term.field, "|".join(term.km)) for term in terms]
    assert order == sorted(order)


def test_khmer_names_are_in_canonical_order_and_without_invisible_characters() -> None:
    for term in load_glossary().terms:
        for name in term.km:
            letters = "".join(re.findall("[\u1780-\u17d2]", name))
            folded = "".join(re.findall("[\u1780-\u17d2]", fold_text(name)))
            if sorted(folded) == sorted(letters):  # else an older spelling, which folding knows
                assert folded == letters, name
            assert not re.search("[\u200b-\u200d\u2060\ufeffa-zA-Z]", name), name
            assert name == name.strip()


def test_english_names_are_latin() -> None:
    for term in load_glossary().terms:
        for name in term.en:
            assert name.isascii(), name
            assert name == name.strip()


def test_a_khmer_name_stands_once_and_no_name_is_only_another_inflection() -> None:
    terms = load_glossary().terms
    khmer = keys([name for term in terms for name in term.km])
    assert len(set(khmer)) == len(khmer)
    for term in terms:
        english = keys(term.en)
        assert len(set(english)) == len(english), term


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("ដី\t\tland", "needs a Khmer and an English name"),
        ("\tland\tland", "needs a Khmer and an English name"),
        ("ដី|\tland\tland", "needs a Khmer and an English name"),
        ("ដី\tland|land\tland", "twice"),
        ("ដី\tland\t", "no field"),
        ("ដី\tland", "2 cells"),
        ("ទឹក\twater\twater", "line 2 has the same term"),
    ],
)
def test_a_bad_line_is_named(line: str, complaint: str) -> None:
    with pytest.raises(KbError, match=rf"glossary\.tsv, line 3: .*{complaint}"):
        parse_glossary(f"{HEADING}\nទឹក\twater\twater\n{line}\n")


# -- terms of a query --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the longest term wins
        ("សម្បទានដីសេដ្ឋកិច្ច", ["សម្បទានដីសេដ្ឋកិច្ច"]),
        ("economic land concessions", ["economic land concessions"]),
        ("ប្រាក់កក់ទិញដី", ["ប្រាក់កក់", "ទិញដី"]),
        # spelling, encoding, spaces, inflection
        ("បណ្ដេញ\u200bចេញ", ["បណ្ដេញ\u200bចេញ"]),
        ("ឃុំសង្កាត់", ["ឃុំសង្កាត់"]),
        ("Neighbours' tree branches", ["Neighbours", "tree branches"]),
        ("Leases of immovable properties", ["Leases", "immovable properties"]),
        # a short Khmer term inside a longer word is none
        ("ជីវិត", []),
        ("ជី", ["ជី"]),
        ("ជួលស្រូវ", ["ជួល", "ស្រូវ"]),
        ("", []),
        ("xyzzy ៗ !?", []),
    ],
)
def test_terms_of_a_text(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("name", "translation"),
    [
        ("បណ្តេញចេញ", "eviction"),
        ("លុយកក់", "deposit"),
        ("ប្តឹង", "sue"),
        ("ចិញ្ចឹម", "raise"),
        ("លែងលះ", "divorce"),
        ("ជួល", "rent"),
        ("អាជ្ញាយុកាល", "statute of limitations"),
        ("សុរិយោដី", "cadastre"),
        ("perpetual lease", "ជួលអចិន្ត្រៃយ៍"),
        ("Divorces", "លែងលះ"),
        ("neighbors", "អ្នកជិតខាង"),
        ("dog", "ឆ្កែ"),
    ],
)
def test_translations(name: str, translation: str) -> None:
    assert translation in load_glossary().translations(name)


def test_no_translation_of_what_is_no_term_as_a_whole() -> None:
    assert load_glossary().translations("land or so") == ()
    assert load_glossary().translations("") == ()


def test_a_name_of_two_terms_gives_the_preferred_name_of_each_first() -> None:
    glossary = Glossary(
        [
            Term(("ប្លង់", "ប្លង់ដី"), ("plan", "title")),
            Term(("ផែនការ",), ("Plans", "scheme")),
        ]
    )
    [match] = glossary.find("the plan")
    assert (match.start, match.end, match.lang) == (4, 8, "en")
    assert match.translations == ("ប្លង់", "ផែនការ", "ប្លង់ដី")
    assert match.synonyms == ("plan", "Plans", "title", "scheme")


def test_a_khmer_name_is_translated_to_english() -> None:
    [match] = load_glossary().find("អចលនវត្ថុ")
    assert match.lang == "km"
    assert match.translations[:2] == ("immovable property", "real estate")
    assert "អចលនទ្រព្យ" in match.synonyms


@settings(deadline=None)  # the first text loads the segmenter
@given(st.text(max_size=40), st.sampled_from(load_glossary().terms), st.booleans())
def test_every_term_is_found_in_any_surroundings(noise: str, term: Term, english: bool) -> None:
    name = term.en[0] if english else term.km[0]
    text = f"{noise} . {name} . {noise}"
    spans = [(match.start, match.end) for match in load_glossary().find(text)]
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    begin = len(noise) + 3
    covered = {at for start, end in spans for at in range(start, end)}
    assert covered & set(range(begin, begin + len(name)))


# -- the thesaurus -----------------------------------------------------------------------------


def test_the_thesaurus_says_each_thing_once_and_gives_other_words_for_it() -> None:
    sayings = load_glossary().sayings
    assert len(sayings) >= 300
    said = keys([phrase for one in sayings for phrase in one.said])
    assert len(set(said)) == len(said)
    for one in sayings:
        for phrase in one.said:
            assert set(one.written) - {phrase}, one


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("លុយ\t", "needs what is said"),
        ("\tប្រាក់", "needs what is said"),
        ("លុយ|លុយ\tប្រាក់", "twice"),
        ("ម្ចាស់\tប្រាក់", "line 2 has 'ម្ចាស់' too"),
        ("លុយ", "1 cells"),
    ],
)
def test_a_bad_line_of_the_thesaurus_is_named(line: str, complaint: str) -> None:
    with pytest.raises(KbError, match=rf"thesaurus\.tsv, line 3: .*{complaint}"):
        parse_thesaurus(f"said\twritten\nម្ចាស់\tកម្មសិទ្ធិករ\n{line}\n")


def test_what_laws_write_is_given_for_what_is_said() -> None:
    glossary = Glossary([Term(("ភតិកៈ",), ("lessee",))], [Saying(("អ្នកជួល",), ("ភតិកៈ",))])
    [match] = glossary.find("អ្នកជួលផ្ទះ")
    assert (match.terms, match.written, match.lang) == ((), ("ភតិកៈ",), "km")


def test_the_parts_of_a_whole_name() -> None:
    glossary = Glossary([Term(("ដី",), ("land",)), Term(("ដីវត្ត",), ("pagoda land",))])
    assert [match.terms[0].en for match in glossary.find("ដីវត្ត")] == [("pagoda land",)]
    assert [match.terms[0].en for match in glossary.find("ដីវត្ត", whole=False)] == [("land",)]
