"""Segments and decision points, each with where its summary stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from analysis.models import Summary, SummaryVersion
from feedback.models import Comment
from initiatives.models import DecisionPoint, Initiative, Segment


@dataclass(frozen=True)
class Row:
    """One of them. `comments` is for the team only (promise 2), None for everybody else."""

    kind: str
    about: Segment | DecisionPoint
    comments: int | None
    newest: SummaryVersion | None
    approved: SummaryVersion | None


@dataclass(frozen=True)
class Group:
    """All segments, or all decision points."""

    name: str
    rows: tuple[Row, ...]


def groups(initiative: Initiative, *, team: bool) -> tuple[Group, ...]:
    """In the order of the plan; a fixed number of queries. The team sees those of which something
    was said, everybody else those with an approved summary."""
    kinds = (
        ("What each segment says", Summary.Kind.SEGMENT, "segment", initiative.segment_set.all()),
        (
            "What is said at each decision point",
            Summary.Kind.POINT,
            "decision_point",
            initiative.decisionpoint_set.all(),
        ),
    )
    found = []
    for name, kind, field, about in kinds:
        rows = _rows(initiative, kind, field, list(about), team=team)
        if rows:
            found.append(Group(name, rows))
    return tuple(found)


def _rows(
    initiative: Initiative, kind: str, field: str, about: Sequence, *, team: bool
) -> tuple[Row, ...]:
    counts = _comments(initiative, field) if team else {}
    versions = SummaryVersion.objects.filter(**{f"summary__{field}__in": about})
    newest, approved = {}, {}
    for version in versions.select_related("summary", "decided_by").order_by("number"):
        newest[version.summary.about_id] = version
        if version.state == SummaryVersion.State.APPROVED:
            approved[version.summary.about_id] = version
    shown = counts.keys() | newest.keys() if team else approved.keys()
    return tuple(
        Row(
            kind=kind,
            about=row,
            comments=counts.get(row.pk, 0) if team else None,
            newest=newest.get(row.pk) if team else None,
            approved=approved.get(row.pk),
        )
        for row in about
        if row.pk in shown
    )


def _comments(initiative: Initiative, field: str) -> dict[int, int]:
    rows = Comment.objects.as_evidence().filter(
        initiative=initiative, **{f"{field}__isnull": False}
    )
    counts = rows.values(field).annotate(n=Count("pk")).order_by(field)
    return {row[field]: row["n"] for row in counts}
