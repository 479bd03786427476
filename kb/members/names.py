"""Names that people choose: what they may hold."""

from __future__ import annotations

import unicodedata

from kb.errors import InvalidInput

LONGEST = 120
_JOINERS = "\u200b\u200c\u200d"
"""Invisible characters that Khmer and other scripts need within words."""


def clean_name(name: str) -> str:
    """Give a name in one form: composed, without space at its ends.

    Raises:
        InvalidInput: It is empty, too long, or holds characters that control or reorder text.
    """
    name = unicodedata.normalize("NFC", name[: 4 * LONGEST]).strip()
    if not name.strip(_JOINERS):
        raise InvalidInput("The name is empty.", "Give a name.", code="name-unusable")
    if len(name) > LONGEST or not all(c.isprintable() or c in _JOINERS for c in name):
        raise InvalidInput(
            "The name cannot be used.",
            f"Take at most {LONGEST} characters, none of them invisible.",
            code="name-unusable",
        )
    return name


def clean_login(login: str) -> str:
    """Give the name that a member signs in with, in the form in which it is kept and compared.

    Raises:
        InvalidInput: As for `clean_name`, or it has a space.
    """
    login = unicodedata.normalize("NFKC", clean_name(login)).casefold()
    if any(c.isspace() for c in login):
        raise InvalidInput(
            "A sign-in name has no spaces.",
            "Take an e-mail address or one word.",
            code="name-unusable",
        )
    return login
