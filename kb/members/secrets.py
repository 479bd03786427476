"""Secrets that are handed out once and kept as hashes: references, links, tokens."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """A random secret of 256 bits, safe in addresses and cookies."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret: SHA-256, enough as nobody can guess 256 bits (ASVS 11.5.1)."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
