"""Digits of the scripts that acts are numbered in."""

from __future__ import annotations

_KHMER, _THAI, _LAO = "០១២៣៤៥៦៧៨៩", "๐๑๒๓๔๕๖๗๘๙", "໐໑໒໓໔໕໖໗໘໙"
_TO_ASCII = str.maketrans(_KHMER + _THAI + _LAO, "0123456789" * 3)


def ascii_digits(text: str) -> str:
    """Writes Khmer, Thai and Lao digits as ASCII digits; nothing else changes."""
    return text.translate(_TO_ASCII)
