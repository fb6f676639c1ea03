"""Between a valid form and saving: what stands in the way is shown once, with what is free."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, QueryDict

from focusgroups.bookings import Diary, wanted
from focusgroups.clashes import (
    Choice,
    Clash,
    choices_instead,
    digest_of,
    find_clashes,
    risks_of,
)
from focusgroups.sessions.forms import SessionForm


@dataclass(frozen=True)
class Check:
    """What a coordinator is told before a plan is saved. `digest` says it was seen."""

    clashes: list[Clash]
    risks: list[str]
    instead: list[tuple[str, list[Choice]]]
    digest: str

    @property
    def is_clear(self) -> bool:
        return not self.clashes and not self.risks


def check(request: HttpRequest, form: SessionForm) -> Check:
    """Look at the plan of a valid form."""
    plan, starts, old = form.plan(), form.cleaned_data["starts"], form.session
    numbers = [old.pk] if old else [-n for n in range(1, len(starts) + 1)]
    plans = [wanted(number, start, plan) for number, start in zip(numbers, starts, strict=True)]
    diary = Diary(starts)
    clashes = find_clashes(request.user, form.initiative, plans, diary)
    risks = risks_of(plan, starts, old)
    instead = choices_instead(form.initiative, plan, plans, clashes, diary)
    return Check(clashes, risks, instead, digest_of(clashes, risks))


def may_save(request: HttpRequest, found: Check) -> bool:
    """Whether nothing is in the way, or exactly this was seen and is wanted all the same."""
    return found.is_clear or request.POST.get("anyway") == found.digest


def with_choice(data: QueryDict) -> QueryDict:
    """What the form sent, with the free alternative that was tapped instead of its own value."""
    kind, _, value = data.get("take", "").partition(":")
    if not value:
        return data
    data = data.copy()
    if kind == "room":
        data["where"] = f"room:{value}"
    elif kind in ("facilitator", "assistant"):
        data[kind] = value
    elif kind == "interpreter":
        busy, _, free = value.partition(":")
        chosen = [each for each in data.getlist("interpreters") if each != busy]
        data.setlist("interpreters", [*chosen, free])
    elif kind == "time":
        _move_time(data, value)
    return data


def _move_time(data: QueryDict, begins: str) -> None:
    """Another beginning and, as much later, another end."""
    try:
        old, until, new = (
            datetime.strptime(clock[:5], "%H:%M")  # noqa: DTZ007  a clock, no moment
            for clock in (data.get("time", ""), data.get("until", ""), begins)
        )
    except ValueError:
        return
    ends = new + max(until - old, timedelta(0))
    data["time"], data["until"] = f"{new:%H:%M}", f"{ends:%H:%M}"
