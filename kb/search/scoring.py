"""What adds to the score of a hit: names of acts, whole pieces of the query, its words.

Clusters find (any word, however the text around it was segmented), words rank. Measured on news
with human word breaks: recall 99.9 % and, for one word, a mean average precision of 94.9, where
clusters alone give 71.3 and words alone lose 5 % of the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from kb.glossary import load_glossary
from kb.search.engine import AllOf, AnyOf, Best, Boost, Constant, Node, Term
from kb.search.ranking import Ranking
from kb.search.words import QueryWord, Source, Variant, anywhere, as_words, telling_words

_REMEMBERED = 16_384
"""The terms of the glossary, and what people type."""


class Scorer:
    """Gives the nodes that score.

    Args:
        ranking: The weights.
    """

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._shares = {
            Source.TERM: ranking.translation,
            Source.SAYING: ranking.written,
            Source.LEARNED: ranking.learned,
        }
        self._variant = lru_cache(maxsize=_REMEMBERED)(self._find_variant)

    def prepare(self) -> None:
        """Analyse the terms of the glossary ahead; a query adds dozens of them."""
        for name, lang in load_glossary().names().items():
            self._variant(Variant(name, lang))

    def names(self, named: Node | None, in_act: Node | None, *, alone: bool) -> list[Node]:
        """What the act and the article that the query names are worth.

        Args:
            named: Finds the article.
            in_act: Finds the sections of the act.
            alone: Whether the query names the act and nothing else.
        """
        nodes: list[Node] = []
        if named is not None:
            nodes.append(Constant(named, self._ranking.article))
        if in_act is not None:
            nodes.append(Constant(in_act, self._ranking.act))
            if alone:  # it opens with its first article
                nodes.append(Constant(AllOf((in_act, Term("number", "1"))), 1.0))
        return nodes

    def phrases(self, pieces: Sequence[str]) -> list[Node]:
        """What a hit is worth that has a piece of the query, as cut at spaces, in whole words."""
        phrases = [
            phrase
            for piece in pieces
            for name in ("body_words", "heading_words")
            if (phrase := as_words(piece, name)) is not None
        ]
        return [Constant(phrase, self._ranking.phrase / len(phrases)) for phrase in phrases]

    def word(self, word: QueryWord, joined: Callable[[Sequence[Node]], Node]) -> Node:
        """What finds a word, or what stands for it, and what the best of these is worth.

        Args:
            word: Any.
            joined: Makes one node of those of the words that a term is made of.
        """
        ways = [self.text(word.text), *map(self._variant, word.variants)]
        best = Best(tuple(ways)) if len(ways) > 1 else ways[0]
        if not word.parts:
            return best
        parts = joined([self.word(part, joined) for part in word.parts])
        return AnyOf((best, Boost(parts, self._ranking.parts)))

    def text(self, text: str) -> Node:
        """What a typed word or phrase is worth, in the body, in the heading or inside a word."""
        ranking = self._ranking
        nodes: list[Node] = []
        if not text.isascii():  # for words of Latin letters the streams are one
            nodes.append(Boost(anywhere(text), ranking.clusters))
        body, heading = (as_words(text, name) for name in ("body_words", "heading_words"))
        if body is not None and heading is not None:
            # the better one, not both: else every act whose articles have headings comes first
            nodes.append(Best((body, Boost(heading, ranking.heading))))
        return AnyOf(tuple(nodes))

    def _find_variant(self, variant: Variant) -> Node:
        """What a variant is worth; if it has several words, also what they are worth apart."""
        ranking = self._ranking
        share = self._shares[variant.source]
        phrase = anywhere(variant.text, variant.lang)
        words = telling_words(variant.text, variant.lang)
        if len(words) < 2:
            return Boost(phrase, share)
        apart = AllOf(tuple(anywhere(word, variant.lang) for word in words))
        return AnyOf(
            (Boost(phrase, share * (1 - ranking.loose)), Boost(apart, share * ranking.loose))
        )
