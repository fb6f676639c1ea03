"""The shape of what a coordinator plans about sessions."""

from django import forms
from django.db.models import Q

from accounts.models import User
from focusgroups.models import FocusGroup, Interpreter, Place, Room, Session
from focusgroups.session_plan import SessionPlan, plan_of
from focusgroups.sessions.when_form import FIRST, SECOND, WhenForm
from initiatives import languages
from initiatives.models import Initiative, Membership, Role
from initiatives.permissions import STAFF

NEW = "A new group"


class SessionForm(WhenForm):
    """When, where, who, for how many; of a session that is there, or of new ones."""

    group = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label=NEW,
        help_text="A session is one meeting of a group.",
    )
    new_group = forms.CharField(label="Name of the new group", max_length=150, required=False)
    segment = forms.ModelChoiceField(
        label="Segment of the new group", queryset=None, required=False, empty_label="Choose"
    )
    mode = forms.ChoiceField(
        label="How people meet",
        choices=Session.Mode.choices,
        widget=forms.RadioSelect,
        initial=Session.Mode.IN_PERSON,
    )
    where = forms.ChoiceField(label="Place and room", required=False)
    online_link = forms.URLField(
        label="Link of the meeting online",
        help_text="Told only to those who have a place.",
        max_length=500,
        assume_scheme="https",
        required=False,
    )
    doors_minutes = forms.IntegerField(
        label="Doors open so many minutes before", min_value=0, max_value=240, initial=15
    )
    language = forms.ChoiceField(label="Language spoken", choices=languages.choices())
    interpreters = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    facilitator = forms.ModelChoiceField(queryset=None, required=False, empty_label="Not settled")
    assistant = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="Not settled",
        help_text="Takes notes and welcomes people.",
    )
    chairs = forms.IntegerField(min_value=1, max_value=500, initial=8)
    overbooking = forms.IntegerField(
        label="How many more may register than there are chairs",
        help_text="Some who register do not come. But if all come, so many have no chair.",
        min_value=0,
        max_value=100,
        initial=0,
    )
    closes_hours = forms.IntegerField(
        label="Registration closes so many hours before it begins",
        help_text="Left empty, people can register until it begins.",
        min_value=0,
        max_value=1000,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, initiative: Initiative, session: Session | None = None, **kwargs):
        if session is not None:
            kwargs.setdefault("initial", initial_of(session))
        zone = session.zone if session else ""
        super().__init__(*args, own_zone=zone, has_series=session is None, **kwargs)
        self.initiative, self.session = initiative, session
        segments = initiative.segment_set.all()
        if session is None:
            self.fields["group"].queryset = FocusGroup.objects.filter(initiative=initiative)
            self.fields["segment"].queryset = segments
            del self.fields["revision"]
        else:
            del self.fields["group"], self.fields["new_group"], self.fields["segment"]
        self._offer_people(session)
        self._offer_places(session)
        self.quota_names = {f"quota_{segment.pk}": segment for segment in segments}
        for name, segment in self.quota_names.items():
            self.fields[name] = forms.IntegerField(
                label=segment.name, min_value=0, max_value=500, required=False
            )
        if session is not None:
            for name, field in self.fields.items():
                field.show_hidden_initial = name not in ("revision", "which")

    def _offer_people(self, session: Session | None) -> None:
        current = Membership.objects.current().filter(initiative=self.initiative)
        for name, roles in (("facilitator", [Role.FACILITATOR]), ("assistant", list(STAFF))):
            members = current.filter(role__in=roles).values("user")
            # Who was named before stays on the list after their role has ended.
            named = Q(pk=getattr(session, f"{name}_id")) if session else Q(pk=None)
            people = User.objects.filter(Q(pk__in=members) | named)
            self.fields[name].queryset = people.order_by("name")
        offered = Q(is_in_use=True)
        if session is not None:
            offered |= Q(pk__in=session.interpreters.all())
        rows = Interpreter.objects.filter(offered, initiative=self.initiative)
        self.fields["interpreters"].queryset = rows
        self.fields["interpreters"].label_from_instance = interpreter_label

    def _offer_places(self, session: Session | None) -> None:
        offered = Q(is_in_use=True)
        if session is not None:
            offered |= Q(pk=session.place_id)
        rows = Place.objects.filter(offered, initiative=self.initiative)
        choices: list = [("", "Not settled yet")]
        self.rooms: dict[str, tuple[Place | None, Room | None]] = {"": (None, None)}
        for place in rows.prefetch_related("room_set"):
            own, rooms = [], list(place.room_set.all())
            self.rooms[f"place:{place.pk}"] = (place, None)
            own.append((f"place:{place.pk}", f"{place}, room not settled" if rooms else str(place)))
            for room in rooms:
                room.place = place
                self.rooms[f"room:{room.pk}"] = (place, room)
                own.append((f"room:{room.pk}", f"{room} ({room.chairs} chairs)"))
            choices += [(place.name, own)] if rooms else own
        self.fields["where"].choices = choices
        self.has_places = len(choices) > 1

    @property
    def quotas(self) -> list[forms.BoundField]:
        return [self[name] for name in self.quota_names]

    def clean(self) -> dict:
        data = super().clean()
        if self.session is None and "group" in data and not data["group"]:
            for name in ("new_group", "segment"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Choose a group above, or say this of the new one.")
        if data.get("assistant") and data["assistant"] == data.get("facilitator"):
            self.add_error("assistant", "This person is the facilitator. Choose another.")
        return data

    def plan(self) -> SessionPlan:
        """What the services take, once the form is valid."""
        data = self.cleaned_data
        place, room = self.rooms[data["where"]]
        if data["mode"] == Session.Mode.ONLINE:
            place = room = None
        online = data["mode"] != Session.Mode.IN_PERSON
        quotas = {
            segment.pk: data[name]
            for name, segment in self.quota_names.items()
            if data[name] is not None
        }
        return SessionPlan(
            **{name: data[name] for name in _AS_TYPED},
            place=place,
            room=room,
            online_link=data["online_link"] if online else "",
            interpreters=tuple(data["interpreters"]),
            quotas=quotas,
        )


_AS_TYPED = (
    *("zone", "minutes", "mode", "doors_minutes", "language", "facilitator", "assistant"),
    *("chairs", "overbooking", "closes_hours"),
)


def interpreter_label(row: Interpreter) -> str:
    """The name and into what they interpret."""
    return f"{row} ({', '.join(map(languages.name_of, row.languages)) or 'no language said'})"


def initial_of(session: Session) -> dict[str, object]:
    """What the form of a session begins with, each value as a browser sends it back."""
    plan, local, end = plan_of(session), session.local_start, session.local_end
    where = f"place:{plan.place.pk}" if plan.place else ""
    clocks_change = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return {
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M}",
        "until": f"{end:%H:%M}",
        "which": (SECOND if local.fold else FIRST) if clocks_change else "",
        "zone": plan.zone,
        "mode": plan.mode,
        "where": f"room:{plan.room.pk}" if plan.room else where,
        "online_link": plan.online_link,
        "doors_minutes": str(plan.doors_minutes),
        "language": plan.language,
        "interpreters": [str(row.pk) for row in plan.interpreters],
        "facilitator": str(session.facilitator_id or ""),
        "assistant": str(session.assistant_id or ""),
        "chairs": str(plan.chairs),
        "overbooking": str(plan.overbooking),
        "closes_hours": "" if plan.closes_hours is None else str(plan.closes_hours),
        "revision": str(session.revision),
        **{f"quota_{segment}": str(places) for segment, places in plan.quotas.items()},
    }
