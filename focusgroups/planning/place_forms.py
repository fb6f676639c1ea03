"""The shape of places, rooms and interpreters."""

from django import forms

from focusgroups.models import Interpreter, Place
from focusgroups.services import InterpreterFacts, PlaceFacts, RoomFacts
from initiatives import languages

# Empty rows for new rooms.
SPARE = 3


class PlaceForm(forms.Form):
    """A place with its rooms."""

    name = forms.CharField(max_length=150)
    address = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )
    access_notes = forms.CharField(
        label="Getting in",
        help_text="Steps, ramps, elevators, toilets, parking: in plain words. Shown to those who "
        "come.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    transit = forms.CharField(
        label="Bus and train",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    has_childcare_space = forms.BooleanField(label="There is space for childcare", required=False)
    is_agency_office = forms.BooleanField(
        label="This is an office of the agency",
        help_text="Families who fear the agency look for this first. Of any other place the page "
        "says that it is not an office of the agency.",
        required=False,
    )
    is_in_use = forms.BooleanField(
        label="It is offered for new sessions",
        help_text="Sessions that are planned there keep it.",
        initial=True,
        required=False,
    )

    def __init__(self, *args, place: Place | None = None, **kwargs):
        if place is not None:
            names = (*_FACTS, "is_in_use")
            kwargs.setdefault("initial", {name: getattr(place, name) for name in names})
        super().__init__(*args, **kwargs)
        rooms = list(place.room_set.all()) if place is not None else []
        self.row_names = []
        for key, room in [*((str(room.pk), room) for room in rooms), *_spares()]:
            self._add_room(key, room)

    def _add_room(self, key: str, room) -> None:
        name, chairs = f"room_{key}_name", f"room_{key}_chairs"
        self.fields[name] = forms.CharField(
            label="Room" if room else "New room", max_length=100, required=bool(room)
        )
        self.fields[chairs] = forms.IntegerField(
            label="Chairs", min_value=1, max_value=2000, required=bool(room)
        )
        if room:
            self.initial |= {name: room.name, chairs: room.chairs}
        self.row_names.append((room, name, chairs))

    @property
    def rows(self) -> list[tuple]:
        """Each room (None: a new one) with its two fields."""
        return [(room, self[name], self[chairs]) for room, name, chairs in self.row_names]

    def clean(self) -> dict:
        data, seen = super().clean(), set()
        for room, name, chairs in self.row_names:
            words = data.get(name) or ""
            if words.casefold() in seen:
                self.add_error(name, "There is a room of this name already.")
            if words:
                seen.add(words.casefold())
            if room is None and bool(words) != bool(data.get(chairs)):
                empty = chairs if words else name
                if empty not in self.errors:
                    self.add_error(empty, "Give a name and how many chairs there are.")
        return data

    def facts(self) -> PlaceFacts:
        data = self.cleaned_data
        return PlaceFacts(**{name: data[name] for name in (*_FACTS, "is_in_use")})

    def rooms(self) -> list[RoomFacts]:
        data = self.cleaned_data
        return [
            RoomFacts(room.pk if room else None, data[name], data[chairs])
            for room, name, chairs in self.row_names
            if data[name]
        ]


_FACTS = ("name", "address", "access_notes", "transit", "has_childcare_space", "is_agency_office")


def _spares() -> list[tuple[str, None]]:
    return [(f"new{number}", None) for number in range(SPARE)]


class InterpreterForm(forms.Form):
    """Somebody who interprets."""

    name = forms.CharField(max_length=150)
    languages = forms.MultipleChoiceField(
        label="Into and from",
        choices=[(code, name) for code, name in languages.choices() if code != "en"],
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.CharField(
        label="Telephone or e-mail",
        help_text="Kept encrypted, and shown to coordinators only.",
        max_length=200,
        required=False,
    )
    is_in_use = forms.BooleanField(label="Is asked for new sessions", initial=True, required=False)

    def __init__(self, *args, interpreter: Interpreter | None = None, **kwargs):
        if interpreter is not None:
            names = ("name", "languages", "contact", "is_in_use")
            kwargs.setdefault("initial", {name: getattr(interpreter, name) for name in names})
        super().__init__(*args, **kwargs)

    def facts(self) -> InterpreterFacts:
        data = self.cleaned_data
        return InterpreterFacts(
            data["name"], tuple(data["languages"]), data["contact"], data["is_in_use"]
        )
