"""Did you mean: a query whose words are spelled as the collection spells them.

The vocabulary is that of the parts that the asker may read, and the glossary. A word is compared
by clusters (Khmer, Thai, Lao) or letters, as a reader sees them, and words that the segmenter cut
because of a slip are put together again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import analyzers

_SHORTEST = 2
"""Code points of a word that is kept; one letter is no spelling."""


def spellings(words: Mapping[str, Sequence[analyzers.Token]]) -> tuple[str, ...]:
    """Values for the index: the words of texts as they are spelled, each once.

    Args:
        words: Text -> its tokens.
    """
    spelled = {
        _folded(text[token.start : token.end]): None
        for text, tokens in words.items()
        for token in tokens
    }
    return tuple(word for word in spelled if len(word) >= _SHORTEST and not word.isdecimal())


@lru_cache(maxsize=50_000)  # a few thousand words make up most of every text
def _folded(word: str) -> str:
    return analyzers.fold_text(word)
