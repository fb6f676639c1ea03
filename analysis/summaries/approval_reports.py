"""The list of decisions: what waits for a second person, and what has still to be written."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from analysis.models import SummaryVersion, Tag, Theme
from analysis.summaries.authorship import authors_of, authors_of_each
from analysis.summaries.reports import needing_renewed_approval, returned_and_not_taken_up
from initiatives.models import Initiative, Membership, Role

State = SummaryVersion.State
SHOWN = 20


@dataclass(frozen=True)
class Waits:
    """A version that was handed in. `nobody` is true where every approver wrote in it."""

    version: SummaryVersion
    wrote_it: bool
    nobody: bool


@dataclass(frozen=True)
class Decisions:
    """What stands on the list, and how far the themes have come."""

    waiting: tuple[Waits, ...]
    renewal: tuple[SummaryVersion, ...]
    returned: tuple[SummaryVersion, ...]
    in_work: tuple[SummaryVersion, ...]
    unwritten: tuple[Theme, ...]
    decided: tuple[SummaryVersion, ...]
    approved: int
    themes: int

    @property
    def is_empty(self) -> bool:
        lists = (self.waiting, self.renewal, self.returned, self.in_work, self.decided)
        return not any(lists) and not self.unwritten


def decisions(user: User, initiative: Initiative) -> Decisions:
    """For somebody of the analysis team; a fixed number of queries."""
    versions = SummaryVersion.objects.of_initiative(initiative)
    versions = versions.select_related("begun_by", "decided_by")
    approved = versions.filter(state=State.APPROVED).order_by("-decided_at", "-pk")
    raised = _raised_themes(initiative)
    return Decisions(
        waiting=_waiting(user, initiative, versions),
        renewal=tuple(needing_renewed_approval(initiative)),
        returned=tuple(returned_and_not_taken_up(initiative)),
        in_work=tuple(versions.filter(state=State.DRAFT).order_by("pk")),
        unwritten=tuple(unwritten(raised)),
        decided=tuple(approved[:SHOWN]),
        approved=raised.approved().count(),
        themes=raised.count(),
    )


def _waiting(user: User, initiative: Initiative, versions) -> tuple[Waits, ...]:
    rows = list(versions.filter(state=State.SUBMITTED).order_by("submitted_at", "pk"))
    authors = authors_of_each(rows)
    approvers = _approvers(initiative.pk)
    return tuple(
        Waits(row, user.pk in authors[row.pk], not approvers - authors[row.pk]) for row in rows
    )


def _raised_themes(initiative: Initiative) -> QuerySet[Theme]:
    """Themes in use that somebody raised."""
    tags = Tag.objects.counted().filter(theme=OuterRef("pk"))
    return Theme.objects.in_use().filter(Exists(tags), codebook__initiative=initiative)


def unwritten(themes: QuerySet[Theme]) -> QuerySet[Theme]:
    """Those without any version of a summary."""
    return themes.filter(~Exists(SummaryVersion.objects.filter(summary__theme=OuterRef("pk"))))


def _approvers(initiative: int) -> set[int]:
    current = Membership.objects.current().filter(initiative=initiative, role=Role.APPROVER)
    return set(current.values_list("user", flat=True))


def approvers_of(version: SummaryVersion) -> set[int]:
    """The numbers of those who may decide on this version: approvers who did not write in it."""
    return _approvers(version.summary.initiative_id) - authors_of(version)
