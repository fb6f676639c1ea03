"""The engine: themes suggested for comments and sentences chosen for summaries.

A library that knows no Django, no clock, no network and no files but its own. Frozen records in,
frozen records with evidence out; the same input gives the same output. As a program:
`python -m analysis.engine --help`.
"""

from analysis.engine.calibration import Band
from analysis.engine.embedding import Vectors, dimensions, vectors_of
from analysis.engine.keywords import keys
from analysis.engine.readable import readable, reads
from analysis.engine.reasons import explain
from analysis.engine.records import (
    CodedRecord,
    CommentRecord,
    Evidence,
    Look,
    NextRecord,
    Reason,
    SentenceRecord,
    SuggestionRecord,
    ThemeRecord,
)
from analysis.engine.sentiment import SentimentRecord, sentiments
from analysis.engine.similar import Index
from analysis.engine.summary import draft, summarize
from analysis.engine.tagging import THRESHOLD, Tagger, prepare
from analysis.engine.text import highlight, sentences, tokens
from analysis.engine.valence import MIXED, VALENCES, ValenceRecord, valences, whole

VERSION = "2.1"

__all__ = [
    "MIXED",
    "THRESHOLD",
    "VALENCES",
    "VERSION",
    "Band",
    "CodedRecord",
    "CommentRecord",
    "Evidence",
    "Index",
    "Look",
    "NextRecord",
    "Reason",
    "SentenceRecord",
    "SentimentRecord",
    "SuggestionRecord",
    "Tagger",
    "ThemeRecord",
    "ValenceRecord",
    "Vectors",
    "dimensions",
    "draft",
    "explain",
    "highlight",
    "keys",
    "prepare",
    "readable",
    "reads",
    "sentences",
    "sentiments",
    "summarize",
    "tokens",
    "valences",
    "vectors_of",
    "whole",
]
