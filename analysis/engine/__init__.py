"""The engine: themes suggested for comments and sentences chosen for summaries.

A library that knows no Django, no clock, no network and no files but its own. Frozen records in,
frozen records with evidence out; the same input gives the same output. As a program:
`python -m analysis.engine --help`.
"""

from analysis.engine.embedding import Vectors, vectors_of
from analysis.engine.keywords import keys
from analysis.engine.reasons import explain
from analysis.engine.records import (
    CodedRecord,
    CommentRecord,
    Evidence,
    Reason,
    SentenceRecord,
    SuggestionRecord,
    ThemeRecord,
)
from analysis.engine.similar import Index
from analysis.engine.summary import summarize
from analysis.engine.tagging import THRESHOLD, Tagger, prepare
from analysis.engine.text import highlight, sentences, tokens

VERSION = "1.0"

__all__ = [
    "THRESHOLD",
    "VERSION",
    "CodedRecord",
    "CommentRecord",
    "Evidence",
    "Index",
    "Reason",
    "SentenceRecord",
    "SuggestionRecord",
    "Tagger",
    "ThemeRecord",
    "Vectors",
    "explain",
    "highlight",
    "keys",
    "prepare",
    "sentences",
    "summarize",
    "tokens",
    "vectors_of",
]
