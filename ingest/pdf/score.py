"""How far a page's text can be trusted: the score that chooses the rung of the ladder.

Four witnesses: a character language model of the page's script, impossible clusters, characters
that do not belong to any script used here, and the share of glyphs whose meaning the file does
not give. Each is turned into a trust from 0 to 1; the least trusted one decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.pdf.language_model import SCRIPTS, models, runs

ACCEPTED = 0.5
"""Pages with a score from here on are taken as they are; others go down the ladder."""

MIN_LETTERS = 30
"""A script with fewer letters on the page has no vote: too little to judge."""

MIN_SHARE = 0.15
"""Nor has a script with a smaller share of the letters."""

LOG_PROBABILITY = {
    "Khmer": (-4.2, -2.6),
    "Thai": (-4.2, -2.6),
    "Lao": (-5.0, -3.0),
    "Latin": (-5.6, -3.0),
}
"""Mean log2 probability of a character that means garbage (trust 0) and good text (trust 1)."""

ILLEGAL = (0.016, 0.0)
JUNK = (0.016, 0.0)
UNMAPPED = (0.03, 0.0)
"""Shares that mean trust 0 and trust 1."""

_ILLEGAL = re.compile(
    "(?:^|[^\u1780-\u17d3\u200b-\u200d])[\u17b6-\u17d3]"  # a mark without a base
    "|\u17d2(?![\u1780-\u17b3])"  # COENG without a letter
    "|[\u17b6-\u17c5][\u17b6-\u17c5\u17d2]"  # two vowels, or a subscript after the vowel
    "|[\u17c6-\u17c8][\u17b6-\u17c5\u17d2]"  # a vowel or subscript after a final sign
    "|(?:\u17d2[\u1780-\u17b3]){3}"  # three subscripts
    "|(?:^|[^\u0e01-\u0e4e])[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]"  # the same for Thai
    "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"  # a leading vowel without its consonant
    "|[\u0e31\u0e34-\u0e3a][\u0e31\u0e34-\u0e3a]"
)
_EXPECTED = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0300-\u0323\u0e00-\u0eff\u1780-\u17ff\u19e0-\u19ff\u1e00-\u1eff"
    "\u2000-\u206f\u20a0-\u20bf\u2100-\u22ff\u25a0-\u27bf\uf0a0-\uf0ff]"
)


@dataclass(frozen=True, slots=True)
class Score:
    """The trust in a text, and what it rests on.

    Attributes:
        value: 0 (garbage) to 1 (certain).
        letters: Letters that the language models judged.
        log_probability: Of the script that is trusted least, 0 where none was judged.
    """

    value: float
    letters: int
    log_probability: float
    illegal: float
    junk: float
    unmapped: float

    @property
    def accepted(self) -> bool:
        """Whether the text can be taken as it is."""
        return self.value >= ACCEPTED


def score(text: str, *, unmapped: float = 0.0) -> Score:
    """Judges the text of a page.

    Args:
        text: In logical order.
        unmapped: Share of the glyphs, 0–1, whose text is not known.
    """
    in_script = {script: runs(text, script) for script in SCRIPTS}
    letters = {script: sum(map(len, found)) for script, found in in_script.items()}
    all_letters = sum(letters.values())
    visible = sum(1 for character in text if not character.isspace()) or 1
    illegal = len(_ILLEGAL.findall(text)) / max(1, all_letters - letters["Latin"])
    junk = sum(1 for character in text if not _EXPECTED.match(character)) / visible
    log_probability, trust = 0.0, 1.0
    for script, found in in_script.items():
        if letters[script] < max(MIN_LETTERS, MIN_SHARE * all_letters):
            continue
        mean, _ = models()[script].mean(found)
        script_trust = _trust(mean, *LOG_PROBABILITY[script])
        if script_trust < trust or not log_probability:
            log_probability, trust = mean, min(trust, script_trust)
    trust = min(trust, _trust(illegal, *ILLEGAL), _trust(junk, *JUNK), _trust(unmapped, *UNMAPPED))
    return Score(round(trust, 3), all_letters, log_probability, illegal, junk, unmapped)


def _trust(value: float, worst: float, best: float) -> float:
    return max(0.0, min(1.0, (value - worst) / (best - worst)))
