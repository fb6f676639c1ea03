"""Counted statements that lead into a summary. Made from the data each time, and never kept: what
is withdrawn is gone from them at once. They count sessions and submissions, and never people."""

from dataclasses import dataclass

from django.db.models import Count

from analysis.models import Summary
from analysis.summaries.sources import comments_of
from analysis.themes.counts import Raised, raised, sessions_of_themes


@dataclass(frozen=True)
class LeadIn:
    """`open` may be read by anybody; `team` has small numbers, and is for the analysis team."""

    open: str
    team: str


def lead_in(summary: Summary) -> LeadIn:
    """At most three queries."""
    if summary.theme_id:
        return _of_theme(summary)
    counts = counts_of(summary)
    if not counts.comments:
        return LeadIn("", "Nothing was said yet.")
    heard = f"Heard in {_number(counts.sessions, 'session')}." if counts.sessions else ""
    return LeadIn(
        heard,
        f"{_number(counts.comments, 'comment')}, in {_ways(counts)}"
        f"{_from_segments(counts) if summary.decision_point_id else ''}.",
    )


def _of_theme(summary: Summary) -> LeadIn:
    sessions, closed = sessions_of_themes(summary.initiative, [summary.theme])
    heard_in = sessions.get(summary.theme_id, 0)
    counts = counts_of(summary)
    if not counts.comments:
        return LeadIn(_sessions(heard_in, closed), "Nobody has raised it yet.")
    raise_it = f"raise{'s' * (counts.comments == 1)} it"
    return LeadIn(
        _sessions(heard_in, closed),
        f"{_number(counts.comments, 'comment')} {raise_it}, in {_ways(counts)}"
        f"{_from_segments(counts)}.",
    )


def counts_of(summary: Summary) -> Raised:
    """How much was said on it; one query. For the analysis team."""
    if summary.theme_id:
        return raised([summary.theme]).get(summary.theme_id, Raised())
    counts = comments_of(summary).aggregate(
        comments=Count("pk"),
        submissions=Count("submission", distinct=True),
        sessions=Count("session_log", distinct=True),
        segments=Count("segment", distinct=True),
    )
    return Raised(**counts)


def _ways(counts: Raised) -> str:
    submissions = _number(counts.submissions, "submission")
    return f"{submissions} and {_number(counts.sessions, 'session')}"


def _from_segments(counts: Raised) -> str:
    return f", from {_number(counts.segments, 'segment')}"


def _sessions(heard_in: int, closed: int) -> str:
    if not closed:
        return ""
    return f"Raised in {heard_in} of {_number(closed, 'session')}."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
