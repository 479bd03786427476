"""Which code points belong to which script, as bodies of regular-expression character classes.

Only what segmentation and folding need of the Unicode blocks Khmer (U+1780), Thai (U+0E00) and
Lao (U+0E80), read from the Unicode Character Database.
"""

from __future__ import annotations

KHMER_BASES = "\u1780-\u17b3"
"""Consonants and independent vowels: what a cluster begins with and what follows a COENG."""

COENG = "\u17d2"
"""Writes the next letter below the one before."""

YUUKALEAPINTU = "\u17c8"
"""Stands for itself and, in folded text, for a colon after a word. So it is a token of its own
among clusters and no part of a word that it closes, though it belongs to the letter before it."""

KHMER_MARKS = "\u17b6-\u17d1\u17d3\u17dd"
"""Dependent vowels and signs: what follows a base. U+17B4 and U+17B5 are invisible and folded."""

KHMER_LETTERS = KHMER_BASES + COENG + KHMER_MARKS + "\u17b4\u17b5\u17d7\u17dc"
"""All that a Khmer word is made of, with the repetition sign ៗ and AVAKRAHASANYA."""

THAI_CONSONANTS = "\u0e01-\u0e2e"
THAI_PREVOWELS = "\u0e40-\u0e44"
THAI_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
THAI_POSTVOWELS = "\u0e30\u0e32\u0e33\u0e45"
THAI_LETTERS = "\u0e01-\u0e3a\u0e40-\u0e4e"

LAO_CONSONANTS = "\u0e81-\u0eae\u0edc-\u0edf"
LAO_PREVOWELS = "\u0ec0-\u0ec4"
LAO_MARKS = "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
LAO_POSTVOWELS = "\u0eb0\u0eb2\u0eb3\u0ebd"
LAO_LETTERS = "\u0e81-\u0ebd\u0ec0-\u0ec6\u0ec8-\u0ece\u0edc-\u0edf"

COMBINING = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
"""Combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\u17b4\u17b5"
)
"""Format characters that a reader cannot see: soft hyphen, zero-width space and joiners, marks of
direction, variation selectors, byte-order mark, and the two inherent vowels of Khmer."""


def cluster_pattern(khmer_marks: str, *, within: str = "", most: str = "*") -> str:
    """A regular expression for one cluster of Khmer, Thai or Lao, of well-formed text or not.

    Args:
        khmer_marks: Body of a character class: the marks that belong to a Khmer cluster.
        within: Pattern of what may stand between the characters of a cluster.
        most: Quantifier of the marks on one letter.
    """
    part = f"(?:{COENG}{within}[{KHMER_BASES}]|[{khmer_marks}])"
    alternatives = [f"(?:[{KHMER_BASES}]|{part})(?:{within}{part}){most}"]
    for consonants, before, marks, after in (
        (THAI_CONSONANTS, THAI_PREVOWELS, THAI_MARKS, THAI_POSTVOWELS),
        (LAO_CONSONANTS, LAO_PREVOWELS, LAO_MARKS, LAO_POSTVOWELS),
    ):
        begin = f"(?:[{before}]{{1,2}}(?:{within}[{consonants}])?|[{consonants}{marks}{after}])"
        marked = f"(?:{within}[{marks}]){most}"
        alternatives.append(f"{begin}{marked}(?:{within}[{after}]{marked})?")
    return "|".join(alternatives)
