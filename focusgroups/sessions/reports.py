"""What the page of a group shows."""

from dataclasses import dataclass

from django.db.models import Count, Q

from focusgroups.models import FocusGroup, SegmentPlan, Session
from initiatives.models import Initiative, Text
from initiatives.wording import whole_number


@dataclass(frozen=True)
class SessionRow:
    """A session with how many have a place, how many said again that they come, and who waits."""

    session: Session
    registered: int
    confirmed: int
    waiting: int

    @property
    def free(self) -> int:
        return max(0, self.session.places - self.registered)

    @property
    def without_a_chair(self) -> int:
        """How many have no chair if everybody comes who has a place."""
        return max(0, self.registered - self.session.chairs)

    @property
    def is_to_come(self) -> bool:
        return self.session.state in (Session.State.PLANNED, Session.State.OPEN)


def session_rows(group: FocusGroup) -> list[SessionRow]:
    """The sessions of a group with their numbers; two queries."""
    holding = Q(registration__state__in=("REGISTERED", "OFFERED"))
    confirmed = Q(registration__state="REGISTERED", registration__confirmed_at__isnull=False)
    rows = group.session_set.select_related(
        "group", "place", "room__place", "facilitator", "assistant"
    ).annotate(
        held=Count("registration", filter=holding),
        sure=Count("registration", filter=confirmed),
        waits=Count("registration", filter=Q(registration__state="WAITLISTED")),
    )
    rows = rows.prefetch_related("interpreters")
    return [SessionRow(row, row.held, row.sure, row.waits) for row in rows]


@dataclass(frozen=True)
class Words:
    """A text that people read of a group, in both languages of the pages."""

    label: str
    english: str
    spanish: str


def words_of(group: FocusGroup) -> list[Words]:
    """Name, description and what one gets; those that are not written are empty."""
    labels = {"title": "Name that people see", "about": "What it is", "gets": "What one gets"}
    return [_words(label, getattr(group, name)) for name, label in labels.items()]


def _words(label: str, text: Text | None) -> Words:
    if text is None:
        return Words(label, "", "")
    return Words(label, text.words, text.in_language("es") if text.is_in("es") else "")


def planned_for(initiative: Initiative, segment: str) -> dict[str, object]:
    """What a new group of this segment begins with: guide, stipend and incentive of the plan."""
    number = whole_number(segment)
    plan = SegmentPlan.objects.filter(initiative=initiative, segment=number).first()
    if plan is None:
        return {"segment": number}
    return {
        "segment": number,
        "guide": plan.guide_id,
        "stipend": plan.stipend,
        "gets_en": plan.incentive,
    }


def groups_to_tick(initiative: Initiative, group: str) -> list[int]:
    """The one that is named, or else all groups of the initiative."""
    rows = FocusGroup.objects.filter(initiative=initiative)
    if group:
        rows = rows.filter(pk=whole_number(group))
    return list(rows.values_list("pk", flat=True))
