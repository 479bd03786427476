"""Spellings of the same Khmer word that people mix, made one for search.

Only spellings of one and the same word stand here, never two words of like meaning. The form kept
is the one that is more usual in official texts, which the word segmenter knows best. In words with
an infix the nasal is written either as NIKAHIT or as MO above the next consonant (សំរាប់, សម្រាប់);
the stems are listed one by one, since the same letters also occur where two words meet (ចំ + លើ).
For the same reason no spelling stands here that only adds a consonant at the end (ស្នើរ, for it is
also the beginning of ស្នើ + រដ្ឋ).
"""

from __future__ import annotations

import re

from analyzers import scripts
from analyzers.rules import Rule

SPELLINGS = """
ឱ្យ អោយ ឱយ អ្យោ
ឪពុក ឳពុក
ឥឡូវ ឥលូវ អីឡូវ អីលូវ
ឫស្សី ឬស្សី
ព័ត៌មាន ពត៌មាន ព័ត៍មាន ពត៍មាន
មត៌ក មរតក មរដក
លក្ខខណ្ឌ លក្ខ័ខណ្ឌ លក្ខ័ណ្ឌ
អភិវឌ្ឍ អភិវឍ្ឍ អភិវឌ្ឃ
ស្ថាន ស្ឋាន
សំឡេង សម្លេង សំលេង
ដំឡើង តំឡើង តំលើង ដំលើង
សំណើ សំនើ
សំណួរ សំនួរ
សំណង់ សំនង់
សំណល់ សំនល់
ចំណុច ចំនុច
ដំណើរ ដំនើរ
ដំណាក់ ដំនាក់
តំណាង តំនាង
តំណែង តំនែង
កំណត់ កំនត់
កំណើត កំនើត
កំណើន កំនើន
ទំនាក់ ទំណាក់
ទំនិញ ទំណិញ
គំនិត គំណិត
កម្រង កំរង
កម្រាល កំរាល
កម្រាស់ កំរាស់
កម្រិត កំរិត
កម្រៃ កំរៃ
កម្លាំង កំលាំង កំឡាំង
គំរាម គម្រាម
គំរូ គម្រូ
គម្រប់ គំរប់
គម្រោង គំរោង
គម្លាត គំលាត
ចម្រាស់ ចំរាស់
ចម្រុះ ចំរុះ
ចម្រើន ចំរើន
ចម្រៀង ចំរៀង
ចម្រោះ ចំរោះ
ចម្លង ចំលង
ចម្លើយ ចំលើយ
ជំរុញ ជម្រុញ
ជំរឿន ជម្រឿន
ជម្រក ជំរក
ជម្រាប ជំរាប
ជម្រាល ជំរាល
ជម្រើស ជំរើស
ជម្រៅ ជំរៅ
ជម្រះ ជំរះ
ជម្លោះ ជំលោះ
តម្រង់ តំរង់
តម្រា តំរា
តម្រូវ តំរូវ
តម្រួត តំរួត
តម្រៀប តំរៀប
តម្លៃ តំលៃ
តម្លាភាព តំលាភាព
ទម្រង់ ទំរង់
ទម្លាក់ ទំលាក់
ទម្លាប់ ទំលាប់
ទម្លាយ ទំលាយ
បម្រាម បំរាម
បម្រុង បំរុង
បម្រើ បំរើ
បម្រែបម្រួល បំរែបំរួល
បម្លែង បំលែង
បម្លាស់ បំលាស់
រំលង រម្លង
រំលត់ រម្លត់
រំលស់ រម្លស់
រំលាយ រម្លាយ
រំលឹក រម្លឹក
រំលោភ រម្លោភ
សម្រាក សំរាក
សម្រាន្ត សំរាន្ត
សម្រាប់ សំរាប់
សម្រាម សំរាម
សម្រាល សំរាល
សម្រិទ្ធ សំរិទ្ធ សំរឹទ្ធ
សម្រុះ សំរុះ
សម្រួល សំរួល
សម្រេច សំរេច
សម្លឹង សំលឹង
សម្លាញ់ សំលាញ់
សម្លៀក សំលៀក
អម្រែក អំរែក
មណ្ឌលគិរី មណ្ឌលគីរី
រតនគិរី រតនគីរី រតនៈគិរី រតនៈគីរី
ពោធិ៍សាត់ ពោធិសាត់
"""
"""One word a line: the form that is kept, then the spellings that become it."""


def _read_spellings() -> dict[str, str]:
    kept_by_variant = {}
    for line in SPELLINGS.split("\n"):
        kept, *variants = line.split() or [""]
        kept_by_variant.update(dict.fromkeys(variants, kept))
    return kept_by_variant


_KEPT = _read_spellings()
_VARIANT = re.compile(
    "(?:" + "|".join(sorted(_KEPT, key=len, reverse=True)) + ")"
    # Whole clusters only: no mark on the last letter that the spelling does not have.
    f"(?![{scripts.KHMER_MARKS}{scripts.COENG}])"
)

# Letters that no word has below each other, typed for a pair of the same look or sound.
_CONFUSED = {"ត្ឋ": "ដ្ឋ", "ដ្ធ": "ដ្ឋ", "ទ្ឋ": "ទ្ធ"}

RULES = (
    Rule(
        re.compile(f"(?<!{scripts.COENG})(?:{'|'.join(_CONFUSED)})"),
        lambda match: _CONFUSED[match.group()],
    ),
    Rule(_VARIANT, lambda match: _KEPT[match.group()]),
)
