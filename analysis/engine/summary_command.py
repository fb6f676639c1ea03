"""`summarize`: sentences that stand for the comments of a CSV, one line of JSON each."""

import argparse
from collections.abc import Iterable, Iterator, Sequence

from analysis.engine.files import read_coded, read_comments
from analysis.engine.records import CommentRecord
from analysis.engine.summary import gists

USUAL = 5
EXAMPLE = """example:
  python -m analysis.engine summarize --sentences 3 --segment service comments.csv
  {"sentence": "The van came two hours late.", "comments": ["c12", "c40"], "start": 0, "end": 28}

The first of the comments is the one that the sentence stands in, from start to end; the others say
something near to it. Every segment has its turn, and worry and praise each keep their seats.

comments.csv  id,text and, if they are there, segment, language, voice, submission"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print the sentences that stand for the comments, every segment in turn."
    # --limit is what it was called first.
    parser.add_argument(
        "--sentences",
        "--limit",
        dest="sentences",
        type=positive,
        default=USUAL,
        metavar="N",
        help=f"{USUAL} if not given",
    )
    parser.add_argument(
        "--segment", default="segment", metavar="COL", help="the column that tells segments apart"
    )
    parser.add_argument("--theme", metavar="CODE", help="only comments that people coded with it")
    parser.add_argument(
        "--coded",
        metavar="CODED.csv",
        help="where the themes stand, if not in a column of COMMENTS.csv",
    )
    parser.add_argument("comments", metavar="COMMENTS.csv")


def run(options: argparse.Namespace) -> Iterator[dict]:
    comments = each_once(read_comments(options.comments, segment=options.segment))
    if options.theme:
        comments = _of_theme(comments, options)
    texts = {comment.id: comment.text for comment in comments}
    for gist in gists(comments, options.sentences):
        found = gist.sentence
        yield {
            "sentence": texts[found.comment][found.start : found.end],
            "comments": list(gist.comments),
            "start": found.start,
            "end": found.end,
        }


def _of_theme(comments: Sequence[CommentRecord], options) -> list[CommentRecord]:
    """Only the comments that people coded with the theme, by the ids in the coded file."""
    coded = read_coded(options.coded or options.comments)
    wanted = {record.comment.id for record in coded if options.theme in record.themes}
    return [comment for comment in comments if comment.id in wanted]


def each_once(comments: Iterable[CommentRecord]) -> list[CommentRecord]:
    """Of rows with the same id the last."""
    return list({comment.id: comment for comment in comments}.values())


def positive(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return int(text)
