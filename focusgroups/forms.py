"""The shape of what a coordinator types about a session."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q

from accounts.models import User
from focusgroups.models import FocusGroup, Guide, Place, Session
from initiatives.models import Initiative, Membership, Role

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


class SessionForm(forms.Form):
    """When, where, who; the time is the one that clocks at the place show."""

    group = forms.CharField(
        max_length=150,
        help_text="The name of a group that you planned before, or of a new one.",
        widget=forms.TextInput(attrs={"list": "groups", "autocomplete": "off"}),
    )
    segment = forms.ModelChoiceField(queryset=None, empty_label="Choose")
    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label="Time at the place", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.ChoiceField(label="Time zone")
    minutes = forms.IntegerField(min_value=15, max_value=480, initial=90)
    place = forms.CharField(
        max_length=150,
        required=False,
        help_text="Without one, it is shown as “not settled yet”.",
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    facilitator = forms.ModelChoiceField(queryset=None, required=False, empty_label="Not settled")
    guide = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="As this group before; for a new group the starter guide",
        help_text="The route of questions. The notes are taken by its questions.",
    )

    def __init__(self, *args, initiative: Initiative, session: Session | None = None, **kwargs):
        if session is not None:
            kwargs.setdefault("initial", _initial(session))
        super().__init__(*args, **kwargs)
        facilitators = Membership.objects.current().filter(
            initiative=initiative, role=Role.FACILITATOR
        )
        # Who was named before stays on the list after their role has ended.
        named = Q(pk=session.facilitator_id) if session else Q()
        people = User.objects.filter(Q(pk__in=facilitators.values("user")) | named)
        self.fields["segment"].queryset = initiative.segment_set.all()
        self.fields["facilitator"].queryset = people.order_by("name")
        self.fields["guide"].queryset = Guide.objects.filter(initiative=initiative)
        own = [session.zone] if session else []
        zones = dict.fromkeys([settings.TIME_ZONE, *ZONES, *own])
        self.fields["zone"].choices = [(zone, _zone_name(zone)) for zone in zones]
        self.fields["zone"].initial = settings.TIME_ZONE
        self.groups = FocusGroup.objects.filter(initiative=initiative)
        self.places = Place.objects.filter(initiative=initiative)

    def clean(self) -> dict:
        data = super().clean()
        if {"date", "time", "zone"} <= data.keys():
            local = datetime.combine(data["date"], data["time"], ZoneInfo(data["zone"]))
            if _skipped(local):
                self.add_error("time", "Clocks jump over this time that night. Choose another.")
            data["starts_at"] = local.astimezone(UTC)
        return data

    def planned(self) -> dict:
        """What the services take."""
        return {key: value for key, value in self.cleaned_data.items() if key not in _PARTS}


_PARTS = ("date", "time")


def _skipped(local: datetime) -> bool:
    """True for a time that the clocks of the place never show."""
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    return there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None)


def _zone_name(zone: str) -> str:
    return zone.replace("_", " ")


def _initial(session: Session) -> dict:
    local = session.local_start
    return {
        "group": session.group.name,
        "segment": session.group.segment_id,
        "date": local.date(),
        "time": local.time(),
        "zone": session.zone,
        "minutes": session.minutes,
        "place": session.place.name if session.place else "",
        "language": session.language,
        "facilitator": session.facilitator_id,
        "guide": session.group.guide_id,
    }
