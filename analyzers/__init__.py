"""Text to tokens: folding, segmentation, streams for search, and what display needs of them.

Pure functions of their text. Models are loaded when the first text needs them.
"""

from analyzers.boundaries import cluster_boundaries
from analyzers.clusters import (
    BREAK,
    JOINER,
    ClusterStream,
    cluster_phrases,
    cluster_stream,
    cluster_terms,
    clusters,
    split,
    telling_terms,
)
from analyzers.completion import completion_key, completion_prefix
from analyzers.display import displayed, word_breaks
from analyzers.folding import Folded, fold, fold_text
from analyzers.language import detect_language
from analyzers.segmenter import Segmenter
from analyzers.stopwords import QUESTION_WORDS, STOPWORDS
from analyzers.tokens import Token
from analyzers.words import words

__all__ = [
    "BREAK",
    "JOINER",
    "QUESTION_WORDS",
    "STOPWORDS",
    "ClusterStream",
    "Folded",
    "Segmenter",
    "Token",
    "cluster_boundaries",
    "cluster_phrases",
    "cluster_stream",
    "cluster_terms",
    "clusters",
    "completion_key",
    "completion_prefix",
    "detect_language",
    "displayed",
    "fold",
    "fold_text",
    "split",
    "telling_terms",
    "word_breaks",
    "words",
]
