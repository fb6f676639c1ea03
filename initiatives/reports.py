"""Shapes that several apps show, and what pages show about the set-up and the people."""

from dataclasses import dataclass

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from initiatives.invitations import link_of
from initiatives.models import Initiative, Invitation, Membership, Role


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: at which step of the loop, how many, what, and where.

    `what` follows the number: `Waiting("understand", 12, "suggestions to review", url)`.
    """

    step: str
    count: int
    what: str
    url: str


# Key, name, why, and where one does it.
SET_UP = (
    (
        "about",
        "What it is about",
        "People decide by these words whether to take part.",
        "initiatives:about",
        "",
    ),
    (
        "points",
        "Decision points",
        "Every answer of the agency belongs to one.",
        "initiatives:plan",
        "#decision-points",
    ),
    (
        "segments",
        "Segments",
        "Whom you listen to, so that one sees who is missing.",
        "initiatives:plan",
        "#segments",
    ),
    (
        "notice",
        "Privacy notice",
        "It comes before every question.",
        "initiatives:notice",
        "",
    ),
    (
        "people",
        "People",
        "An analyst and an approver: nobody approves what they wrote.",
        "initiatives:members",
        "",
    ),
)


@dataclass(frozen=True)
class SetUpStep:
    """One thing an initiative needs before people are asked; `has` says what is there."""

    key: str
    label: str
    why: str
    done: bool
    has: str
    url: str


def set_up_steps(initiative: Initiative) -> tuple[SetUpStep, ...]:
    """What this app knows of the set-up, in the order in which one does it; two queries."""
    there = Initiative.objects.filter(pk=initiative.pk).aggregate(
        points=Count("decisionpoint", distinct=True),
        segments=Count("segment", distinct=True),
        notice=Max("privacynotice__number"),
    )
    points, segments, notice = there["points"], there["segments"], there["notice"]
    people = Membership.objects.current().filter(initiative=initiative)
    roles = set(people.values_list("role", flat=True))
    # What is there, or nothing where it is still to do.
    has = {
        "about": initiative.aim and initiative.agency_contact and "written",
        "points": points and f"{points}",
        "segments": segments and f"{segments}",
        "notice": notice and f"version {notice}",
        "people": {Role.ANALYST, Role.APPROVER} <= roles and "an analyst and an approver",
    }
    return tuple(
        SetUpStep(
            key, label, why, bool(has[key]), has[key] or "", _address(name, initiative.slug, part)
        )
        for key, label, why, name, part in SET_UP
    )


def _address(name: str, slug: str, part: str) -> str:
    return reverse(name, args=[slug]) + part


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """For a coordinator: what the set-up still lacks."""
    if Role.COORDINATOR not in initiative.roles:
        return ()
    missing = [step for step in set_up_steps(initiative) if not step.done]
    if not missing:
        return ()
    noun = "step" if len(missing) == 1 else "steps"
    what = f"{noun} of the set-up, next: {missing[0].label.lower()}"
    return (Waiting("plan", len(missing), what, missing[0].url),)


@dataclass(frozen=True)
class Person:
    """A person and the roles they have in an initiative."""

    user: User
    memberships: tuple[Membership, ...]


def people_of(initiative: Initiative) -> tuple[Person, ...]:
    """Everybody with a role today, by name; one query."""
    rows = Membership.objects.current().filter(initiative=initiative).select_related("user")
    found: dict[int, list[Membership]] = {}
    for row in rows.order_by("user__name", "user_id", "id"):
        found.setdefault(row.user_id, []).append(row)
    return tuple(Person(rows[0].user, tuple(rows)) for rows in found.values())


@dataclass(frozen=True)
class Offer:
    """An invitation that can still be accepted, with its link."""

    invitation: Invitation
    link: str


def offers_of(*initiatives: Initiative, role: str = "") -> tuple[Offer, ...]:
    """Open invitations of these initiatives, the newest first; one query."""
    rows = Invitation.objects.open(timezone.now()).filter(initiative__in=initiatives)
    rows = rows.filter(role=role) if role else rows
    return tuple(Offer(row, link_of(row)) for row in rows.select_related("invited_by"))
