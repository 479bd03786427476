"""References between sections, kept as what they say and resolved when they are read.

Where a reference leads depends on what is in the collection and on who reads, so it is looked up
each time: a reference to an act that is not there yet leads to it from the day it arrives.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from kb.access import Audience
from kb.model import (
    Citation,
    Citing,
    Document,
    DocumentKind,
    Reference,
    Section,
    SectionKind,
    Target,
)
from kb.store.database import Database
from kb.store.readable import LISTED, READERS, readable
from kb.store.tables import citations, documents, one_of, sections, works

_RENEWED = " new"
"""Suffix of the number of an article in the wording of an amendment: "13 new"."""


_OF_SECTIONS = (
    sa.select(citations, sections.c.document_id, sections.c.lang)
    .join_from(citations, sections)
    .where(one_of(citations.c.section_id, "ids"))
    .order_by(citations.c.section_id, citations.c.start)
)
_ACTS = sa.select(
    documents.c.id, documents.c.kind, documents.c.number, documents.c.year, works.c.register_key
).join_from(documents, works)
"""What it takes to know a reference to a document as such: see `_names`."""
_ACTS_BY_ID = _ACTS.where(one_of(documents.c.id, "ids"))
_ARTICLES = (
    sa.select(sections.c.document_id, sections.c.number, sections.c.id)
    .where(one_of(sections.c.document_id, "ids"))
    .where(sections.c.kind == SectionKind.ARTICLE)
    .where(one_of(sections.c.number, "numbers"))
    .order_by(sections.c.position.desc())  # the first of a number is left standing
)


def keep_citations(connection: sa.Connection, found: Sequence[tuple[str, Citation]]) -> None:
    """Store the references of new sections, within the caller's transaction."""
    rows = [dataclasses.asdict(one) | {"section_id": section_id} for section_id, one in found]
    if rows:
        connection.execute(sa.insert(citations), rows)


class CitationStore:
    """Reads references in both directions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def references(
        self, section_ids: Collection[str], audience: Audience
    ) -> dict[str, list[Reference]]:
        """Give what sections refer to, in the order of their texts.

        An act with texts in several languages is shown in that of the section that refers to it,
        if there is one.

        Args:
            section_ids: Sections that the audience may read.
        """
        with self._database.read() as connection:
            rows = connection.execute(_OF_SECTIONS, {"ids": list(section_ids)}).all()
            acts = _Acts(connection, rows, audience)
            found: defaultdict[str, list[Reference]] = defaultdict(list)
            for row in rows:
                found[row.section_id].append(
                    Reference(row.section_id, _to_citation(row), acts.target(row))
                )
        return dict(found)

    def leading(
        self, found: Sequence[tuple[Citation, str]], audience: Audience, own_document: str = ""
    ) -> list[Target | None]:
        """Give where citations in texts that are no sections lead, for whoever reads them.

        Args:
            found: Citations, each with the language of its text: an act is shown in this language,
                if there is a text in it.
            own_document: A text of the act that "this law" means; "" if there is none.
        """
        if not found:
            return []
        rows = [_Cited(one, lang, own_document) for one, lang in found]
        with self._database.read() as connection:
            acts = _Acts(connection, rows, audience)
            return [acts.target(row) for row in rows]

    def citing(self, cited: Sequence[Section], audience: Audience) -> dict[str, list[Citing]]:
        """Give what refers to articles of one document, by the id of the article.

        Args:
            cited: Sections of one document that the audience may read.
        """
        articles = [one for one in cited if one.kind is SectionKind.ARTICLE and one.number]
        if not articles:
            return {}
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for one in articles:
            ids[_plain(one.number or "")].append(one.id)
        with self._database.read() as connection:
            act = connection.execute(_ACTS_BY_ID, {"ids": [articles[0].document_id]}).one()
            sought = {**_names([act]), "articles": list(_written(ids)), "own": act.id}
            rows = connection.execute(_citing(audience.reader), sought).all()
        found: defaultdict[str, dict[str, Citing]] = defaultdict(dict)
        for row in rows:
            for section_id in ids.get(_plain(row.article), ()):
                if section_id != row.section_id:
                    found[section_id][row.section_id] = Citing(
                        row.document_id,
                        row.title,
                        row.lang,
                        row.section_id,
                        SectionKind(row.kind),
                        row.number,
                        row.heading,
                    )
        return {section_id: list(citing.values()) for section_id, citing in found.items()}

    def citing_act(self, texts: Sequence[Document], audience: Audience) -> dict[str, int]:
        """Count the references to an act and its articles by the document that they stand in.

        Args:
            texts: Of the act, as given to this audience; their own references do not count.

        Returns:
            Id of a document -> number of its references, the newest document first.
        """
        if not texts:
            return {}
        ids = [text.id for text in texts]
        with self._database.read() as connection:
            acts = connection.execute(_ACTS_BY_ID, {"ids": ids}).all()
            rows = connection.execute(_citing_act(audience.reader), _names(acts))
            return {row[0]: row[1] for row in rows}


class _Cited:
    """A citation in the form of a row of the table, as `_Acts` takes it."""

    def __init__(self, citation: Citation, lang: str, document_id: str) -> None:
        self.article = citation.article
        self.own_act = citation.own_act
        self.register_key = citation.register_key
        self.kind = citation.kind
        self.number = citation.number
        self.year = citation.year
        self.lang = lang
        self.document_id = document_id


@lru_cache(maxsize=READERS)
def _named(reader: Audience) -> sa.Select[Any]:
    """The texts that a reader may read of acts with one of some `keys`, `numbers` or `ids`.

    A union, since with a disjunction databases read all documents that there are.
    """
    ids = sa.select(documents.c.id)
    named = sa.union(
        ids.join(works).where(one_of(works.c.register_key, "keys")),
        ids.where(one_of(documents.c.number, "numbers")),
        ids.where(one_of(documents.c.id, "ids")),
    )
    return (
        _ACTS.add_columns(documents.c.title, documents.c.lang)
        .where(documents.c.id.in_(named), readable(reader))
        .order_by(documents.c.year.desc(), documents.c.id)
    )


class _Acts:
    """The texts of the acts that some references name, as far as the reader may see them."""

    def __init__(self, connection: sa.Connection, rows: Sequence[Any], audience: Audience) -> None:
        named = {
            "keys": list({row.register_key for row in rows if row.register_key}),
            "numbers": list({row.number for row in rows if row.number}),
            "ids": list({row.document_id for row in rows if row.own_act}),
        }
        self._texts: Sequence[Any] = connection.execute(_named(audience.reader), named).all()
        articles = {
            "ids": [text.id for text in self._texts],
            "numbers": list(_written(row.article for row in rows if row.article)),
        }
        self._articles: Mapping[tuple[str, str], str] = {
            (row.document_id, _plain(row.number)): row.id
            for row in connection.execute(_ARTICLES, articles)
        }

    def target(self, row: Any) -> Target | None:
        texts = [text for text in self._texts if _is_meant(row, text)]
        if not texts:
            return None
        in_language = [text for text in texts if text.lang == row.lang] or texts
        article = _plain(row.article) if row.article else ""
        for text in (*in_language, *texts):
            if found := self._articles.get((text.id, article)):
                return Target(text.id, text.title, text.lang, found)
        text = in_language[0]
        return Target(text.id, text.title, text.lang)


def _is_meant(row: Any, text: Any) -> bool:
    if row.own_act:
        return bool(text.id == row.document_id)
    if row.register_key:
        return bool(text.register_key == row.register_key)
    return bool(
        row.number
        and (text.kind, text.number) == (row.kind, row.number)
        and (row.year is None or text.year is None or row.year == text.year)
    )


def _names(acts: Sequence[Any]) -> dict[str, Any]:
    """By what references name acts, as `_meant` takes it.

    Args:
        acts: Rows of `_ACTS`.
    """
    return {
        "ids": [act.id for act in acts],
        "keys": list({act.register_key for act in acts if act.register_key}),
        "named": [(act.kind, act.number) for act in acts if act.number],
        "dated": [(act.kind, act.number, act.year) for act in acts if act.number and act.year],
    }


def _meant(only: sa.ColumnElement[bool]) -> sa.Subquery:
    """The references that mean one of some acts or its articles; see `_names`.

    A union, since with a disjunction databases read all references that there are.

    Args:
        only: Of these references.
    """
    name = (citations.c.kind, citations.c.number)
    of_acts = sa.select(sections.c.id).where(one_of(sections.c.document_id, "ids"))
    ways = (
        citations.c.own_act & citations.c.section_id.in_(of_acts),
        one_of(citations.c.register_key, "keys"),
        citations.c.year.is_(None) & one_of(sa.tuple_(*name), "named"),
        one_of(sa.tuple_(*name, citations.c.year), "dated"),
    )
    columns = (citations.c.section_id, citations.c.start, citations.c.article)
    return sa.union(*(sa.select(*columns).where(way, only) for way in ways)).subquery()


@lru_cache(maxsize=READERS)
def _citing(reader: Audience) -> sa.Select[Any]:
    """The sections that a reader may read that refer to some `articles`, those of `own` first."""
    meant = _meant(one_of(citations.c.article, "articles"))
    return (
        sa.select(
            meant.c.article,
            documents.c.id.label("document_id"),
            documents.c.title,
            sections.c.lang,
            sections.c.id.label("section_id"),
            sections.c.kind,
            sections.c.number,
            sections.c.heading,
        )
        .select_from(meant)
        .join(sections, sections.c.id == meant.c.section_id)
        .join(documents, documents.c.id == sections.c.document_id)
        .where(readable(reader))
        .order_by(documents.c.id != sa.bindparam("own"), documents.c.title, sections.c.position)
    )


@lru_cache(maxsize=READERS)
def _citing_act(reader: Audience) -> sa.Select[Any]:
    """The documents that a reader may read that refer to some acts, with how often they do."""
    meant = _meant(sa.true())
    return (
        sa.select(documents.c.id, sa.func.count())
        .select_from(meant)
        .join(sections, sections.c.id == meant.c.section_id)
        .join(documents, documents.c.id == sections.c.document_id)
        .where(~one_of(documents.c.id, "ids"), LISTED, readable(reader))
        .group_by(documents.c.id)
        .order_by(documents.c.year.desc().nulls_last(), documents.c.id)
    )


def _plain(number: str) -> str:
    """The number of an article, whether or not it says that its wording is new."""
    return number.removesuffix(_RENEWED)


def _written(numbers: Iterable[str]) -> set[str]:
    plain = {_plain(number) for number in numbers}
    return plain | {number + _RENEWED for number in plain}


def _to_citation(row: sa.Row[Any]) -> Citation:
    return Citation(
        row.start,
        row.end,
        row.article,
        row.own_act,
        row.register_key,
        DocumentKind(row.kind) if row.kind else None,
        row.number,
        row.year,
    )
