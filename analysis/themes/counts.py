"""How many sessions, submissions and comments raise a theme. Withdrawn ones count nowhere."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from analysis.models import Tag, Theme
from feedback.models import Comment, SessionLog
from initiatives.models import Initiative


@dataclass(frozen=True)
class Raised:
    """By how much a theme is raised. Comments and submissions are for the team only (promise 2)."""

    comments: int = 0
    submissions: int = 0
    sessions: int = 0
    segments: int = 0


def sessions_of_themes(
    initiative: Initiative, themes: Collection[Theme]
) -> tuple[dict[int, int], int]:
    """In how many closed sessions each theme was raised, and of how many; two queries.

    This is what readers and the public see: sessions are not people.
    """
    tags = Tag.objects.counted().filter(theme__in=themes, comment__session_log__isnull=False)
    counts = tags.values("theme").annotate(n=Count("comment__session_log", distinct=True))
    closed = SessionLog.objects.filter(session__group__initiative=initiative, state="CLOSED")
    found = {row["theme"]: row["n"] for row in counts.order_by("theme")}
    return found, closed.count()


def raised(themes: Collection[Theme]) -> dict[int, Raised]:
    """The counts of each theme, by its number; one query. For the analysis team."""
    rows = (
        Tag.objects.counted()
        .filter(theme__in=themes)
        .values("theme")
        .annotate(
            comments=Count("comment", distinct=True),
            submissions=Count("comment__submission", distinct=True),
            sessions=Count("comment__session_log", distinct=True),
            segments=Count("comment__segment", distinct=True),
        )
        .order_by("theme")
    )
    return {
        row["theme"]: Raised(row["comments"], row["submissions"], row["sessions"], row["segments"])
        for row in rows
    }


@dataclass(frozen=True)
class SegmentShare:
    """Of the comments of a segment, how many raise the theme."""

    segment: str
    raised: int
    of: int

    @property
    def percent(self) -> float:
        """0 to 100."""
        return 100 * self.raised / self.of if self.of else 0.0


def shares_by_segment(initiative: Initiative, theme: Theme) -> tuple[SegmentShare, ...]:
    """By segment in the order of the plan, small segments too (promise 6); two queries."""
    everyone = Comment.objects.as_evidence().filter(initiative=initiative, segment__isnull=False)
    totals = everyone.values("segment").annotate(n=Count("id")).order_by("segment")
    tagged = Tag.objects.counted().filter(theme=theme, comment__segment__isnull=False)
    hits = tagged.values("comment__segment").annotate(n=Count("comment", distinct=True))
    of = {row["segment"]: row["n"] for row in totals}
    found = {row["comment__segment"]: row["n"] for row in hits.order_by("comment__segment")}
    segments = initiative.segment_set.filter(pk__in=of)
    return tuple(SegmentShare(s.name, found.get(s.pk, 0), of[s.pk]) for s in segments)
