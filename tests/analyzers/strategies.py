"""Strings that analysis must survive, for hypothesis and at length."""

from __future__ import annotations

from hypothesis import strategies as st

INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u17b4\u17b5"
KHMER = "".join(map(chr, range(0x1780, 0x17EA)))
THAI = "".join(map(chr, range(0x0E01, 0x0E5C)))
LAO = "".join(map(chr, range(0x0E81, 0x0EE0)))
LATIN = "abcABCéÉđĐơƯßﬁⅣ½Ａ１'’-–\"“”\u0301\u0302\u0323\u0345\u030f"
SPACES = " \t\n\u00a0\u2028\u2003"
PUNCTUATION = ":.,;!?()។៕៖៙$/"

khmer_marks = st.text(
    st.sampled_from("កតដរមបសអឱឲយ:៖\u17d2\u17d2" + "".join(map(chr, range(0x17B6, 0x17D4))))
)
"""Few letters and many marks in any order: the hardest for canonical order."""

thai_lao_marks = st.text(
    st.sampled_from("กหนມນລຫເແเแาำາຳ\u0e31\u0e34\u0e48\u0e49\u0e4d\u0eb4\u0ec8\u0ecd\u0ebc")
)
mixed = st.text(
    st.sampled_from(KHMER + THAI + LAO + LATIN + SPACES + PUNCTUATION + INVISIBLE + "0123"),
    max_size=60,
)
any_text = st.one_of(khmer_marks, thai_lao_marks, mixed, st.text(max_size=60))

LENGTH = 100_000
HOSTILE = {
    "COENGs": "\u17d2" * LENGTH,
    "a letter under COENGs": "ក" + "\u17d2" * LENGTH + "ក",
    "letters below letters": "ក" + "\u17d2រ\u17d2ត" * (LENGTH // 4),
    "Khmer vowels on one letter": "ក" + "\u17b7\u17bb" * (LENGTH // 2),
    "combining marks on one letter": "a" + "\u0301\u0323" * (LENGTH // 2),
    "iota subscripts": "\u0345" * LENGTH,
    "Thai marks on one letter": "ก" + "\u0e48\u0e49" * (LENGTH // 2),
    "Thai vowels before nothing": "เ" * LENGTH,
    "colons after a letter": "ក" + ":" * LENGTH,
    "colons between marks": "ក" + ":\u17b6" * (LENGTH // 2),
    "invisible characters": "ក" + "\u200b" * LENGTH + "\u17b6",
    "one Khmer letter": "ក" * LENGTH,
    "one Khmer word": "ប្រជាជន" * (LENGTH // 7),
    "one Thai word": "ตากลม" * (LENGTH // 5),
    "one Lao syllable": "ກາ" * (LENGTH // 2),
    "one Latin word": "a" * LENGTH,
    "apostrophes": "a'" * (LENGTH // 2),
    "digits": "1" * LENGTH,
    "thousands": "1" + ",000" * (LENGTH // 4),
    "spaces": "ក" + " " * LENGTH + "ក",
    "lines": "ក\n" * (LENGTH // 2),
}
"""Long strings of the kinds that make careless analysis take quadratic time or worse."""
