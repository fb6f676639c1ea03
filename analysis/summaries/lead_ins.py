"""Counted statements that lead into a summary. Made from the data each time, and never kept: what
is withdrawn is gone from them at once. They count sessions and submissions, and never people."""

from dataclasses import dataclass

from analysis.models import Theme
from analysis.themes.counts import raised, sessions_of_themes
from initiatives.models import Initiative


@dataclass(frozen=True)
class LeadIn:
    """`open` may be read by anybody; `team` has small numbers, and is for the analysis team."""

    open: str
    team: str


def lead_in(initiative: Initiative, theme: Theme) -> LeadIn:
    """Three queries."""
    sessions, closed = sessions_of_themes(initiative, [theme])
    heard_in = sessions.get(theme.pk, 0)
    counts = raised([theme]).get(theme.pk)
    if counts is None:
        return LeadIn(_sessions(heard_in, closed), "Nobody has raised it yet.")
    return LeadIn(
        _sessions(heard_in, closed),
        f"{_number(counts.comments, 'comment')} raise{'s' * (counts.comments == 1)} it, in "
        f"{_number(counts.submissions, 'submission')} and {_number(counts.sessions, 'session')}, "
        f"from {_number(counts.segments, 'segment')}.",
    )


def _sessions(heard_in: int, closed: int) -> str:
    if not closed:
        return ""
    return f"Raised in {heard_in} of {_number(closed, 'session')}."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
