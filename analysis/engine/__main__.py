"""The engine as a program, for an analyst with CSV files and no server."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence

from analysis.engine import (
    THRESHOLD,
    VERSION,
    agreement_command,
    explain,
    prepare,
    summarize,
)
from analysis.engine.files import UnreadableFile, read_codebook, read_coded, read_comments
from analysis.engine.records import CommentRecord

TAG_EXAMPLE = """example:
  python -m analysis.engine tag --codebook codebook.csv --coded coded.csv comments.csv
  {"comment": "c12", "theme": "timeliness", "score": 0.81, "start": 0, "end": 34, "why": "..."}

codebook.csv  code,label,definition,include,exclude,examples,parent and, if you like, keywords
              (several keywords or examples are separated by ;)
coded.csv     id,text,themes (codes separated by ;)
comments.csv  id,text and, if they are there, segment, language, voice, submission"""
SUMMARIZE_EXAMPLE = """example:
  python -m analysis.engine summarize --limit 3 --theme timeliness --coded coded.csv comments.csv
  {"sentence": "The van came two hours late.", "comment": "c12", "start": 0, "end": 28}"""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        lines = list(options.run(options))
    except UnreadableFile as fault:
        print(fault, file=sys.stderr)
        return 1
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        for line in lines:
            print(json.dumps(line, ensure_ascii=False))
        sys.stdout.flush()
    except BrokenPipeError:
        # `| head` has seen enough; what Python flushes at its end must find no closed pipe.
        sys.stdout = None
    return 0


def _tag(options: argparse.Namespace) -> Iterator[dict]:
    """One line per comment, theme and span; only what reaches the threshold."""
    codebook = read_codebook(options.codebook)
    coded = read_coded(options.coded) if options.coded else []
    comments = read_comments(options.comments)
    tagger = prepare(codebook, coded)
    themes = {theme.code: theme for theme in tagger.themes}
    for comment in comments:
        for found in tagger.suggest(comment):
            why = explain(found.reason, themes[found.theme])
            for start, end in found.spans:
                yield {
                    "comment": comment.id,
                    "theme": found.theme,
                    "score": found.score,
                    "start": start,
                    "end": end,
                    "why": why,
                }


def _summarize(options: argparse.Namespace) -> Iterator[dict]:
    comments = read_comments(options.comments)
    if options.theme:
        comments = _of_theme(comments, options)
    texts = {comment.id: comment.text for comment in comments}
    for found in summarize(list(_each_once(comments)), options.limit):
        yield {
            "sentence": texts[found.comment][found.start : found.end],
            "comment": found.comment,
            "start": found.start,
            "end": found.end,
        }


def _of_theme(comments: Iterable[CommentRecord], options) -> list[CommentRecord]:
    """Only the comments that people coded with the theme, by the ids in the coded file."""
    coded = read_coded(options.coded or options.comments)
    wanted = {record.comment.id for record in coded if options.theme in record.themes}
    return [comment for comment in comments if comment.id in wanted]


def _each_once(comments: Iterable[CommentRecord]) -> Iterable[CommentRecord]:
    """Of rows with the same id the last, which is the one that `texts` holds."""
    return {comment.id: comment for comment in comments}.values()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis.engine",
        description="Suggest themes for comments, or choose sentences that sum them up.",
        epilog=f"{TAG_EXAMPLE}\n\n{SUMMARIZE_EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"engine {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="tag | summarize | agreement")
    tag = _command(commands, "tag", TAG_EXAMPLE, _tag)
    tag.description = f"Print the themes that fit with a probability of {THRESHOLD} or more."
    tag.add_argument("--codebook", required=True, metavar="CODEBOOK.csv")
    tag.add_argument("--coded", metavar="CODED.csv", help="comments that people coded, to learn")
    tag.add_argument("comments", metavar="COMMENTS.csv")
    short = _command(commands, "summarize", SUMMARIZE_EXAMPLE, _summarize)
    short.description = "Print the sentences that stand for the comments, every segment in turn."
    short.add_argument("--limit", type=_positive, default=5, metavar="N", help="5 if not given")
    short.add_argument("--theme", metavar="CODE", help="only comments that people coded with it")
    short.add_argument(
        "--coded",
        metavar="CODED.csv",
        help="where the themes stand, if not in a column of COMMENTS.csv",
    )
    short.add_argument("comments", metavar="COMMENTS.csv")
    agree = _command(commands, "agreement", agreement_command.EXAMPLE, agreement_command.run)
    agreement_command.add_arguments(agree)
    return parser


def _command(commands, name: str, example: str, run) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, epilog=example, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.set_defaults(run=run)
    return command


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
