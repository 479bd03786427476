"""Did you mean: words as the collection spells them, from what the asker may read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.access import Audience
from kb.cli.main import main
from kb.contributing import Contributing
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.search.ranking import Ranking
from kb.search.results import SearchRequest
from kb.settings import Settings
from tests.analyzers.strategies import any_text
from tests.kb.conftest import article, keep, started

VISITOR = Audience.visitor()
MEMBER = Audience.of_member(frozenset())


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    options = Settings(data=tmp_path_factory.mktemp("spelling") / "data")
    with started(options) as knowledge_base:
        keep(
            knowledge_base,
            article("សិទ្ធិកាន់កាប់អចលនវត្ថុ តាមក្រមរដ្ឋប្បវេណី"),
            article("អាជ្ញាយុកាលនៃសហគមន៍ព្រៃឈើ", heading="ការបែងចែក"),
            article("The concession of state forests was cancelled.", lang="en"),
            article("The cancellation was published in Kratie.", lang="en"),
            title="Act",
        )
        keep(
            knowledge_base,
            article("Confidential quokka.", lang="en"),
            title="Brief",
            visibility=Visibility.NETWORK,
        )
        many = Ranking().few
        keep(knowledge_base, *(article("often", lang="en") for _ in range(many)), title="Often")
        keep(knowledge_base, *(article("oftem", lang="en") for _ in range(many)), title="Oftem")
        yield knowledge_base


def propose(collection: KnowledgeBase, text: str, audience: Audience = VISITOR) -> str | None:
    return collection.search(SearchRequest(text), audience).did_you_mean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("អចលនវត្ថ", "អចលនវត្ថុ"),  # a vowel left out
        ("អចលនវត្ថិ", "អចលនវត្ថុ"),  # a vowel mistaken
        ("អចលវត្ថុ", "អចលនវត្ថុ"),  # a cluster left out
        ("អចនលវត្ថុ", "អចលនវត្ថុ"),  # clusters exchanged
        ("សិទ្ធិកាន់កាបអចលនវត្ថុ", "សិទ្ធិកាន់កាប់អចលនវត្ថុ"),  # among words without spaces
        ("សហគមន៍ព្រៃឈើ អាជ្ញាយុកាត", "សហគមន៍ព្រៃឈើ អាជ្ញាយុកាល"),
        ("ការបែងចេក", "ការបែងចែក"),  # a word of a heading
        ("concesion", "concession"),
        ("concessoin", "concession"),
        ("Kratei cancelled", "kratie cancelled"),
        ('"state forsets" -mine', '"state forests" -mine'),
        ("lang:en concesion", "concession lang:en"),
    ],
)
def test_a_slip_is_mended(collection: KnowledgeBase, typed: str, meant: str) -> None:
    assert propose(collection, typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "អចលនវត្ថុ",
        "forests",
        "cancel concession",
        "often",
        "",
        "12 30",
        "title:Akt",
        "fo",  # too short to tell
        "abroad",  # like no word
        "xoncession",  # the first letter is taken as right
        "usufruct",  # not in the collection, but a term of the glossary
        "ឧបភោគ",
        "concesion " * 30,  # a pasted text
    ],
)
def test_right_and_unlike_words_are_left_alone(collection: KnowledgeBase, text: str) -> None:
    assert propose(collection, text) is None


def test_many_hits_need_no_proposal(collection: KnowledgeBase) -> None:
    assert propose(collection, "oftem") is None
    assert propose(collection, "oftemm") in ("often", "oftem")


def test_a_proposal_finds_more_under_the_same_filters(collection: KnowledgeBase) -> None:
    request = SearchRequest("concesion", {"lang": ("km",)})
    assert collection.search(request, VISITOR).did_you_mean is None


def test_words_of_others_are_not_proposed(collection: KnowledgeBase) -> None:
    assert propose(collection, "quokko") is None
    assert propose(collection, "quokko", MEMBER) == "quokka"


def test_words_of_removed_documents_are_not_proposed(knowledge_base: KnowledgeBase) -> None:
    document = keep(knowledge_base, article("kratom", lang="en"), title="A")
    keep(knowledge_base, article("other", lang="en"), title="B")
    assert propose(knowledge_base, "kratim") == "kratom"
    Contributing(knowledge_base).share(knowledge_base.operator, document, Visibility.NETWORK)
    knowledge_base.indexer.catch_up()
    assert propose(knowledge_base, "kratim") is None
    assert propose(knowledge_base, "kratim", MEMBER) == "kratom"
    knowledge_base.remove(document)
    assert propose(knowledge_base, "kratim", MEMBER) is None


@settings(max_examples=150, deadline=None)
@given(st.one_of(any_text, st.lists(st.sampled_from(["អចលនវត្ថ", "concesion", "-", '"', "ក"]))))
def test_every_proposal_finds_more(collection: KnowledgeBase, typed: str | list[str]) -> None:
    text = typed if isinstance(typed, str) else " ".join(typed)
    request = SearchRequest(text, expand=False)
    proposal = collection.search(request, VISITOR).did_you_mean
    if proposal is not None:
        assert collection.search(SearchRequest(proposal, expand=False), VISITOR).total > 0


def test_the_command_line_says_it(collection: KnowledgeBase) -> None:
    data = str(collection.settings.data)
    result = CliRunner().invoke(main, ["--data", data, "search", "--public", "concesion"])
    assert "Did you mean: concession" in result.output
