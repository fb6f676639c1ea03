"""`discover`: new themes of a CSV of comments, one JSON object a line."""

import argparse
from collections.abc import Iterator, Mapping

from analysis.engine import bar
from analysis.engine.described import FoundTheme
from analysis.engine.discovery import discover, not_covered
from analysis.engine.files import UnreadableFile, read_codebook, read_comments
from analysis.engine.records import CommentRecord, Evidence, Id
from analysis.engine.summary_command import positive

EXAMPLE = """example:
  python -m analysis.engine discover --themes 12 --codebook codebook.csv comments.csv
  {"theme": "late van", "keywords": ["van", "late"], "comments": ["c12", "c7"], "examples": [...]}

One line for each theme, those first that most people raise; each id stands in one at most, those
nearest to the middle of the theme first. examples are people's words: the closest, then the most
different. The last line has "theme": null and the ids that are in no theme: what says nothing,
what has nothing in common with a theme and, with a codebook, what the codebook covers."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print themes that people raise, in their own words."
    parser.add_argument(
        "--themes", type=positive, metavar="N", help="as many as the comments suggest if not given"
    )
    parser.add_argument(
        "--codebook", metavar="CODEBOOK.csv", help="look only at what it does not cover"
    )
    parser.add_argument("comments", metavar="COMMENTS.csv")


def run(options: argparse.Namespace) -> Iterator[dict]:
    comments = _by_id(options.comments)
    wanted = list(comments.values())
    if options.codebook:
        wanted = not_covered(wanted, read_codebook(options.codebook))
    found = discover(wanted, options.themes, progress=bar.show)
    for theme in found.themes:
        yield _line(theme, comments)
    placed = {id_ for theme in found.themes for id_ in theme.comments}
    left = [id_ for id_ in comments if id_ not in placed]
    if left:
        yield {"theme": None, "keywords": [], "comments": left, "examples": []}


def _by_id(path: str) -> dict[Id, CommentRecord]:
    """An id that is missing or stands twice could not tell which comment is meant."""
    comments: dict[Id, CommentRecord] = {}
    for row, comment in enumerate(read_comments(path), 2):
        if not str(comment.id).strip():
            raise UnreadableFile(f"{path}: row {row}, column id is empty.")
        if comment.id in comments:
            raise UnreadableFile(f"{path}: row {row}, column id: {comment.id} stands twice.")
        comments[comment.id] = comment
    return comments


def _line(theme: FoundTheme, comments: Mapping[Id, CommentRecord]) -> dict:
    def words(place: Evidence) -> str:
        return comments[place.comment].text[place.start : place.end]

    return {
        "theme": words(theme.name),
        "keywords": [words(place) for place in theme.keywords],
        "comments": list(theme.comments),
        "examples": [words(place) for place in (*theme.closest, *theme.different)],
    }
