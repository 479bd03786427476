"""Words learned from translations, and the texts that taught them.

They are a projection of public documents, so a change of one of these takes all of them away in the
same transaction: nobody is shown a word from a text that is not public any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from kb.model import Visibility
from kb.store.database import Database
from kb.store.readable import LISTED
from kb.store.tables import documents, learned, learned_from

_LANGUAGES = ("km", "en")
_FOUND = sa.select(learned).where(
    sa.or_(
        learned.c.km.in_(sa.bindparam("words", expanding=True)),
        learned.c.stem.in_(sa.bindparam("words", expanding=True)),
    )
)
"""Most searches ask it; to put it together takes as long as to answer it."""


@dataclass(frozen=True, slots=True)
class LearnedWord:
    """A Khmer word and the English one that translates it.

    Attributes:
        km: Folded.
        stem: Of the English word.
        en: As texts spell it most often.
    """

    km: str
    stem: str
    en: str


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it was at some moment."""

    document_id: str
    revision: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Two public texts of one act; of several editions those that were added last."""

    km: Text
    en: Text


class LearnedStore:
    """Keeps learned words and finds them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def translations(self) -> list[Translation]:
        """Give the translations that everybody may read, newest first."""
        with self._database.read() as connection:
            return _translations(connection)

    def is_from(self, translations: Sequence[Translation]) -> bool:
        """Whether the words were learned from just these."""
        with self._database.read() as connection:
            taught = {Text(*row) for row in connection.execute(sa.select(learned_from))}
        return taught == _texts(translations)

    def replace(self, words: Iterable[LearnedWord], translations: Sequence[Translation]) -> None:
        """Put words in the place of all others, unless the translations have changed since.

        Args:
            translations: All there were when the words were learned from them.
        """
        rows = list(map(asdict, words))
        with self._database.write("documents") as connection:
            if _translations(connection) != translations:
                return
            _forget_all(connection)
            for table, values in (
                (learned, rows),
                (learned_from, list(map(asdict, _texts(translations)))),
            ):
                if values:
                    connection.execute(sa.insert(table), values)

    def find(self, words: Collection[str]) -> dict[str, str]:
        """Give the translations that were learned, by word.

        Args:
            words: Folded Khmer words and stems of English ones.
        """
        with self._database.read() as connection:
            rows = connection.execute(_FOUND, {"words": list(words)}).all()
        translations = {row.km: row.en for row in rows} | {row.stem: row.km for row in rows}
        return {word: translations[word] for word in words if word in translations}


def forget_learned_from(connection: sa.Connection, document_id: str) -> None:
    """Forget all learned words if this document taught some, as it changes or goes."""
    taught = sa.select(learned_from).where(learned_from.c.document_id == document_id)
    if connection.execute(taught).first() is not None:
        _forget_all(connection)


def _forget_all(connection: sa.Connection) -> None:
    for table in (learned, learned_from):
        connection.execute(sa.delete(table))


def _translations(connection: sa.Connection) -> list[Translation]:
    public = sa.and_(
        documents.c.visibility == Visibility.PUBLIC, LISTED, documents.c.lang.in_(_LANGUAGES)
    )
    translated = (
        sa.select(documents.c.work_id)
        .where(public)
        .group_by(documents.c.work_id)
        .having(sa.func.count(documents.c.lang.distinct()) == len(_LANGUAGES))
    )
    rows = connection.execute(
        sa.select(documents.c.work_id, documents.c.lang, documents.c.id, documents.c.revision)
        .where(public, documents.c.work_id.in_(translated))
        .order_by(documents.c.added_at.desc(), documents.c.id)
    )
    works: dict[str, dict[str, Text]] = {}
    for row in rows:
        works.setdefault(row.work_id, {}).setdefault(row.lang, Text(row.id, row.revision))
    return [Translation(**texts) for texts in works.values()]


def _texts(translations: Iterable[Translation]) -> set[Text]:
    return {text for one in translations for text in (one.km, one.en)}
