"""Passwords: what is accepted (NIST SP 800-63B, 3.1.1), and their argon2id hashes (RFC 9106)."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kb.errors import InvalidInput

SHORTEST = 12
LONGEST = 128
_FEWEST_DIFFERENT = 5
_HASHER = PasswordHasher()
"""RFC 9106's choice for little memory: 64 MiB and three passes."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Guesses must not take the memory of the machine."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def check(password: str, *personal: str) -> None:
    """Refuse what is guessed soon. Any script is welcome; nothing but length is demanded.

    Args:
        personal: Words that an attacker would try: names of the member and the organisation.

    Raises:
        InvalidInput: It is too short, too long or too common.
    """
    if len(password) < SHORTEST:
        raise InvalidInput(
            f"The password is shorter than {SHORTEST} characters.",
            "Take four or more words that have nothing to do with each other.",
            code="password-short",
        )
    if len(password) > LONGEST:
        raise InvalidInput(
            f"The password is longer than {LONGEST} characters.",
            "Take a shorter one.",
            code="password-long",
        )
    if _is_common(password, personal):
        raise InvalidInput(
            "The password is one that is guessed soon.",
            "Take four or more words that have nothing to do with each other.",
            code="password-common",
        )


def hashed(password: str) -> str:
    """Give what is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_plain(password))


def verified(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one; as slow where there is none, so that time tells nothing."""
    try:
        with _AT_ONCE:
            _HASHER.verify(password_hash or _nobodys_hash(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with other costs than are taken now."""
    return _HASHER.check_needs_rehash(password_hash)


def _plain(password: str) -> bytes:
    """Give one form to what keyboards and systems write differently (RFC 8265: NFC)."""
    composed = unicodedata.normalize("NFC", password[: 4 * LONGEST])
    return composed.encode("utf-8", "replace")  # half a character can be typed by a program


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody")


def _is_common(password: str, personal: tuple[str, ...]) -> bool:
    """Whether little is left of it without common words, personal ones and ornaments."""
    folded = password.casefold()
    if len(set(folded)) < _FEWEST_DIFFERENT:
        return True
    letters = _NOT_LETTERS.sub("", folded)
    half = letters[: len(letters) // 2]
    tried = {letters, half} if letters == half * 2 else {letters}
    names = {_NOT_LETTERS.sub("", name.casefold()) for name in personal}
    return not tried.isdisjoint(_common_words()) or not tried.isdisjoint(names)


@cache
def _common_words() -> frozenset[str]:
    return frozenset((files("kb.data") / "common_passwords.txt").read_text().split()) | {""}
