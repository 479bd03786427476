"""The language of a text, among those that the knowledge base reads."""

from __future__ import annotations

import re

from analyzers.folding import fold_text

_SCRIPTS = {
    "km": re.compile("[\u1780-\u17b3]"),
    "th": re.compile("[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45]"),
    "lo": re.compile("[\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec4\u0edc-\u0edf]"),
    "latin": re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]"),
}
_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]")
_FUNCTION_WORDS = {
    "en": frozenset(
        "a an and are as at be been by for from has have in is it its not of on or shall that the "
        "their this to was were which who will with".split()
    ),
    "fr": frozenset(
        "au aux avec ce ces cette dans de des du elle en est et être il ils la le les leur ne nous "
        "ou par pas pour qu que qui sa se ses son sont sur tout toute un une".split()
    ),
}
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """The language in which most of a text is written.

    Args:
        text: Any text.

    Returns:
        "km", "th", "lo", "vi", "fr" or "en"; "" for a text without letters of their scripts.
    """
    folded = fold_text(text)
    counts = {name: len(pattern.findall(folded)) for name, pattern in _SCRIPTS.items()}
    most = max(counts, key=counts.__getitem__)
    if not counts[most]:
        return ""
    return most if most != "latin" else _latin_language(folded, counts["latin"])


def _latin_language(folded: str, letters: int) -> str:
    if len(_VIETNAMESE.findall(folded)) * 25 >= letters:
        return "vi"
    found = _WORD.findall(folded)
    scores = {lang: sum(word in known for word in found) for lang, known in _FUNCTION_WORDS.items()}
    if scores["fr"] == scores["en"]:
        return "fr" if re.search("[àâçèéêëîïôùûœ]", folded) else "en"
    return max(scores, key=scores.__getitem__)
