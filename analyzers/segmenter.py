"""The seam to everything that finds words in a script without spaces."""

from __future__ import annotations

from typing import Protocol


class Segmenter(Protocol):
    """Finds the words of a text in one script."""

    def segment(self, text: str) -> list[str]:
        """Cut a text into words.

        Args:
            text: Folded text of any length.

        Returns:
            Pieces without an empty one, which joined give the text again. The time is linear in
            the length of the text, and the cut depends on nothing but the text.
        """
        ...
