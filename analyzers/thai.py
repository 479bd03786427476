"""Thai words, by PyThaiNLP's maximal matching (newmm-safe), which needs no download."""

from __future__ import annotations

from pythainlp.tokenize import newmm


class ThaiSegmenter:
    """Words of Thai."""

    def segment(self, text: str) -> list[str]:
        """See `Segmenter`."""
        return newmm.segment(text, safe_mode=True)
