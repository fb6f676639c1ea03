"""Who was asked to come, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from focusgroups.models import FocusGroup, Invitee, Partner, Recruiting, Session
from initiatives.models import Initiative

State = Invitee.State


@dataclass(frozen=True)
class Tally:
    """What came of asking: how many were asked, and what they said."""

    name: str
    asked: int
    registered: int
    said_no: int
    no_answer: int

    @property
    def open(self) -> int:
        """Those of whom nothing is known yet."""
        return self.asked - self.registered - self.said_no - self.no_answer


def _counts(path: str = "") -> dict[str, Count]:
    def of(*states: str) -> Count:
        return Count(
            path or "pk", filter=Q(**{f"{path}__state__in" if path else "state__in": states})
        )

    return {
        "asked": Count(path or "pk"),
        "registered": of(State.REGISTERED),
        "said_no": of(State.NO),
        "no_answer": of(State.NO_ANSWER),
    }


def groups_to_fill(initiative: Initiative) -> QuerySet[FocusGroup]:
    """Every group with what came of asking people to it. One query."""
    rows = FocusGroup.objects.filter(initiative=initiative).select_related("segment")
    return rows.annotate(**_counts("invitee"))


def tallies_by_segment(group: FocusGroup) -> Sequence[Tally]:
    """What came of it for each segment that was asked. One query."""
    rows = Invitee.objects.filter(group=group).values("segment__name", "segment__order")
    rows = rows.annotate(**_counts()).order_by("segment__order", "segment__name")
    return [
        Tally(
            row["segment__name"] or "segment not known",
            row["asked"],
            row["registered"],
            row["said_no"],
            row["no_answer"],
        )
        for row in rows
    ]


def invitees_of(group: FocusGroup) -> QuerySet[Invitee]:
    return Invitee.objects.filter(group=group).select_related("partner", "segment", "asked_by")


def remindable(group: FocusGroup, now: datetime) -> int:
    """How many have not answered and may be asked once more."""
    return Invitee.objects.filter(group=group).remindable(now).count()


def name_source_of(initiative: Initiative) -> str:
    """What the initiative answers to "How did you get my name?" where nobody says it closer."""
    found = Recruiting.objects.filter(initiative=initiative).first()
    return found.name_source if found else ""


def partners_of(initiative: Initiative) -> list[Partner]:
    """Those who are active first; each with `tally`, what came of their asking. Two queries and
    one for their groups."""
    tallies = tallies_by_partner(initiative)
    rows = Partner.objects.filter(initiative=initiative).order_by("-is_active", "name")
    partners = list(rows.prefetch_related("groups"))
    for partner in partners:
        partner.tally = tallies.get(partner.pk, {"asked": 0})
    return partners


def tallies_by_partner(initiative: Initiative) -> dict[int, dict]:
    """What came of the asking of each partner, by their number. One query."""
    rows = Invitee.objects.filter(partner__initiative=initiative).values("partner")
    rows = rows.annotate(**_counts(), last=Max("asked_at")).order_by()
    return {row["partner"]: row for row in rows}


# What a partner's page shows.


def open_sessions(groups: Iterable[FocusGroup], now: datetime) -> dict[int, list[Session]]:
    """By group, the sessions for which people can register. One query."""
    rows = Session.objects.filter(group__in=groups).taking_registrations(now)
    found: dict[int, list[Session]] = {}
    for session in (
        rows.select_related("place", "room").prefetch_related("interpreters").order_by("starts_at")
    ):
        found.setdefault(session.group_id, []).append(session)
    return found


def own_invitees(partner: Partner) -> QuerySet[Invitee]:
    """Those whom this partner noted, and nobody else. Of each only what the partner noted is to
    be shown (`noted`): not whether they registered by themselves, wait, came or need something."""
    rows = Invitee.objects.filter(partner=partner).exclude(noted="").exclude(name="")
    return rows.select_related("group__title")
