"""The weights of the ranking, in one place."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Ranking(BaseModel):
    """What each sign that a section answers is worth; BM25 of a body word counts 1.

    Defaults were chosen on the development queries (`kb eval`). tantivy's BM25 has k1 = 1.2 and
    b = 0.75 built in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: float = Field(default=1.75, ge=0, description="A word in the section's own heading.")
    clusters: float = Field(default=0.2, ge=0, description="A word inside a longer word.")
    phrase: float = Field(default=8.0, ge=0, description="The typed piece as whole words.")
    translation: float = Field(default=0.5, ge=0, le=1, description="A translation's share.")
    written: float = Field(default=0.5, ge=0, le=1, description="A word of the thesaurus' share.")
    learned: float = Field(default=0.1, ge=0, le=1, description="A learned translation's share.")
    parts: float = Field(default=0.4, ge=0, description="The words that a term is made of.")
    loose: float = Field(
        default=0.4, ge=0, le=1, description="A translation's words that stand apart, of its share."
    )
    other_language: float = Field(
        default=0.2, ge=0, le=1, description="Hits in another language, of the second hit's score."
    )
    act: float = Field(default=20.0, ge=0, description="The section is of the act named.")
    article: float = Field(default=50.0, ge=0, description="It is the article named.")
    few: int = Field(default=5, ge=0, description="Fewer hits widen the search to any word.")
