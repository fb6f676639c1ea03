"""What people need in order to come, and what they get for coming: the board and the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from focusgroups.models import Accommodation, Registration, Session, Stipend
from focusgroups.models.accommodations import ANSWER_DAYS, late_rule
from focusgroups.models.registrations import ACTIVE
from focusgroups.permissions import may_plan
from initiatives.models import Initiative

State = Accommodation.State
GONE = (Registration.State.CANCELLED, Registration.State.EXPIRED)


def needs_of(initiative: Initiative) -> QuerySet[Accommodation]:
    """Every need of people who may still come, the next session first. One query."""
    rows = Accommodation.objects.filter(
        registration__session__group__initiative=initiative, registration__state__in=ACTIVE
    ).exclude(registration__session__state=Session.State.CANCELLED)
    return rows.select_related("registration__session__group", "arranger").order_by(
        "registration__session__starts_at", "registration__position", "kind"
    )


def needs_for(user: User, initiative: Initiative) -> QuerySet[Accommodation]:
    """All of them for coordinators; for a facilitator those that they arrange."""
    rows = needs_of(initiative)
    return rows if may_plan(initiative.roles) else rows.filter(arranger=user)


def is_late(need: Accommodation, now: datetime) -> bool:
    """`late_rule` for one need that was read with its session."""
    left = need.registration.session.starts_at - now
    return need.state == State.ASKED and timedelta(0) < left <= timedelta(days=ANSWER_DAYS)


@dataclass(frozen=True)
class NeedCounts:
    """How many needs for sessions to come have no answer, and how many of these are late."""

    open: int
    late: int


def need_counts(needs: QuerySet[Accommodation], now: datetime) -> NeedCounts:
    """One query."""
    rows = needs.filter(registration__session__starts_at__gt=now).order_by()
    counts = rows.aggregate(
        open=Count("pk", filter=Q(state=State.ASKED)), late=Count("pk", filter=late_rule(now))
    )
    return NeedCounts(**counts)


def stipends_of(initiative: Initiative) -> QuerySet[Stipend]:
    """The ledger, the latest session first. One query.

    What was promised to somebody who cancelled since is owed to nobody, and stands in no sum.
    """
    rows = Stipend.objects.filter(registration__session__group__initiative=initiative)
    rows = rows.exclude(state="PROMISED", registration__state__in=GONE)
    return rows.select_related("registration__session__group", "given_by").order_by(
        "-registration__session__starts_at", "registration__position"
    )


@dataclass(frozen=True)
class Totals:
    """Dollars and lines of the ledger by state."""

    promised: Decimal
    promised_lines: int
    given: Decimal
    given_lines: int
    declined_lines: int


def totals_of(stipends: QuerySet[Stipend]) -> Totals:
    """One query."""

    def lines(state: str) -> Count:
        return Count("pk", filter=Q(state=state))

    found = stipends.order_by().aggregate(
        promised=Sum("amount", filter=Q(state="PROMISED"), default=Decimal(0)),
        promised_lines=lines("PROMISED"),
        given=Sum("amount", filter=Q(state="GIVEN"), default=Decimal(0)),
        given_lines=lines("GIVEN"),
        declined_lines=lines("DECLINED"),
    )
    return Totals(**found)


COLUMNS = (
    "session", "name", "amount in dollars", "state", "how", "given on", "given by", "receipt"
)  # fmt: skip


def ledger_rows(stipends: QuerySet[Stipend]):
    """The ledger as rows of a file. No seat and nothing that was said stands beside a name."""
    for row in stipends.iterator():
        yield [
            str(row.registration.session),
            row.registration.name,
            row.amount,
            row.get_state_display(),
            row.get_form_display() if row.state == "GIVEN" else "",
            row.given_on or "",
            str(row.given_by or ""),
            row.receipt,
        ]
