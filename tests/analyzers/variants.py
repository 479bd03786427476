"""Ways to encode and to spell the same Khmer text, which every search must hold for one."""

from __future__ import annotations

from analyzers.khmer.spelling import SPELLINGS

ENCODING = [
    # What is typed, what it is the same as.
    ("ទ្រព្យ\u200bសម្បត្តិ\u200b", "ទ្រព្យសម្បត្តិ"),  # zero-width space
    ("ទ្រ\u200cព្យ\u200dស\u2060ម្ប\u00adត្តិ\ufeff", "ទ្រព្យសម្បត្តិ"),  # other invisible ones
    ("ក\u200b្រម", "ក្រម"),  # inside a cluster
    ("បណ្ដឹង", "បណ្តឹង"),  # coeng DA, coeng TA
    ("ឲ្យ", "ឱ្យ"),  # U+17B2, U+17B1
    ("អចិន្រ្តៃយ៍", "អចិន្ត្រៃយ៍"),  # coeng RO before another coeng
    ("ខែ្មរ", "ខ្មែរ"),  # vowel before coeng
    ("សិទិ្ធ", "សិទ្ធិ"),
    ("កម្ពុជា៉្", "កម្ពុជ៉ា"),  # sign before coeng, a COENG without a letter
    ("ក\u17c1\u17b8ត", "កើត"),  # split vowels
    ("ក\u17c1\u17b6ះ", "កោះ"),
    ("ក\u17be\u17b6", "កោ\u17b8"),
    ("ហុីប៉ូតែក", "ហ៊ីប៉ូតែក"),  # U for a shifter under an upper vowel
    ("អង់គ្លេសុី", "អង់គ្លេស៊ី"),
    ("ឃំុ", "ឃុំ"),  # order of vowel and sign
    ("បា៉ន", "ប៉ាន"),  # order of vowel and shifter
    ("ព\u17b7\u17cc", "ព\u17cc\u17b7"),  # order of vowel and robat
    ("ស្រុុក", "ស្រុក"),  # doubled vowel
    ("ដែលបាន់់", "ដែលបាន់"),  # doubled sign
    ("\u17a3\u17a4", "អអា"),  # deprecated letters
    ("ក\u17d3", "ក\u17c6"),  # deprecated signs
    ("ក\u17dd", "ក\u17d1"),
    ("\u17d8", "។ល។"),
    ("ក\u17b4\u17b5", "ក"),  # invisible vowels
    ("\u17a8", "ឧក"),
    ("មាត្រា ៣០", "មាត្រា 30"),  # digits
    ("មាត្រា ๓๐ ໓໐", "មាត្រា 30 30"),
    ("គណ:", "គណៈ"),  # colon and CAMNUC PII KUUH where they close a word
    ("គណ៖", "គណៈ"),
    ("ក ៖", "ក :"),
    ("ក\u00a0ខ", "ក ខ"),
    ("ច្បាប់្ ដីធ្លី្", "ច្បាប់ ដីធ្លី"),  # COENG before a space and at the end
    ("ប្រយោជន៏", "ប្រយោជន៍"),  # AHSDA for TOANDAKHIAT
    ("ក៍", "ក៏"),
    ("រត្ឋ", "រដ្ឋ"),
    ("កម្មសិទ្ឋិ", "កម្មសិទ្ធិ"),
]
"""What is typed, and the form that it folds to: the variants counted in raw news, and others."""

MIXED_SPELLINGS = [
    (variant, form)
    for form, *variants in map(str.split, SPELLINGS.strip().split("\n"))
    for variant in variants
]
"""What people also write, and the spelling that it folds to."""
