"""A revision as somebody types it: which texts it changes, and how it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kb.comparison import ChangeKind, compare
from kb.errors import Conflict, InvalidInput, NotFound
from kb.proposals.model import Base
from kb.proposals.writing import Words, insert_revision
from kb.store.text_versions import TextReason, keep_version
from kb.typed import LONGEST_TEXT, clean_text


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed for a proposal.

    Attributes:
        texts: Language -> proposed wording; one that says the same as the law is left out.
        bases: Language -> SHA-256 of the text that the form showed.
        explanation: Why.
    """

    texts: Mapping[str, str]
    bases: Mapping[str, str]
    explanation: str


def changes(bases: Sequence[Base], typed: Typed) -> dict[Base, str]:
    """Give the texts that are to be replaced, each with the wording proposed for it.

    Args:
        bases: The texts of the section now, one a language.

    Raises:
        NotFound: The section has no text.
        InvalidInput: Nothing is changed, a wording is empty or too long, or in a language in which
            there is no text.
        Conflict: The law was changed since the form was shown.
    """
    known = {base.lang: base for base in bases}
    if not known:
        raise NotFound("There is no such section.", "Open the article again.")
    if not typed.texts.keys() <= known.keys():
        raise InvalidInput(
            "The section has no text in this language.",
            "Propose a wording for a language that it has.",
            code="no-such-language",
        )
    if any(known[lang].sha256 != typed.bases.get(lang) for lang in typed.texts):
        raise Conflict(
            "The text of the law was changed meanwhile.",
            "Compare your wording with the new text, then send it again.",
            code="law-changed",
        )
    texts = {known[lang]: text for lang, text in typed.texts.items()}
    cleaned = {base: clean_text(text, _longest(base)) for base, text in texts.items()}
    changed = {
        base: text
        for base, text in cleaned.items()
        if any(one.kind is not ChangeKind.SAME for one in compare(base.text, text))
    }
    if not changed:
        raise InvalidInput(
            "Nothing is changed.", "Change the wording in one language.", code="nothing-changed"
        )
    return changed


def says_the_same(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether wordings, by language, are those of before but for their spelling."""
    return old.keys() == new.keys() and not any(differs(old[lang], new[lang]) for lang in old)


def differs(one: str, other: str) -> bool:
    """Whether two wordings say something else, not only in another spelling."""
    return any(change.kind is ChangeKind.CHANGED for change in compare(one, other))


def keep_revision(
    connection: sa.Connection,
    proposal_id: str,
    number: int,
    changed: Mapping[Base, str],
    explanation: str,
    member_id: str,
    at: dt.datetime,
    *,
    spelling_only: bool = False,
) -> None:
    """Keep a revision by a member, with the texts that it is to replace.

    Args:
        changed: As `changes` gave them.

    Raises:
        InvalidInput: The explanation is too long.
    """
    insert_revision(
        connection,
        proposal_id,
        number,
        [
            Words(
                base.lang,
                keep_version(
                    connection,
                    base.document_id,
                    base.section_id,
                    base.text,
                    TextReason.TAKEN_IN,
                    at,
                ),
                text,
            )
            for base, text in changed.items()
        ],
        clean_text(explanation, LONGEST_TEXT, required=False),
        at,
        spelling_only=spelling_only,
        member_id=member_id,
    )


def _longest(base: Base) -> int:
    """Characters of a wording: room for as much again as stands there."""
    return LONGEST_TEXT + 2 * len(base.text)
