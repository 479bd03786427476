"""Hypothesis strategies: the strings that analysis must survive."""

from __future__ import annotations

from hypothesis import strategies as st

INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u17b4\u17b5"
KHMER = "".join(map(chr, range(0x1780, 0x17EA)))
THAI = "".join(map(chr, range(0x0E01, 0x0E5C)))
LAO = "".join(chr(code) for code in range(0x0E81, 0x0EE0))
LATIN = "abcABCéÉđĐơƯßﬁⅣ½Ａ１'’-–\"“”\u0301\u0302\u0323\u0345\u030f"
SPACES = " \t\n\u00a0\u2028\u2003"
PUNCTUATION = ":.,;!?()។៕៖៙$/"

khmer_marks = st.text(
    st.sampled_from(
        "កតដរមបសអឱឲយ" + "".join(map(chr, range(0x17B6, 0x17D4))) + "\u17d2\u17d2\u17d2:៖"
    )
)
"""Few letters and many marks, in any order: the hardest for canonical order."""

thai_lao_marks = st.text(
    st.sampled_from("กหนມນລຫເແเแาำາຳ\u0e31\u0e34\u0e48\u0e49\u0e4d\u0eb4\u0ec8\u0ecd\u0ebc")
)

mixed = st.text(
    st.sampled_from(KHMER + THAI + LAO + LATIN + SPACES + PUNCTUATION + INVISIBLE + "០៩0123"),
    max_size=60,
)
any_text = st.one_of(khmer_marks, thai_lao_marks, mixed, st.text(max_size=60))
