"""`sentiment`: how positive each comment of a CSV is, one line of JSON each."""

import argparse
from collections.abc import Iterator

from analysis.engine import bar
from analysis.engine.files import read_comments
from analysis.engine.sentiment import sentiments

EXAMPLE = """example:
  python -m analysis.engine sentiment comments.csv
  {"comment": "c12", "sentiment": 4, "probability": 0.63}

comments.csv  id,text and, if they are there, question, language

sentiment is from 1 (very positive) to 5 (very negative); where the engine cannot say (no word, no
answer, a language that it does not read), sentiment and probability are null. The question helps:
"Nothing" is praise where it was asked what should be better. Without a column language English is
meant."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Print how positive each comment is, from 1 to 5, and how probable that is."
    )
    parser.add_argument("comments", metavar="COMMENTS.csv")


def run(options: argparse.Namespace) -> Iterator[dict]:
    comments = read_comments(options.comments)
    # Part by part, since a comment's result does not depend on the others.
    for part in bar.in_parts(comments):
        for comment, found in zip(part, sentiments(part), strict=True):
            yield {
                "comment": comment.id,
                "sentiment": found.sentiment if found else None,
                "probability": found.probability if found else None,
            }
