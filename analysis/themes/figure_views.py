"""A theme's figure as files: for the analysis team, since no count is hidden in them."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from analysis.access import get_theme_for_team
from analysis.themes import reports
from initiatives import figures
from initiatives.downloads import write_csv

COLUMNS = (
    "Segment",
    "Comments that raise it",
    "Comments",
    "Share in %",
    "95 % interval from",
    "95 % interval to",
)
NOTE = (
    "The lines are 95 % intervals (Wilson). {initiative}, {day}. "
    "For the analysis team only: small counts are not hidden."
)


def segments_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    initiative, theme = get_theme_for_team(request.user, slug, pk)
    rows = [
        (s.label, s.raised, s.of, *(round(100 * part, 1) for part in (s.share, s.low, s.high)))
        for s in reports.segment_shares(initiative, theme)
    ]
    return write_csv(_name(pk, "csv"), COLUMNS, rows)


def segments_svg(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The figure with its own colours: a file that was saved has no stylesheet."""
    initiative, theme = get_theme_for_team(request.user, slug, pk)
    day = date_format(timezone.localdate(), "j M Y")
    sheet = figures.sheet(
        reports.segment_title(theme),
        reports.segment_shares(initiative, theme),
        heading=f"Share of each segment's comments that raise “{theme.name}”",
        note=NOTE.format(initiative=initiative.name, day=day),
    )
    response = render(request, "analysis/segments.svg", {"sheet": sheet}, "image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{_name(pk, "svg")}"'
    return response


def _name(pk: int, kind: str) -> str:
    return f"team-only-theme-{pk}-segments.{kind}"
