"""The language of a text, among those that the knowledge base reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzers.folding import fold_text

_LETTERS = {
    "km": re.compile("[\u1780-\u17b3]"),
    "th": re.compile("[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45]"),
    "lo": re.compile("[\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec4\u0edc-\u0edf]"),
    "latin": re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]"),
}
"""Letters, vowels and signs above and below left out, so that the scripts count alike."""

_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]")
_VIETNAMESE_SHARE = 0.04
"""Of the letters of a text; in Vietnamese about a quarter, elsewhere none but names."""

_FRENCH = re.compile("[àâçèéêëîïôùûœ]")
_WORD = re.compile(r"[^\W\d_]+")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FUNCTION_WORDS = {
    "en": _words(
        "a an and are as at be been by for from has have in is it its not of or shall that the "
        "their this to was were which who will with"
    ),
    "fr": _words(
        "au aux avec ce ces cette dans de des du elle en est et être il ils la le les leur ne nous "
        "ou par pas pour qu que qui sa se ses son sont sur tout toute un une"
    ),
}


def detect_language(text: str) -> str:
    """The language in which most of a text is written.

    Args:
        text: Any text.

    Returns:
        "km", "th", "lo", "vi", "fr" or "en", by the script of most letters, and in Latin script by
        Vietnamese letters, then by the function words of French and English; "" for a text without
        a letter of these scripts.
    """
    folded = fold_text(text)
    counts = {name: _count(letters.finditer(folded)) for name, letters in _LETTERS.items()}
    script = max(counts, key=counts.__getitem__)
    if not counts[script]:
        return ""
    return script if script != "latin" else _latin_language(folded, counts["latin"])


def _latin_language(folded: str, letters: int) -> str:
    if _count(_VIETNAMESE.finditer(folded)) >= _VIETNAMESE_SHARE * letters:
        return "vi"
    found = _WORD.findall(folded)
    english, french = (
        sum(word in _FUNCTION_WORDS[language] for word in found) for language in ("en", "fr")
    )
    if french == english:
        return "fr" if _FRENCH.search(folded) else "en"
    return "fr" if french > english else "en"


def _count(items: Iterable[object]) -> int:
    return sum(1 for _ in items)
