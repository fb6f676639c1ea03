"""What waits for a person, gathered from every app; the steps of the loop; public initiatives."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from analysis import reports as analysis
from analysis.models import Theme
from feedback import reports as feedback
from focusgroups import reports as focusgroups
from focusgroups.models import Session
from followup import reports as followup
from initiatives import reports as initiatives
from initiatives.models import Initiative, Membership, Role
from initiatives.permissions import ANALYSIS_TEAM, EVERYONE, STAFF
from initiatives.reports import Waiting
from letters import reports as letters
from surveys import reports as surveys
from surveys.models import Survey, SurveyVersion

ASKED = (initiatives, letters, surveys, focusgroups, feedback, analysis, followup)
# The steps of the loop: key, label, address, and who may open it.
LOOP = (
    ("plan", "Plan", "initiatives:plan", STAFF),
    ("invite", "Invite", "surveys:list", STAFF),
    ("listen", "Listen", "feedback:listen", STAFF),
    ("protect", "Protect", "feedback:protect", ANALYSIS_TEAM),
    ("understand", "Understand", "analysis:themes", EVERYONE),
    ("decide", "Decide", "analysis:approvals", ANALYSIS_TEAM),
    ("act", "Act", "followup:actions", STAFF),
    ("report", "Report back", "followup:report", EVERYONE),
)
ORDER = {step[0]: place for place, step in enumerate(LOOP)}


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """All that waits for this person here, in the order of the loop."""
    found = [row for app in ASKED for row in app.waiting_for(user, initiative)]
    return tuple(sorted(found, key=lambda row: ORDER[row.step]))


@dataclass(frozen=True)
class LoopStep:
    """A step on the left: `url` is empty where this person may not open it."""

    key: str
    label: str
    url: str
    count: int
    built: bool
    initiative: Initiative


def loop_of(user: User, initiative: Initiative) -> tuple[LoopStep, ...]:
    """The eight steps with the numbers that wait; `initiative.roles` is set."""
    counts: dict[str, int] = {}
    for row in waiting_for(user, initiative):
        counts[row.step] = counts.get(row.step, 0) + row.count
    steps = []
    for key, label, name, roles in LOOP:
        url = _address(name, initiative.slug)
        may = bool(initiative.roles & roles)
        steps.append(
            LoopStep(key, label, url if may else "", counts.get(key, 0), bool(url), initiative)
        )
    return tuple(steps)


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Work:
    """One initiative on a person's home page."""

    initiative: Initiative
    waiting: tuple[Waiting, ...]
    links: tuple[tuple[str, str], ...]


# Where each role works, as links beside what waits: label and address.
PLACES = {
    Role.COORDINATOR: (
        ("Plan", "initiatives:plan"),
        ("People", "initiatives:members"),
        ("Surveys", "surveys:list"),
        ("Registrations", "focusgroups:registrations"),
        ("Needs", "focusgroups:needs"),
        ("Sessions", "focusgroups:sessions"),
        ("Letters", "letters:list"),
    ),
    Role.FACILITATOR: (("Sessions", "focusgroups:sessions"), ("Listen", "feedback:listen")),
    Role.ANALYST: (("Comments", "feedback:comments"), ("Themes", "analysis:themes")),
    Role.APPROVER: (("Approvals", "analysis:approvals"), ("Actions", "followup:actions")),
    Role.READER: (("Approved findings", "analysis:themes"), ("Report back", "followup:report")),
}


def work_of(user: User) -> tuple[Work, ...]:
    """The person's initiatives by name, with what waits for them in each."""
    return tuple(_work(user, initiative) for initiative in roles_of(user))


def roles_of(user: User) -> tuple[Initiative, ...]:
    """The person's initiatives by name; `roles` and `role_names` of each are set. One query."""
    rows = Membership.objects.current().filter(user=user).select_related("initiative")
    found: dict[int, Initiative] = {}
    for row in rows.order_by("initiative__name", "initiative_id"):
        initiative = found.setdefault(row.initiative_id, row.initiative)
        initiative.roles = getattr(initiative, "roles", frozenset()) | {row.role}
    for initiative in found.values():
        initiative.role_names = [role.label for role in Role if role in initiative.roles]
    return tuple(found.values())


def _work(user: User, initiative: Initiative) -> Work:
    places = [place for role in Role if role in initiative.roles for place in PLACES[role]]
    links = [(label, _address(name, initiative.slug)) for label, name in dict.fromkeys(places)]
    return Work(
        initiative=initiative,
        waiting=waiting_for(user, initiative),
        links=tuple((label, url) for label, url in links if url),
    )


@dataclass(frozen=True)
class SetUpBeyond:
    """What the set-up needs from the apps that plan cannot see: their names, done or not."""

    label: str
    why: str
    done: bool
    url: str


def set_up_beyond(initiative: Initiative) -> tuple[SetUpBeyond, ...]:
    """Codebook, survey and session, for the checklist of the Plan page."""
    slug = initiative.slug
    open_survey = Survey.objects.open().filter(initiative=initiative).exists()
    sessions = Session.objects.filter(group__initiative=initiative)
    themes = Theme.objects.filter(codebook__initiative=initiative)
    return (
        SetUpBeyond(
            "Codebook",
            "The themes that the engine looks for.",
            themes.exists(),
            _address("analysis:codebook", slug),
        ),
        SetUpBeyond(
            "Survey",
            "So that people can answer online.",
            open_survey,
            _address("surveys:list", slug),
        ),
        SetUpBeyond(
            "Session",
            "So that people can meet and talk.",
            sessions.exclude(state=Session.State.CANCELLED).exists(),
            _address("focusgroups:sessions", slug),
        ),
    )


def open_surveys(initiative: Initiative) -> tuple[SurveyVersion, ...]:
    """Published versions, with their titles in every language; two queries."""
    rows = SurveyVersion.objects.filter(
        survey__initiative=initiative, state=SurveyVersion.State.PUBLISHED
    )
    return tuple(rows.select_related("survey", "title").prefetch_related("title__translation_set"))


def sessions_held(initiative: Initiative) -> int:
    """How often groups met. Sessions are not people: this may be told to everybody."""
    held = (Session.State.HELD, Session.State.CLOSED)
    return Session.objects.filter(group__initiative=initiative, state__in=held).count()


@dataclass(frozen=True)
class InitiativeRow:
    """An initiative as an administrator sees it: who coordinates it, and who was asked to."""

    initiative: Initiative
    coordinators: tuple[User, ...]
    offers: tuple[initiatives.Offer, ...]


def administered() -> tuple[InitiativeRow, ...]:
    """All initiatives by name; three queries."""
    coordinators = Membership.objects.current().filter(role=Role.COORDINATOR)
    rows = list(
        Initiative.objects.prefetch_related(
            Prefetch(
                "membership_set",
                coordinators.select_related("user"),
                to_attr="coordinator_memberships",
            )
        )
    )
    offers = initiatives.offers_of(*rows, role=Role.COORDINATOR)
    return tuple(
        InitiativeRow(
            row,
            tuple(membership.user for membership in row.coordinator_memberships),
            tuple(offer for offer in offers if offer.invitation.initiative_id == row.pk),
        )
        for row in rows
    )
