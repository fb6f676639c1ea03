"""What a coordinator types about a poll, and about the session that comes of it."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from focusgroups.models import FocusGroup, Room, Session, TimePoll
from focusgroups.polls import zones
from focusgroups.polls.times import Combined, combined
from focusgroups.services.polls import PollPlan
from focusgroups.session_plan import SessionPlan
from initiatives.languages import choices as languages
from initiatives.models import Initiative, Membership, Role

DAYS, HOURS = 6, 4
MOST_TIMES = 30


def facilitators_of(initiative: Initiative, also: User | None = None):
    """Who may run a session; who was named before stays on the list after their role ended."""
    current = Membership.objects.current().filter(initiative=initiative, role=Role.FACILITATOR)
    named = Q(pk=also.pk) if also else Q()
    return User.objects.filter(Q(pk__in=current.values("user")) | named).order_by("name")


def rooms_of(initiative: Initiative, also: Room | None = None):
    named = Q(pk=also.pk) if also else Q()
    offered = Q(place__initiative=initiative, place__is_in_use=True)
    rows = Room.objects.filter(offered | named).select_related("place")
    return rows.order_by("place__name", "name")


class PollForm(forms.Form):
    """A poll and its times: some days, each with some hours. Without a script."""

    group = forms.ModelChoiceField(queryset=None, empty_label="Choose")
    question = forms.CharField(
        max_length=200,
        required=False,
        help_text="One sentence that people read above the times. Without one: “When could you "
        "come?”",
    )
    minutes = forms.IntegerField(min_value=15, max_value=480, initial=90, label="How many minutes")
    zone = forms.ChoiceField(label="Clock at the place")
    facilitator = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="Not settled",
        help_text="Where this person is booked, it is said beside the time.",
    )
    room = forms.ModelChoiceField(queryset=None, required=False, empty_label="Not settled")

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.initiative = initiative
        self.fields["group"].queryset = FocusGroup.objects.filter(initiative=initiative)
        self.fields["facilitator"].queryset = facilitators_of(initiative)
        self.fields["room"].queryset = rooms_of(initiative)
        self.fields["zone"].choices = zones.choices(settings.TIME_ZONE)
        self.fields["zone"].initial = settings.TIME_ZONE
        for number in range(1, DAYS + 1):
            self.fields[f"day_{number}"] = _DayField(label=f"Day {number}", required=number == 1)
        for number in range(1, HOURS + 1):
            self.fields[f"hour_{number}"] = _HourField(label=f"Time {number}", required=number == 1)

    def clean(self) -> dict:
        data = super().clean()
        data["combined"] = self._combined(data)
        if data["combined"] and not self.errors and not self._to_come(data["combined"]):
            self.add_error("day_1", _no_time(data["combined"]))
        return data

    def _combined(self, data: dict) -> Combined | None:
        if self.errors:
            return None
        days = [data[name] for name in self._names("day") if data.get(name)]
        hours = [data[name] for name in self._names("hour") if data.get(name)]
        return combined(days, hours, data["zone"])

    @staticmethod
    def _to_come(found: Combined) -> list[datetime]:
        now = timezone.now()
        return [each.starts_at for each in found.offered if each.starts_at > now]

    def _names(self, kind: str) -> list[str]:
        return [name for name in self.fields if name.startswith(f"{kind}_")]

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._names("day")]

    @property
    def hour_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._names("hour")]

    def plan(self) -> PollPlan:
        names = ("zone", "question", "minutes", "facilitator", "room")
        return PollPlan(**{name: self.cleaned_data[name] for name in names})

    def chosen(self, ticked: list[str]) -> list[datetime]:
        """Those of the times to come that are ticked."""
        starts = self._to_come(self.cleaned_data["combined"])
        return [start for start in starts if start.isoformat() in ticked][:MOST_TIMES]


def _no_time(found: Combined) -> str:
    if found.offered:
        return "All of these times are over. Choose days to come."
    return "Clocks jump over this time that night. Choose another."


class _DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _HourField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class FromPollForm(forms.Form):
    """What else is settled when a session is planned at a time of a poll."""

    facilitator = forms.ModelChoiceField(queryset=None, required=False, empty_label="Not settled")
    room = forms.ModelChoiceField(queryset=None, required=False, empty_label="Not settled")
    mode = forms.ChoiceField(choices=Session.Mode, label="How people meet")
    language = forms.ChoiceField(choices=languages)
    chairs = forms.IntegerField(min_value=1, max_value=500, initial=10)

    def __init__(self, *args, poll: TimePoll, **kwargs):
        given = {"facilitator": poll.facilitator_id, "room": poll.room_id, "language": "en"}
        given["chairs"] = min(poll.room.chairs, 10) if poll.room else 10
        super().__init__(*args, initial=given, **kwargs)
        self.poll = poll
        initiative = poll.group.initiative
        self.fields["facilitator"].queryset = facilitators_of(initiative, poll.facilitator)
        self.fields["room"].queryset = rooms_of(initiative, poll.room)

    def plan(self) -> SessionPlan:
        room = self.cleaned_data["room"]
        return SessionPlan(
            zone=self.poll.zone,
            minutes=self.poll.minutes,
            place=room.place if room else None,
            **self.cleaned_data,
        )
