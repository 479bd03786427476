"""Texts that members type: what they may hold."""

from __future__ import annotations

import re
import unicodedata

from kb.errors import InvalidInput

LONGEST_TEXT = 10_000
LONGEST_TITLE = 200
LONGEST_REASON = 500
LONGEST_SUMMARY = 2_000

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls, marks that reorder what others read, and halves of characters; no joiner of Khmer."""


def clean_text(text: str, longest: int, *, required: bool = True) -> str:
    """Give a text in the form in which it is kept: composed, lines ended by a newline.

    Args:
        longest: In code points.

    Raises:
        InvalidInput: It is too long, or empty although it is required.
    """
    if len(text) <= 4 * longest:  # what is longer is refused anyway
        text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        text = unicodedata.normalize("NFC", text).strip()
    if len(text) > longest:
        raise InvalidInput(
            f"The text has {len(text)} characters.",
            f"At most {longest} can be kept: shorten it, or put the rest into a second one.",
            code="text-long",
        )
    if required and not text.strip("\u200b\u200c\u200d\u2060\ufeff \n"):
        raise InvalidInput("The text is empty.", "Write something.", code="text-empty")
    return text


def clean_line(text: str, longest: int = LONGEST_TITLE, *, required: bool = True) -> str:
    """Give a text of one line; see `clean_text`."""
    return clean_text(" ".join(text.split()), longest, required=required)
