"""The codebook as a tree with what raises each theme, and one theme's page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Prefetch, QuerySet

from accounts.models import AuditEntry, User
from analysis.engine import highlight
from analysis.models import SummaryVersion, Tag, Theme
from analysis.themes.counts import Raised, sessions_of_themes, shares_by_segment
from analysis.themes.facts import facts_of
from analysis.themes.sureness import wilson
from feedback.models import Comment
from feedback.redaction import to_redacted
from feedback.reports import hidden_spans
from initiatives import figures
from initiatives.models import Initiative
from initiatives.wording import pattern_of

MONTHS = 12
HISTORY = 20
DEEDS = {
    "make_theme": "made it",
    "edit_theme": "changed its words",
    "retire_theme": "retired it",
    "take_up_theme": "took it up again",
    "move_theme": "moved it",
    "merge_theme": "merged it into another",
    "split_theme": "split another off",
    "move_threshold": "moved its threshold",
    "undo_change": "undid a change",
}


@dataclass(frozen=True)
class Branch:
    """A theme of the tree, with its numbers and the themes below it.

    `raised` is empty for those who see approved themes only; they get `sessions` of `of_sessions`.
    """

    theme: Theme
    below: tuple["Branch", ...]
    raised: Raised | None = None
    sessions: int = 0
    of_sessions: int = 0
    by_segment: figures.Columns | None = None
    trend: figures.Columns | None = None
    summary: str = ""


def tree_for_team(initiative: Initiative, themes: Collection[Theme]) -> tuple[Branch, ...]:
    """The tree with counts, a chart by segment, a trend and where the summary stands.

    A fixed number of queries, whatever the number of themes.
    """
    facts = facts_of(themes)
    segments = list(initiative.segment_set.all())
    months = sorted({month for each in facts.values() for month in each.by_month})[-MONTHS:]
    states = _summary_states(themes)

    def branch(theme: Theme, below: tuple[Branch, ...]) -> Branch:
        here = facts[theme.pk]
        said = [(segment.name, here.by_segment[segment.pk]) for segment in segments]
        then = [(f"{month:%b %Y}", here.by_month[month]) for month in months]
        return Branch(
            theme=theme,
            below=below,
            raised=here.raised,
            by_segment=_chart("Comments by segment", said),
            trend=_chart("Comments by month", then),
            summary=states.get(theme.pk, ""),
        )

    return _grow(themes, branch)


def tree_for_readers(initiative: Initiative, themes: Collection[Theme]) -> tuple[Branch, ...]:
    """Approved themes with counts of sessions, never of people."""
    sessions, of = sessions_of_themes(initiative, themes)

    def branch(theme: Theme, below: tuple[Branch, ...]) -> Branch:
        return Branch(theme, below, sessions=sessions.get(theme.pk, 0), of_sessions=of)

    return _grow(themes, branch)


def _grow(themes: Collection[Theme], branch) -> tuple[Branch, ...]:
    """The tree; a theme whose parent is not shown stands at the top."""
    shown = {theme.pk for theme in themes}
    below: dict[int | None, list[Theme]] = {}
    for theme in themes:
        parent = theme.parent_id if theme.parent_id in shown else None
        below.setdefault(parent, []).append(theme)

    def grown(parent: int | None) -> tuple[Branch, ...]:
        return tuple(branch(theme, grown(theme.pk)) for theme in below.get(parent, ()))

    return grown(None)


def alone(branch: Branch) -> Branch:
    """The same without the themes below it, for a list."""
    return replace(branch, below=())


def _chart(title: str, rows: Iterable[tuple[str, int]]) -> figures.Columns | None:
    rows = list(rows)
    if len(rows) < 2 or not any(count for _, count in rows):
        return None
    said = ", ".join(f"{label} {count}" for label, count in rows)
    return figures.columns(f"{title}: {said}", [count for _, count in rows])


def _summary_states(themes: Collection[Theme]) -> dict[int, str]:
    """Where the newest version of each theme's summary stands, in words."""
    versions = SummaryVersion.objects.filter(summary__theme__in=themes).order_by("number")
    return {v.summary.theme_id: v.get_state_display() for v in versions.select_related("summary")}


def segment_shares(initiative: Initiative, theme: Theme) -> list[figures.Share]:
    """Of the comments of each segment, how many raise the theme, with Wilson's interval."""
    return [
        figures.Share(row.segment, row.raised, row.of, *wilson(row.raised, row.of))
        for row in shares_by_segment(initiative, theme)
    ]


def segment_title(theme: Theme) -> str:
    return f"Share of comments that raise {theme.name}"


def segment_figure(initiative: Initiative, theme: Theme) -> figures.Dots:
    """These shares as the theme's page draws them."""
    return figures.dots(segment_title(theme), segment_shares(initiative, theme))


@dataclass(frozen=True)
class PointRow:
    pk: int
    name: str
    comments: int


def decision_points_of(theme: Theme) -> tuple[PointRow, ...]:
    """Where in the continuum it is said; most first."""
    tags = Tag.objects.counted().filter(theme=theme, comment__decision_point__isnull=False)
    rows = tags.values("comment__decision_point", "comment__decision_point__name")
    rows = rows.annotate(n=Count("comment", distinct=True)).order_by(
        "-n", "comment__decision_point"
    )
    return tuple(
        PointRow(row["comment__decision_point"], row["comment__decision_point__name"], row["n"])
        for row in rows
    )


@dataclass(frozen=True)
class Said:
    """A tagged comment as the theme's page shows it; `pieces` mark the tagged words."""

    comment: Comment
    pieces: tuple[tuple[str, bool], ...]
    coder: str


def tags_of(theme: Theme, *, q="", segment="", point="", voice="") -> QuerySet[Tag]:
    """The theme's tags that count, narrowed; those that may be quoted first."""
    tags = Tag.objects.counted().filter(theme=theme)
    if q:
        tags = tags.filter(comment__redacted_text__iregex=pattern_of(q))
    if segment:
        tags = tags.filter(comment__segment__code=segment)
    if point:
        tags = tags.filter(comment__decision_point__code=point)
    if voice:
        tags = tags.filter(comment__voice=voice)
    comments = Comment.objects.select_related("segment", "decision_point").defer("original")
    tags = tags.select_related("coder").prefetch_related(Prefetch("comment", comments))
    return tags.order_by("-comment__may_quote", "comment_id")


def said(tags: Iterable[Tag]) -> list[Said]:
    """One page of tags with their words; one query more."""
    tags = list(tags)
    hidden = hidden_spans({tag.comment_id for tag in tags})
    rows = []
    for tag in tags:
        text = tag.comment.redacted_text
        span = to_redacted(hidden[tag.comment_id], tag.start, tag.end)
        # A tag on the whole comment marks nothing: all of it is meant.
        spans = [] if span == (0, len(text)) else [span]
        coder = f"coded by {tag.coder.name}" if tag.coder else "coded elsewhere"
        rows.append(Said(tag.comment, highlight(text, spans), coder))
    return rows


@dataclass(frozen=True)
class Deed:
    """One line of a theme's history."""

    at: object
    by: User | None
    what: str


def history_of(theme: Theme) -> list[Deed]:
    """What was done with the theme itself, newest first; one query."""
    entries = AuditEntry.objects.filter(subject_kind="Theme", subject_id=str(theme.pk))
    entries = entries.select_related("actor")[:HISTORY]
    return [Deed(e.at, e.actor, DEEDS[e.verb]) for e in entries if e.verb in DEEDS]


def newest_version(theme: Theme) -> SummaryVersion | None:
    """The version of its summary that was begun last."""
    versions = SummaryVersion.objects.filter(summary__theme=theme)
    return versions.select_related("decided_by").order_by("-number").first()
