"""Copies of groups before they are made: whether their times exist and their rooms are free."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from focusgroups import services, slots
from focusgroups.bookings import Diary, wanted
from focusgroups.clashes import Clash, digest_of, find_clashes
from focusgroups.models import FocusGroup, Session
from focusgroups.said import clock_words, day_words
from focusgroups.session_plan import plan_of
from focusgroups.sessions.group_forms import CopyForm
from initiatives.models import Initiative

# How many weeks further one looks for a wave without a clash.
FURTHER = 8


@dataclass(frozen=True)
class CopyCheck:
    """What would be booked twice, and a number of weeks at which nothing would (None: none)."""

    clashes: list[Clash]
    free_weeks: int | None
    count: int
    digest: str

    @property
    def is_clear(self) -> bool:
        return not self.clashes


def check(user: User, initiative: Initiative, form: CopyForm) -> CopyCheck | None:
    """None, and an error at its field, where a time does not exist or exists twice."""
    sessions = services.sessions_to_copy(form.cleaned_data["groups"])
    weeks = form.cleaned_data["weeks"]
    try:
        clashes = _clashes(user, initiative, sessions, weeks, form.second)
    except slots.NoSuchTime as night:
        form.add_error(
            "weeks",
            f"Clocks jump over {clock_words(night.clock)} in the night of "
            f"{day_words(night.clock)}. Choose another number of weeks.",
        )
        return None
    except slots.TwiceThatNight:
        form.add_error("which", "Say which of the two is meant.")
        return None
    if refusal := _in_the_past(sessions, weeks):
        form.add_error("weeks", refusal)
        return None
    free = _free_weeks(user, initiative, sessions, weeks) if clashes else None
    return CopyCheck(clashes, free, len(sessions), digest_of(clashes, [str(weeks)]))


def _in_the_past(sessions: list[Session], weeks: int) -> str:
    """What is said where copies would lie in the past, and how many weeks are enough."""
    first = min((each.starts_at for each in sessions), default=None)
    missing = timezone.now() - timedelta(weeks=weeks) - first if first else timedelta(0)
    if missing < timedelta(0) or first is None:
        return ""
    enough = weeks + missing // timedelta(weeks=1) + 1
    return f"The first of these would be in the past. From {enough} weeks on all are to come."


def _clashes(user, initiative, sessions: list[Session], weeks: int, second) -> list[Clash]:
    if not sessions:
        return []
    starts = services.copied_starts(sessions, weeks, second=second)
    plans = [
        wanted(-number, starts[each.pk], plan_of(each)) for number, each in enumerate(sessions, 1)
    ]
    return find_clashes(user, initiative, plans, Diary(list(starts.values())))


def _free_weeks(user, initiative, sessions: list[Session], weeks: int) -> int | None:
    for later in range(weeks + 1, weeks + FURTHER + 1):
        try:
            if not _clashes(user, initiative, sessions, later, None):
                return later
        except (slots.NoSuchTime, slots.TwiceThatNight):
            continue
    return None


def copy(user: User, initiative: Initiative, form: CopyForm) -> list[FocusGroup]:
    """Make the copies that a checked form asks for."""
    data = form.cleaned_data
    return services.copy_groups(
        actor=user,
        initiative=initiative,
        groups=data["groups"],
        names=form.names(),
        weeks=data["weeks"],
        second=form.second,
    )


def with_weeks(data: QueryDict) -> QueryDict:
    """What the form sent, with the other number of weeks that was tapped."""
    if "take" not in data:
        return data
    data = data.copy()
    data["weeks"] = data["take"]
    return data
