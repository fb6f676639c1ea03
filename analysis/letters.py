"""Letters of analysis: a summary waits, was returned, or lost some of its evidence.

They name the theme (our words) and lead to a page; they hold nothing that anybody said.
"""

from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from analysis import summary_reports
from analysis.models import SummaryVersion
from initiatives.models import Membership, Role
from initiatives.permissions import ANALYSIS_TEAM
from letters import registry
from letters.registry import Content
from letters.services import send_later

WAITS, RETURNED, RENEWAL = "summary_waits", "summary_returned", "summary_renewal"


def register_kinds() -> None:
    """Called once, when the program starts."""
    registry.register(WAITS, template=WAITS, resolve=waits)
    registry.register(RETURNED, template=RETURNED, resolve=returned)
    registry.register(RENEWAL, template=RENEWAL, resolve=renewal)


def tell_of_waiting(version: SummaryVersion, authors: Collection[int]) -> None:
    """Tell every approver who did not write in the version. Each handing in is told once."""
    for user in _people(version, Role.APPROVER).exclude(user__in=authors):
        send_later(kind=WAITS, subject=version.pk, occasion=_handed_in(version, user))


def tell_of_return(version: SummaryVersion, authors: Collection[int]) -> None:
    """Tell those who wrote it and still work on the analysis."""
    for user in _people(version, *ANALYSIS_TEAM).filter(user__in=authors):
        send_later(kind=RETURNED, subject=version.pk, occasion=str(user))


def tell_of_lost_evidence(version: SummaryVersion, authors: Collection[int]) -> None:
    """Tell the approvers, who decide again, and the authors, who write the next version."""
    writers = _people(version, *ANALYSIS_TEAM).filter(user__in=authors)
    for user in sorted({*_people(version, Role.APPROVER), *writers}):
        send_later(kind=RENEWAL, subject=version.pk, occasion=str(user))


def _people(version: SummaryVersion, *roles: str) -> QuerySet:
    """The numbers of those who have one of the roles today, each once."""
    initiative = version.summary.theme.codebook.initiative_id
    current = Membership.objects.current().filter(initiative=initiative, role__in=roles)
    return current.order_by("user").values_list("user", flat=True).distinct()


def _handed_in(version: SummaryVersion, user: int) -> str:
    """The occasion: a version that was taken back and handed in again is told again."""
    return f"{user} {version.submitted_at:%Y-%m-%dT%H:%M:%S.%f}"


def waits(subject: int, occasion: str) -> Content | None:
    """Nothing once somebody decided, took it back, or handed it in anew."""
    version = _version(subject, SummaryVersion.State.SUBMITTED)
    user = int(occasion.partition(" ")[0])
    if version is None or occasion != _handed_in(version, user):
        return None
    return _content(version, user, [Role.APPROVER], "analysis:approval", version.pk)


def returned(subject: int, occasion: str) -> Content | None:
    """Nothing once somebody has begun the next version."""
    version = _version(subject, SummaryVersion.State.RETURNED)
    if version is None or version.summary.summaryversion_set.filter(number__gt=version.number):
        return None
    return _to_summary(version, int(occasion), ANALYSIS_TEAM)


def renewal(subject: int, occasion: str) -> Content | None:
    """Nothing once the next version was approved."""
    version = _version(subject, SummaryVersion.State.APPROVED)
    gone = summary_reports.gone_evidence().filter(sentence__version=subject)
    if version is None or not gone.exists():
        return None
    return _to_summary(version, int(occasion), ANALYSIS_TEAM)


def _version(pk: int, state: str) -> SummaryVersion | None:
    versions = SummaryVersion.objects.select_related("summary__theme__codebook__initiative")
    return versions.filter(pk=pk, state=state).first()


def _to_summary(version: SummaryVersion, user: int, roles: Collection[str]) -> Content | None:
    return _content(version, user, roles, "analysis:summary", version.summary.theme_id)


def _content(version, user: int, roles: Collection[str], page: str, pk: int) -> Content | None:
    """The letter to somebody who still has one of the roles."""
    if user not in _people(version, *roles):
        return None
    theme = version.summary.theme
    initiative = theme.codebook.initiative
    link = f"{settings.SITE_URL}{reverse(page, args=[initiative.slug, pk])}"
    context = {"theme": theme, "initiative": initiative, "version": version, "link": link}
    return Content(to=User.objects.get(pk=user).email, context=context)
