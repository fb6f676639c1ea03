"""The engine as a program, for an analyst with CSV files and no server."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

from analysis.engine import (
    THRESHOLD,
    VERSION,
    agreement_command,
    bar,
    discover_command,
    explain,
    prepare,
    sentiment_command,
    summary_command,
)
from analysis.engine.files import UnreadableFile, read_codebook, read_coded, read_comments

TAG_EXAMPLE = """example:
  python -m analysis.engine tag --codebook codebook.csv --coded coded.csv comments.csv
  {"comment": "c12", "theme": "timeliness", "score": 0.81, "start": 0, "end": 34, "why": "..."}

codebook.csv  code,label,definition,include,exclude,examples,parent and, if you like, keywords
              (several keywords or examples are separated by ;)
coded.csv     id,text,themes (codes separated by ;)
comments.csv  id,text and, if they are there, question, segment, language,
              voice, submission"""


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
    # Part by part, since a comment's result does not depend on the others.
    for part in bar.in_parts(comments):
        for comment, suggested in zip(part, tagger.suggest_all(part), strict=True):
            for found in suggested:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis.engine",
        description="Suggest themes for comments, find new ones, choose sentences that sum them "
        "up, say how positive they are, or how far coders agree. Each command has its --help.",
        epilog=f"{TAG_EXAMPLE}\n\n{summary_command.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"engine {VERSION}")
    commands = parser.add_subparsers(
        required=True, metavar="tag | discover | summarize | agreement | sentiment"
    )
    tag = _command(commands, "tag", TAG_EXAMPLE, _tag)
    tag.description = (
        "Print the themes that fit with at least the probability that is best for each; "
        f"{THRESHOLD} as long as nothing is coded."
    )
    tag.add_argument("--codebook", required=True, metavar="CODEBOOK.csv")
    tag.add_argument("--coded", metavar="CODED.csv", help="comments that people coded, to learn")
    tag.add_argument("comments", metavar="COMMENTS.csv")
    short = _command(commands, "summarize", summary_command.EXAMPLE, summary_command.run)
    summary_command.add_arguments(short)
    agree = _command(commands, "agreement", agreement_command.EXAMPLE, agreement_command.run)
    agreement_command.add_arguments(agree)
    new = _command(commands, "discover", discover_command.EXAMPLE, discover_command.run)
    discover_command.add_arguments(new)
    feel = _command(commands, "sentiment", sentiment_command.EXAMPLE, sentiment_command.run)
    sentiment_command.add_arguments(feel)
    return parser


def _command(commands, name: str, example: str, run) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, epilog=example, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.set_defaults(run=run)
    return command


if __name__ == "__main__":
    sys.exit(main())
