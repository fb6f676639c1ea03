"""Letters of analysis: a summary waits, was returned, or lost some of its evidence.

They name the theme, segment or decision point (our words) and lead to a page; they hold nothing
that anybody said.
"""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from analysis.models import Run, SummaryVersion
from analysis.summaries import reports as summary_reports
from analysis.summaries.authorship import authors_of, authors_of_each
from initiatives.models import Membership, Role
from initiatives.permissions import ANALYSIS_TEAM
from letters import registry
from letters.models import Letter
from letters.registry import Content
from letters.services import send_later

WAITS, RETURNED, RENEWAL = "summary_waits", "summary_returned", "summary_renewal"
RUN_ENDED = "run_ended"


def register_kinds() -> None:
    """Called once, when the program starts."""
    registry.register(WAITS, template=WAITS, resolve=waits)
    registry.register(RETURNED, template=RETURNED, resolve=returned)
    registry.register(RENEWAL, template=RENEWAL, resolve=renewal)
    registry.register(RUN_ENDED, template=RUN_ENDED, resolve=run_ended)


def tell_of_waiting(version: SummaryVersion) -> None:
    """Tell every approver who did not write in the version. Each handing in is told once."""
    for user in _people(version, Role.APPROVER).exclude(user__in=authors_of(version)):
        send_later(kind=WAITS, subject=version.pk, occasion=_handed_in(version, user))


def tell_of_return(version: SummaryVersion) -> None:
    """Tell those who wrote it and still work on the analysis."""
    for user in _people(version, *ANALYSIS_TEAM).filter(user__in=authors_of(version)):
        send_later(kind=RETURNED, subject=version.pk, occasion=str(user))


def tell_of_renewed_approval() -> int:
    """Write letters about approved versions that lost evidence; each version is told once.

    The sweep calls it. Told are the approvers, who decide again, and the authors, who write the
    next version. Returns how many versions were told of.
    """
    told = Letter.objects.filter(kind=RENEWAL).values("subject")
    lost = summary_reports.having_lost_evidence().exclude(pk__in=told)
    versions = list(lost.with_subject())
    authors = authors_of_each(versions)
    for version in versions:
        writers = _people(version, *ANALYSIS_TEAM).filter(user__in=authors[version.pk])
        with transaction.atomic():
            for user in sorted({*_people(version, Role.APPROVER), *writers}):
                send_later(kind=RENEWAL, subject=version.pk, occasion=str(user))
    return len(versions)


def _people(version: SummaryVersion, *roles: str) -> QuerySet:
    """The numbers of those who have one of the roles today, each once."""
    initiative = version.summary.initiative_id
    current = Membership.objects.current().filter(initiative=initiative, role__in=roles)
    return current.order_by("user").values_list("user", flat=True).distinct()


def _handed_in(version: SummaryVersion, user: int) -> str:
    """The occasion: a version that was taken back and handed in again is told again."""
    return f"{user} {version.submitted_at.timestamp():.6f}"


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
    if version is None:
        return None
    if version.summary.summaryversion_set.filter(number__gt=version.number).exists():
        return None
    return _to_summary(version, int(occasion), ANALYSIS_TEAM)


def renewal(subject: int, occasion: str) -> Content | None:
    """Nothing once the next version was approved."""
    version = _version(subject, SummaryVersion.State.APPROVED)
    gone = summary_reports.gone_evidence().filter(sentence__version=subject)
    if version is None or not gone.exists():
        return None
    return _to_summary(version, int(occasion), ANALYSIS_TEAM)


def run_ended(subject: int, occasion: str) -> Content | None:
    """To who started the run, while they are still of the analysis team."""
    runs = Run.objects.select_related("codebook__initiative", "asked_by")
    run = runs.filter(pk=subject, state__in=[Run.State.DONE, Run.State.FAILED]).first()
    if run is None:
        return None
    initiative = run.codebook.initiative
    current = Membership.objects.current().filter(initiative=initiative, user=run.asked_by)
    if not current.filter(role__in=ANALYSIS_TEAM).exists():
        return None
    link = f"{settings.SITE_URL}{reverse('analysis:run', args=[initiative.slug, run.pk])}"
    context = {"run": run, "initiative": initiative, "link": link}
    return Content(to=run.asked_by.email, context=context)


def _version(pk: int, state: str) -> SummaryVersion | None:
    versions = SummaryVersion.objects.with_subject().select_related("summary__initiative")
    return versions.filter(pk=pk, state=state).first()


def _to_summary(version: SummaryVersion, user: int, roles: Collection[str]) -> Content | None:
    summary = version.summary
    page = ("analysis:summary", summary.kind.value, summary.about_id)
    return _content(version, user, roles, *page)


def _content(version, user: int, roles: Collection[str], page: str, *args) -> Content | None:
    """The letter to somebody who still has one of the roles."""
    if user not in _people(version, *roles):
        return None
    summary = version.summary
    initiative = summary.initiative
    link = f"{settings.SITE_URL}{reverse(page, args=[initiative.slug, *args])}"
    context = {"summary": summary, "initiative": initiative, "version": version, "link": link}
    return Content(to=User.objects.get(pk=user).email, context=context)
