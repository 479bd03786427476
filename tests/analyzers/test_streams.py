"""Words and clusters: what is indexed, what is looked for, and where tokens stand in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzers import (
    BREAK,
    JOINER,
    Token,
    cluster_boundaries,
    cluster_phrases,
    cluster_terms,
    clusters,
    fold_text,
    telling_terms,
    words,
)
from tests.analyzers.strategies import HOSTILE, any_text

WORDS = ["ដី", "ដីធ្លី", "ព្រៃសហគមន៍", "កម្មសិទ្ធិ", "អចលនវត្ថុ", "ស្រុក", "ខ្មែរ", "land", "146", "។", " "]
khmer_words = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def places(phrase: Mapping[int, str], terms: Sequence[str]) -> list[int]:
    """Where a phrase begins, given as some of its terms with their positions in it."""
    return [
        at
        for at in range(len(terms) - max(phrase))
        if all(terms[at + position] == term for position, term in phrase.items())
    ]


def found(query: str, text: str) -> bool:
    """Whether a text has all phrases of a query, as an engine would say."""
    terms = cluster_terms(text)
    return all(
        any(terms[at : at + len(phrase)] == phrase for at in range(len(terms)))
        for phrase in cluster_phrases(query)
    )


class TestWords:
    @pytest.mark.parametrize(
        ("text", "lang", "expected"),
        [
            ("ម្ចាស់ដី៖ ត្រូវបង់ពន្ធ។", "km", ["ម្ចាស់", "ដី", "ត្រូវ", "បង់", "ពន្ធ"]),
            ("មាត្រា៣០ Land Laws", "km", ["មាត្រា", "30", "land", "law"]),
            ("forests, forested; forest's", "en", ["forest", "forest", "forest"]),
            ("l'expropriation des forêts", "fr", ["l", "expropri", "de", "forêt"]),
            ("les forêts communautaires", "fr", ["le", "forêt", "communautair"]),
            ("ច្បាប់ភូមិបាល ឆ្នាំ២០០១", "", ["ច្បាប់", "ភូមិបាល", "ឆ្នាំ", "2001"]),
            ("Luật Đất đai", "vi", ["luật", "đất", "đai"]),
            ("มาตรา ๕ กฎหมายที่ดิน", "th", ["มาตรา", "5", "กฎหมาย", "ที่ดิน"]),
            ("ມາດຕາ ໕ ກົດຫມາຍທີ່ດິນ", "lo", ["ມາດຕາ", "5", "ກົດໝາຍ", "ທີ່ດິນ"]),
            ("ច្បាប់ กฎหมาย ກົດໝາຍ law", "", ["ច្បាប់", "กฎหมาย", "ກົດໝາຍ", "law"]),
            ("១.០០០.០០០ ៛, 1,000,000", "km", ["1000000", "1000000"]),
            ("3.5 2001", "en", ["3", "5", "2001"]),
            ("土地法 မြေယာ", "", ["土", "地", "法", "မြေယာ"]),
            ("… — «»", "en", []),
        ],
    )
    def test_words(self, text: str, lang: str, expected: list[str]) -> None:
        assert texts(words(text, lang)) == expected

    def test_spans_are_of_the_given_text(self) -> None:
        text = "ដី\u200bធ្លី ខែ្មរ៖ Lands"
        assert [(t.text, text[t.start : t.end]) for t in words(text)] == [
            ("ដីធ្លី", "ដី\u200bធ្លី"),
            ("ខ្មែរ", "ខែ្មរ"),
            ("land", "Lands"),
        ]

    def test_sign_that_closes_a_word_is_in_its_span_only(self) -> None:
        assert words("គណៈ") == [Token("គណ", 0, 3)]
        assert words("គណ៖") == [Token("គណ", 0, 2)]

    def test_zero_width_spaces_change_no_word(self) -> None:
        assert texts(words("ច្បាប់\u200bស្តី\u200bពី")) == texts(words("ច្បាប់ស្តីពី"))

    def test_no_word_spans_two_lines(self) -> None:
        assert texts(words("ដី\nធ្លី")) == ["ដី", "ធ្លី"]


class TestClusters:
    def test_clusters(self) -> None:
        text = "ស្ត្រីខ្មែរ Laws ៣០"
        assert [(t.text, text[t.start : t.end]) for t in clusters(text)] == [
            ("ស្ត្រី", "ស្ត្រី"),
            ("ខ្មែ", "ខ្មែ"),
            ("រ", "រ"),
            ("law", "Laws"),
            ("30", "៣០"),
        ]

    def test_terms_are_bigrams_then_single_clusters_then_trigrams(self) -> None:
        assert cluster_terms("ខ្មែរ ដី 30 law។ ដី") == [
            f"ខ្មែ{JOINER}រ",
            f"រ{JOINER}ដី",
            "30",
            "law",
            BREAK,
            "ដី",
            BREAK,
            "ខ្មែ",
            "រ",
            "ដី",
            *[BREAK] * 3,
            f"ខ្មែ{JOINER}រ{JOINER}ដី",
        ]

    @given(
        st.lists(st.sampled_from(["ក", "ខា", "។", " law "]), max_size=40).map("".join),
        st.lists(st.sampled_from(["ក", "ខា"]), min_size=3, max_size=12).map("".join),
    )
    @example("កកក។កកកក", "កកកកកក")  # the last trigram of a sentence, the second of the next
    def test_telling_terms_find_a_phrase_where_all_its_terms_do(
        self, text: str, query: str
    ) -> None:
        terms = cluster_terms(text)
        (phrase,) = cluster_phrases(query)
        everything = dict(enumerate(phrase))
        telling = {at: phrase[at] for at in telling_terms(phrase)}
        assert places(telling, terms) == places(everything, terms)
        assert len(telling) <= len(phrase) // 3 + 2

    @pytest.mark.parametrize("text", ["", " ", "។", "…", "\u200b", "ៈ", "\u17d2"])
    def test_nothing_to_find(self, text: str) -> None:
        assert cluster_terms(text) == []
        assert cluster_phrases(text) == []

    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("ដី", "ច្បាប់ដីធ្លី"),  # one cluster, part of a compound
            ("ធ្លី", "ច្បាប់ភូមិបាលដីធ្លី"),
            ("ដីធ្លី", "ដី ធ្លី"),  # spaces are optional
            ("ដី ធ្លី", "ដីធ្លី"),
            ("ដី\nធ្លី", "ដីធ្លី"),
            ("មាត្រា៣០", "មាត្រា 30 នៃច្បាប់"),
            ("មាត្រា 30 ដី", "មាត្រា ៣០ ដីធ្លី"),
            ("ដី 30", "លើដី ៣០ ហិកតា"),
            ("គណៈ", "គណៈកម្មការ"),
            ("គណៈ", "ក្នុងគណ: ក"),
            ("ខាងក្រោម៖", "ដូចខាងក្រោម ៖"),
            ("land laws", "The Land Law"),
            ("ที่ดิน", "กฎหมายที่ดินไทย"),
            ("ທີ່ດິນ", "ກົດໝາຍທີ່ດິນ"),
        ],
    )
    def test_found(self, query: str, text: str) -> None:
        assert found(query, text)

    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("ដីធ្លី", "ដី។ ធ្លី"),
            ("ដីធ្លី", "ដី (ធ្លី)"),
            ("ដីធ្លី", "ដី\n\nធ្លី"),
            ("ដីធ្លី", "ដី\tធ្លី"),
            ("ដីធ្លី", "ដី៖ ធ្លី"),
            ("ដីធ្លី", "ធ្លីដី"),
            ("ត", "តា"),  # a letter is not a cluster with that letter
            ("land law", "land. law"),
            ("land law", "law land"),
        ],
    )
    def test_not_found(self, query: str, text: str) -> None:
        assert not found(query, text)

    @settings(max_examples=500, deadline=None)
    @given(
        text=st.text(st.sampled_from("កតា្ស ។ងเกาນາab "), min_size=1, max_size=30),
        data=st.data(),
    )
    def test_all_that_stands_between_cluster_boundaries_is_found(
        self, text: str, data: st.DataObject
    ) -> None:
        tokens = clusters(text)
        if not tokens:
            return
        first = data.draw(st.integers(0, len(tokens) - 1))
        last = data.draw(st.integers(first, len(tokens) - 1))
        assert found(text[tokens[first].start : tokens[last].end], text)

    @settings(deadline=None)
    @given(before=khmer_words, after=khmer_words)
    def test_a_word_is_found_whatever_stands_around_it(self, before: str, after: str) -> None:
        text = f"{before}កម្មសិទ្ធិដីធ្លី{after}"
        assert all(found(word, text) for word in ("កម្មសិទ្ធិ", "ដីធ្លី", "សិទ្ធិដី"))

    @settings(deadline=None)
    @given(khmer_words)
    def test_a_cluster_is_the_folded_form_of_its_span(self, text: str) -> None:
        for token in clusters(text):
            assert fold_text(text[token.start : token.end]) == token.text

    @settings(max_examples=500, deadline=None)
    @given(
        query=st.text(st.sampled_from("កខគ"), min_size=2, max_size=4),
        text=st.text(st.sampled_from("កខគ ។"), max_size=20),
    )
    def test_only_what_stands_there_is_found(self, query: str, text: str) -> None:
        assert found(query, text) == (query in text.replace(" ", ""))


@settings(max_examples=1500, deadline=None)
@given(any_text)
def test_no_token_cuts_a_cluster(text: str) -> None:
    boundaries = set(cluster_boundaries(text))
    for stream in (clusters(text), words(text)):
        for token in stream:
            assert token.text
            assert 0 <= token.start < token.end <= len(text)
            assert token.start in boundaries
            assert token.end in boundaries


@settings(max_examples=500, deadline=None)
@given(any_text)
def test_terms_hold_no_white_space_and_are_bounded(text: str) -> None:
    for term in [*cluster_terms(text), *texts(words(text))]:
        assert term.split() == [term]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gives_bounded_terms(text: str) -> None:
    for term in {*cluster_terms(text), *texts(words(text))}:
        assert len(term.encode()) <= 1500  # engines refuse terms above 32 kB


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("mining licences", "mining license"),
        ("labour organisations", "labor organization"),
        ("neighbours", "neighbor"),
        ("unauthorised programme", "unauthorized program"),
        ("offence", "offense"),
        ("health centre", "health center"),
        ("judgement", "judgment"),
    ],
)
def test_british_and_american_spellings_are_one(british: str, american: str) -> None:
    both = [[token.text for token in words(text, "en")] for text in (british, american)]
    assert both[0] == both[1]
