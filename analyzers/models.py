"""The segmenters of this process, each loaded when the first text needs it."""

from __future__ import annotations

from functools import cache

from analyzers.segmenter import Segmenter


@cache
def khmer() -> Segmenter:
    """The Khmer segmenter. Its model takes some 0.7 s and 40 MB.

    Raises:
        ModelError: The model cannot be loaded.
    """
    from analyzers.khmer import crf
    from analyzers.khmer.words import KhmerSegmenter

    return KhmerSegmenter(crf.load())


@cache
def thai() -> Segmenter:
    """The Thai segmenter, on the word list of PyThaiNLP."""
    from analyzers.thai import ThaiSegmenter

    return ThaiSegmenter()


@cache
def lao() -> Segmenter:
    """The Lao segmenter, on the word lists of LaoNLP."""
    from analyzers.lao import LaoSegmenter

    return LaoSegmenter()
