"""The recruitment board: who must be heard, who is coming, and the next useful step."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import (
    FocusGroup,
    Invitee,
    Place,
    Registration,
    SegmentPlan,
    Session,
    Target,
)
from initiatives import figures, languages
from initiatives.models import Initiative

# So long before a session those who have not confirmed are called.
CALL_BEFORE = timedelta(days=4)
CAME = ("PRESENT", "LATE", "LEFT_EARLY")
OF_SEGMENT = Coalesce("segment_id", "session__group__segment_id")


@dataclass(frozen=True)
class Step:
    """The next useful step: what the link says, and where it leads."""

    words: str
    url: str
    is_urgent: bool = False


@dataclass
class Numbers:
    """How many of one kind have a place, said again that they come, and came."""

    registered: int = 0
    confirmed: int = 0
    came: int = 0


@dataclass(frozen=True)
class Row:
    """One kind of people: how many are to be heard and how far that is."""

    label: str
    target: int
    registered: int
    confirmed: int
    came: int
    # Groups that are planned, of how many; both 0 for a target beside the segments.
    groups: int = 0
    groups_wanted: int = 0
    step: Step | None = None
    # Nobody has been asked or has registered.
    is_unreached: bool = False

    @property
    def missing(self) -> int:
        return max(0, self.target - self.registered)


@dataclass(frozen=True)
class Board:
    """All rows; segments that have neither a plan nor a group are left out."""

    segments: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)


def board_of(initiative: Initiative) -> Board:
    """The board; as many queries however many groups and people there are."""
    rows = _registrations(initiative)
    return Board(_segments(initiative, rows), _targets(initiative, rows))


def figure_of(board: Board) -> figures.Bars:
    """How far each segment is towards its target, as bars."""
    rows = [
        figures.Progress(row.label, row.came, row.registered, row.target) for row in board.segments
    ]
    return figures.bars("People towards the target of each segment", rows)


def _registrations(initiative: Initiative):
    """People with a place in a session that is not called off."""
    rows = Registration.objects.registered().filter(session__group__initiative=initiative)
    return rows.exclude(session__state=Session.State.CANCELLED)


def _counts(rows, by) -> dict[object, Numbers]:
    """The numbers by one expression, in one query."""
    found = (
        rows.order_by()
        .values(of=by)
        .annotate(
            all=Count("pk"),
            sure=Count("pk", filter=Q(confirmed_at__isnull=False)),
            here=Count("pk", filter=Q(attendance__in=CAME)),
        )
    )
    return {row["of"]: Numbers(row["all"], row["sure"], row["here"]) for row in found}


def _segments(initiative: Initiative, rows) -> list[Row]:
    plans = {row.segment_id: row for row in SegmentPlan.objects.filter(initiative=initiative)}
    groups = _groups(initiative)
    numbers = _counts(rows, OF_SEGMENT)
    asked = _asked(initiative)
    to_call = _to_call(rows)
    found = []
    for segment in initiative.segment_set.all():
        plan = plans.get(segment.pk) or SegmentPlan(groups=0)
        mine, its_groups = numbers.get(segment.pk, Numbers()), groups.get(segment.pk, [])
        if not plan.groups and not its_groups:
            continue
        is_unreached = not mine.registered and not asked[segment.pk]
        row = Row(
            label=segment.name,
            target=plan.people,
            registered=mine.registered,
            confirmed=mine.confirmed,
            came=mine.came,
            groups=len(its_groups),
            groups_wanted=plan.groups,
            is_unreached=is_unreached,
            step=_next_step(
                initiative,
                segment.pk,
                plan,
                mine,
                its_groups,
                is_unreached,
                to_call.get(segment.pk),
            ),
        )
        found.append(row)
    return found


def _next_step(initiative, segment, plan, mine, groups, is_unreached, to_call) -> Step | None:
    """The first of these that helps: plan, call, reach, invite. None: nothing is missing."""
    slug, more = initiative.slug, plan.groups - len(groups)
    if more > 0:
        noun = "group" if more == 1 else "groups"
        words = f"Plan {more} more {noun}" if groups else f"Plan {more} {noun}"
        return Step(words, f"{reverse('focusgroups:group_new', args=[slug])}?segment={segment}")
    if to_call:
        count, session = to_call
        them = "1 who has" if count == 1 else f"{count} who have"
        url = reverse("focusgroups:session_people", args=[slug, session])
        return Step(f"Call the {them} not confirmed", url, is_urgent=True)
    # From here on there is a group: without one the row would be left out.
    url = reverse("focusgroups:outreach_group", args=[slug, groups[0]])
    if is_unreached:
        return Step("Nobody has been reached yet", url, is_urgent=True)
    return Step("Invite", url) if mine.registered < plan.people else None


def _groups(initiative: Initiative) -> dict[int | None, list[int]]:
    """The numbers of the groups by segment; first those that have a session to come."""
    is_planned = Q(session__state__in=(Session.State.PLANNED, Session.State.OPEN))
    is_to_come = is_planned & Q(session__starts_at__gte=timezone.now())
    rows = FocusGroup.objects.filter(initiative=initiative)
    rows = rows.annotate(coming=Count("session", filter=is_to_come))
    found: dict[int | None, list[int]] = {}
    for pk, segment in rows.order_by("-coming", "pk").values_list("pk", "segment_id"):
        found.setdefault(segment, []).append(pk)
    return found


def _asked(initiative: Initiative) -> Counter:
    """How many were asked, by segment."""
    segment = Coalesce("segment_id", "group__segment_id")
    rows = Invitee.objects.filter(group__initiative=initiative).order_by().values(of=segment)
    return Counter({row["of"]: row["n"] for row in rows.annotate(n=Count("pk"))})


def _to_call(rows) -> dict[int | None, tuple[int, int]]:
    """How many have a place in a session of the next days and have not confirmed, by segment; and
    the session with which one begins.
    """
    now = timezone.now()
    soon = rows.filter(
        confirmed_at=None, session__starts_at__gt=now, session__starts_at__lte=now + CALL_BEFORE
    )
    found = soon.order_by().values("session_id", of=OF_SEGMENT).annotate(n=Count("pk"))
    calls: dict[int | None, tuple[int, int]] = {}
    for row in found.order_by("session__starts_at", "session_id"):
        count, first = calls.get(row["of"], (0, row["session_id"]))
        calls[row["of"]] = (count + row["n"], first)
    return calls


def _targets(initiative: Initiative, rows) -> list[Row]:
    """Targets beside the segments, in the order of the plan."""
    targets = list(Target.objects.filter(initiative=initiative))
    if not targets:
        return []
    kinds = {target.dimension for target in targets}
    by_language = _counts(rows, F("language")) if "LANGUAGE" in kinds else {}
    by_place = _counts(rows, F("session__place_id")) if "PLACE" in kinds else {}
    by_answer = _by_answer(rows) if "ASKED" in kinds else {}
    places = Place.objects.filter(initiative=initiative)
    names = {str(pk): name for pk, name in places.values_list("pk", "name")}
    found = []
    for target in targets:
        if target.dimension == "LANGUAGE":
            label, mine = languages.name_of(target.value), by_language.get(target.value)
        elif target.dimension == "PLACE":
            label = names.get(target.value, "a place that was removed")
            mine = by_place.get(int(target.value))
        else:
            label = f"{target.question} {target.value}"
            mine = by_answer.get((target.question, target.value))
        mine = mine or Numbers()
        found.append(Row(label, target.people, mine.registered, mine.confirmed, mine.came))
    return found


def _by_answer(rows) -> dict[tuple[str, str], Numbers]:
    """The numbers by question and answer. Few people answer alike, so each row stands for many."""
    found: dict[tuple[str, str], Numbers] = {}
    counted = (
        rows.order_by()
        .values("asked")
        .annotate(
            all=Count("pk"),
            sure=Count("pk", filter=Q(confirmed_at__isnull=False)),
            here=Count("pk", filter=Q(attendance__in=CAME)),
        )
    )
    for row in counted:
        for key in row["asked"].items():
            mine = found.setdefault(key, Numbers())
            mine.registered += row["all"]
            mine.confirmed += row["sure"]
            mine.came += row["here"]
    return found
