"""What waits for a person in the analysis."""

from django.urls import reverse

from accounts.models import User
from analysis.double_coding.reports import blind_waiting
from analysis.models import Codebook, Run, SummaryVersion
from analysis.review.queue import open_suggestions
from analysis.summaries.authorship import authors_of_each
from analysis.summaries.reports import needing_renewed_approval, returned_and_not_taken_up
from initiatives.models import Initiative, Role
from initiatives.permissions import ANALYSIS_TEAM
from initiatives.reports import Waiting


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """What waits for this person here; `initiative.roles` is set by get_initiative_for."""
    found: list[Waiting] = []
    if Role.ANALYST in initiative.roles:
        found += _for_analyst(initiative)
    if Role.APPROVER in initiative.roles:
        found += _for_approver(user, initiative)
    if initiative.roles & ANALYSIS_TEAM:
        found += _for_coder(user, initiative)
    return tuple(row for row in found if row.count)


def _for_analyst(initiative: Initiative) -> list[Waiting]:
    codebook = Codebook.objects.filter(initiative=initiative).first()
    if codebook is None:
        return []
    slug = initiative.slug
    review = open_suggestions(codebook).values("comment").distinct().count()
    last = codebook.run_set.first()
    failed = int(last is not None and last.state == Run.State.FAILED)
    returned = returned_and_not_taken_up(initiative).count()
    to_review = reverse("analysis:review", args=[slug])
    approvals = reverse("analysis:approvals", args=[slug])
    return [
        _waiting("understand", review, "comment", "to review", to_review),
        _waiting("understand", failed, "run", "that failed", reverse("analysis:runs", args=[slug])),
        _waiting("decide", returned, "summary", "returned to you", approvals, "summaries"),
    ]


def _for_coder(user: User, initiative: Initiative) -> list[Waiting]:
    blind = blind_waiting(user, initiative).count()
    url = reverse("analysis:agreement", args=[initiative.slug])
    return [_waiting("understand", blind, "comment", "to code blind", url)]


def _for_approver(user: User, initiative: Initiative) -> list[Waiting]:
    """Of what waits, that which this person did not write and so may approve."""
    url = reverse("analysis:approvals", args=[initiative.slug])
    versions = SummaryVersion.objects.filter(
        state=SummaryVersion.State.SUBMITTED, summary__initiative=initiative
    )
    authors = authors_of_each(versions)
    to_approve = sum(user.pk not in wrote for wrote in authors.values())
    renewal = needing_renewed_approval(initiative).count()
    return [
        _waiting("decide", to_approve, "summary", "to approve", url, "summaries"),
        _waiting("decide", renewal, "summary", "to approve again", url, "summaries"),
    ]


def _waiting(step: str, count: int, noun: str, rest: str, url: str, many: str = "") -> Waiting:
    return Waiting(step, count, f"{noun if count == 1 else many or noun + 's'} {rest}", url)
