"""The seam to everything that finds words in a script without spaces."""

from __future__ import annotations

from typing import Protocol


class Segmenter(Protocol):
    """Finds the words of one script."""

    def segment(self, text: str) -> list[str]:
        """Cut a text into words.

        Args:
            text: Folded text of any length. Other scripts in it do no harm.

        Returns:
            Pieces, none empty, which joined give the text again. White space and punctuation are
            pieces or parts of pieces. The same text always gives the same pieces, in time linear in
            its length.
        """
        ...
