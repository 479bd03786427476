"""Passwords: what is accepted, and what is kept of them."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest
from argon2 import PasswordHasher, extract_parameters

from kb.errors import InvalidInput
from kb.members import passwords


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "ដីធ្លី និង ព្រៃឈើ ២០០១", "x1!y2?z3.w4,", "a" * 60 + "bcdefgh"],
)
def test_any_script_and_no_rules_but_length(password: str) -> None:
    passwords.check(password, "sok", "River Watch")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password-short"),
        ("x" * 129, "password-long"),
        ("aaaaaaaaaaaaaaaa", "password-common"),
        ("ababababababab", "password-common"),
        ("password123456", "password-common"),
        ("PasswordPassword1", "password-common"),
        ("1234567890123", "password-common"),
        ("Cambodia2026!!", "password-common"),
        ("river-watch-2026", "password-common"),
        ("sok.dara.1234567", "password-common"),
    ],
)
def test_what_is_guessed_soon_is_refused(password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        passwords.check(password, "Sok Dara", "River Watch")
    assert refused.value.code == code


def test_every_common_password_is_refused() -> None:
    common = (files("kb.data") / "common_passwords.txt").read_text().split()
    assert len(common) >= 3000
    for word in common:
        for password in (word.ljust(12, "1"), f"{word}{word}!!!!!!!!"):
            with pytest.raises(InvalidInput):
                passwords.check(password)


def test_hashes_cost_what_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher())
    parameters = extract_parameters(passwords.hashed("correct horse battery staple"))
    assert parameters.type.name == "ID"
    assert parameters.memory_cost >= 64 * 1024
    assert parameters.time_cost >= 3


def test_one_password_in_two_normal_forms_is_one() -> None:
    password = "café au lait à Paris"
    kept = passwords.hashed(unicodedata.normalize("NFC", password))
    assert passwords.verified(kept, unicodedata.normalize("NFD", password))
    assert not passwords.verified(kept, password.upper())
    assert not passwords.verified(None, "nobody")
    assert not passwords.verified("not a hash", "x" * 10_000)
