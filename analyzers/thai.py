"""Thai words, by the maximal matching of PyThaiNLP (newmm) on its word list, without a download."""

from __future__ import annotations

from pythainlp.tokenize import newmm


class ThaiSegmenter:
    """Words of Thai."""

    def segment(self, text: str) -> list[str]:
        """See `analyzers.segmenter.Segmenter`."""
        # Safe mode cuts a long text into stretches first: linear time, also on hostile text.
        return newmm.segment(text, safe_mode=True)
