"""Where a displayed text may be cut without spoiling what is seen."""

from __future__ import annotations

import re

from analyzers.scripts import COMBINING, INVISIBLE, KHMER_MARKS, YUUKALEAPINTU, cluster_pattern

_HIDDEN = f"[{INVISIBLE}]*+"
_CLUSTER = re.compile(
    f"(?!{YUUKALEAPINTU})(?:{cluster_pattern(KHMER_MARKS, within=_HIDDEN, most='*+')})"
    f"|[^\\W\\d_](?:{_HIDDEN}[{COMBINING}])++|\r\n|.",
    re.DOTALL,
)


def cluster_boundaries(text: str) -> list[int]:
    """Where a text may be cut, for a snippet or a highlight.

    Args:
        text: As it is displayed.

    Returns:
        Rising offsets from 0 to the length of the text, none inside a cluster, be it typed in
        canonical order or not.
    """
    return [0, *(match.end() for match in _CLUSTER.finditer(text))]
