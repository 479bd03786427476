"""Words learned from public translations: what they find, and that they go with their texts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.access import Audience
from kb.cli.main import main
from kb.contributing import Contributing
from kb.knowledge_base import KnowledgeBase
from kb.learning import learn
from kb.model import ParsedSection, Section, SectionKind, Visibility
from kb.overrides import Overrides
from kb.search.results import SearchRequest, SearchResult
from kb.working import work

from .conftest import article, keep

TAUGHT = [
    ("យោធិន ត្រូវ ចុះឈ្មោះ", "Demobilized men shall register"),
    ("ផ្ទះ របស់ យោធិន", "A house of the demobilized"),
    ("យោធិន និង គ្រួសារ", "The demobilized and families"),
    ("សាលា របស់ យោធិន", "Schools of the demobilized"),
]
FILLED = [(f"ទំព័រ ទី {number}", f"Leaf of number {number}") for number in range(10)]
KHMER, ENGLISH = map(list, zip(*TAUGHT, *FILLED, strict=True))
ELSEWHERE = "យោធិនមានសិទ្ធិទទួលប្រាក់"


def numbered(texts: list[str], lang: str) -> list[ParsedSection]:
    return [
        ParsedSection(SectionKind.ARTICLE, text, number=str(number), lang=lang)
        for number, text in enumerate(texts, 1)
    ]


def keep_translation(
    knowledge_base: KnowledgeBase, visibility: Visibility = Visibility.PUBLIC
) -> list[str]:
    """Keep an act in Khmer and in English, as one work."""
    ids = [
        keep(knowledge_base, *numbered(texts, lang), title=lang, visibility=visibility)
        for lang, texts in (("km", KHMER), ("en", ENGLISH))
    ]
    knowledge_base.link(ids)
    return ids


def search(knowledge_base: KnowledgeBase, text: str, *, expand: bool = True) -> SearchResult:
    return knowledge_base.search(SearchRequest(text, expand=expand), Audience.visitor())


def found(knowledge_base: KnowledgeBase, text: str, *, expand: bool = True) -> list[str]:
    return [hit.section.text for hit in search(knowledge_base, text, expand=expand).hits]


@pytest.fixture
def translation(knowledge_base: KnowledgeBase) -> list[str]:
    """Ids of the Khmer and the English text that taught, beside another document."""
    keep(knowledge_base, article(ELSEWHERE), title="elsewhere")
    ids = keep_translation(knowledge_base)
    knowledge_base.learner.catch_up()
    return ids


def test_a_learned_word_finds_other_documents_in_both_languages(
    knowledge_base: KnowledgeBase, translation: list[str]
) -> None:
    assert translation
    result = search(knowledge_base, "demobilised")
    assert ELSEWHERE in [hit.section.text for hit in result.hits]
    assert result.also_searched == ("យោធិន",)
    assert set(ENGLISH[: len(TAUGHT)]) <= set(found(knowledge_base, "យោធិន"))
    for query in ("demobilized", "យោធិន"):
        narrow = search(knowledge_base, query, expand=False)
        assert narrow.also_searched == ()
        assert len({hit.section.lang for hit in narrow.hits}) == 1


def test_a_learned_word_weighs_less_than_what_was_typed(
    knowledge_base: KnowledgeBase, translation: list[str]
) -> None:
    assert translation
    hits = search(knowledge_base, "demobilized").hits
    scores = {hit.section.lang: hit.score for hit in reversed(hits)}
    assert scores["en"] > scores["km"]


@pytest.mark.parametrize("visibility", [Visibility.NETWORK, Visibility.ORGANISATION])
def test_what_not_everybody_may_read_teaches_nothing(
    knowledge_base: KnowledgeBase, visibility: Visibility
) -> None:
    keep(knowledge_base, article(ELSEWHERE), title="elsewhere")
    keep_translation(knowledge_base, visibility)
    knowledge_base.learner.catch_up()
    for audience in (Audience.visitor(), knowledge_base.operator):
        result = knowledge_base.search(SearchRequest("demobilized"), audience)
        assert result.also_searched == ()


def withdraw(knowledge_base: KnowledgeBase, ids: list[str]) -> None:
    by = knowledge_base.operator
    Contributing(knowledge_base).share(by, ids[1], Visibility.NETWORK)


def remove(knowledge_base: KnowledgeBase, ids: list[str]) -> None:
    knowledge_base.store.remove(ids[0])


def unlink(knowledge_base: KnowledgeBase, ids: list[str]) -> None:
    knowledge_base.unlink(ids[1])


def edit(knowledge_base: KnowledgeBase, ids: list[str]) -> None:
    knowledge_base.edit(ids[0], Overrides(lang="fr"), "editor")


@pytest.mark.parametrize("change", [withdraw, remove, unlink, edit])
def test_what_a_text_taught_goes_with_it_at_once(
    knowledge_base: KnowledgeBase,
    translation: list[str],
    change: Callable[[KnowledgeBase, list[str]], None],
) -> None:
    assert search(knowledge_base, "demobilized").also_searched
    change(knowledge_base, translation)
    assert search(knowledge_base, "demobilized").also_searched == ()
    knowledge_base.learner.catch_up()
    assert search(knowledge_base, "demobilized").also_searched == ()


def test_what_is_still_true_is_learned_again(
    knowledge_base: KnowledgeBase, translation: list[str]
) -> None:
    knowledge_base.edit(translation[0], Overrides(title="Another title"), "editor")
    assert search(knowledge_base, "demobilized").also_searched == ()
    knowledge_base.learner.catch_up()
    assert search(knowledge_base, "demobilized").also_searched


def test_what_changes_while_it_is_read_is_not_kept(
    knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = keep_translation(knowledge_base)

    def learn_slowly(pairs: Iterator[tuple[Section, Section]]) -> object:
        words = learn(pairs)
        withdraw(knowledge_base, ids)
        return words

    monkeypatch.setattr("kb.learning.learn", learn_slowly)
    knowledge_base.learner.catch_up()
    assert search(knowledge_base, "demobilized").also_searched == ()


def sections(texts: list[str], lang: str) -> list[Section]:
    return [
        Section(
            id=f"{lang}{number}",
            document_id=lang,
            position=number,
            kind=SectionKind.ARTICLE,
            text=text,
            number=str(number),
            lang=lang,
        )
        for number, text in enumerate(texts)
    ]


def test_reviewed_terms_win() -> None:
    """Both Khmer words stand with both English ones; the glossary ties two of them."""
    khmer = sections(["ដី យោធិន"] * 5 + ["សាលារៀន"] * 9, "km")
    english = sections(["land demobilized"] * 5 + ["school"] * 9, "en")
    [learned] = learn(zip(khmer, english, strict=True))
    assert (learned.km, learned.en) == ("យោធិន", "demobilized")


def test_a_word_is_shown_as_it_is_most_often_spelt() -> None:
    khmer = sections(["យោធិន"] * 5 + ["សាលារៀន"] * 6, "km")
    english = sections(["Demobilizing"] * 2 + ["demobilized"] * 3 + ["school"] * 6, "en")
    [learned] = learn(zip(khmer, english, strict=True))
    assert learned.en == "demobilized"


@pytest.mark.parametrize("command", ["ingest", "reindex"])
def test_the_command_line_learns(
    knowledge_base: KnowledgeBase, tmp_path: Path, command: str
) -> None:
    keep_translation(knowledge_base)
    file = tmp_path / "another.txt"
    file.write_text(ELSEWHERE)
    arguments = ["--data", str(knowledge_base.settings.data), command]
    done = CliRunner().invoke(main, [*arguments, str(file)] if command == "ingest" else arguments)
    assert done.exit_code == 0, done.output
    assert search(knowledge_base, "demobilized").also_searched == ("យោធិន",)


def test_a_worker_learns(knowledge_base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr("kb.working._LEARN_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(knowledge_base.learner, "catch_up", stop.set)
    work(knowledge_base, stop)
    assert stop.is_set()
