"""Learning words from translations: what the reviewed glossary lacks, and the collection knows.

Only public documents teach, so everybody who is shown a learned word may read where it comes from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import analyzers
from kb.alignment import align
from kb.association import associate
from kb.glossary import load_glossary
from kb.model import Section
from kb.store.database import Database
from kb.store.learned import LearnedStore, LearnedWord, Translation
from kb.store.sections import SectionStore

MOST_PAIRS = 5_000
"""Sections and their translations, of the newest texts: to read them takes as long as to index
them, and more of them add few words."""

_SHORTEST = 3
"""Letters; shorter words are the marks of lists (a, b, ii)."""
_SILENT = frozenset(
    chain.from_iterable(
        table[lang]
        for table in (analyzers.STOPWORDS, analyzers.QUESTION_WORDS)
        for lang in ("km", "en")
    )
)

SectionPair = tuple[Section, Section]
"""A Khmer section and its English translation."""


class Learner:
    """Keeps what was learned in step with the public translations of the collection."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sections = SectionStore(database)
        self._learned = LearnedStore(database)

    def catch_up(self) -> None:
        """Learn anew if the public translations are not those that it was learned from.

        Where they change meanwhile nothing is kept: the next call begins again.
        """
        with self._database.lock("learning"):
            translations = self._learned.translations()
            if not self._learned.is_from(translations):
                self._learn(translations)

    def rebuild(self) -> None:
        """Learn anew, as another version of the program may read and review otherwise."""
        with self._database.lock("learning"):
            self._learn(self._learned.translations())

    def _learn(self, translations: Sequence[Translation]) -> None:
        pairs = islice(self._pairs(translations), MOST_PAIRS)
        self._learned.replace(learn(pairs), translations)

    def _pairs(self, translations: Sequence[Translation]) -> Iterator[SectionPair]:
        for one in translations:
            texts = (self._sections.of_document(text.document_id) for text in (one.km, one.en))
            for pair in align(*texts):
                if pair.left and pair.right and not pair.doubtful:
                    yield pair.left, pair.right


def learn(pairs: Iterable[SectionPair]) -> list[LearnedWord]:
    """Find words that translate each other and that no reviewed term translates."""
    words = _Words()
    read = [(words.of(left, "km"), words.of(right, "en")) for left, right in pairs]
    reviewed = words.reviewed()
    unknown = [(left - reviewed, right - reviewed) for left, right in read]
    return [
        LearnedWord(km=one.left, stem=one.right, en=words.spelling(one.right))
        for one in associate(unknown)
    ]


class _Words:
    """The words of texts as they are analysed, and how each is spelt."""

    def __init__(self) -> None:
        self._spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def of(self, section: Section, lang: str) -> frozenset[str]:
        """The words of a section that may have a translation."""
        text = analyzers.fold_text(f"{section.heading}\n{section.text}")
        found = set()
        for token in analyzers.words(text, lang):
            spelling = text[token.start : token.end]
            if _SILENT.isdisjoint((token.text, spelling)) and _is_whole(spelling, lang):
                self._spellings[token.text][spelling] += 1
                found.add(token.text)
        return frozenset(found)

    def spelling(self, word: str) -> str:
        """How texts spell a word most often."""
        spellings = self._spellings[word]
        return max(spellings, key=lambda each: (spellings[each], each))

    def reviewed(self) -> frozenset[str]:
        """The words that the glossary translates."""
        glossary = load_glossary()
        return frozenset(
            word for word in self._spellings if glossary.translations(self.spelling(word))
        )


def _is_whole(word: str, lang: str) -> bool:
    """Whether it is a word of this language: no figure, mark of a list or fragment.

    One cluster is what Khmer segmenters leave of words that they do not know.
    """
    if lang == "km":
        return not word.isascii() and len(analyzers.clusters(word)) > 1
    return word.isascii() and word.isalpha() and len(word) >= _SHORTEST
