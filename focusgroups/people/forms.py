"""The shape of what a coordinator types about people who are to come."""

from django import forms

from focusgroups.models import Registration, Session
from focusgroups.services.registrations import LONGEST_NAME, Contact
from initiatives.languages import choices as languages
from letters.contacts import NoContact, read_email, read_phone

ANY = [("", "All")]
STATES = [("ACTIVE", "has a place or waits"), *Registration.State.choices]


class PeopleFilter(forms.Form):
    """All in the address; what is not understood filters nothing."""

    state = forms.ChoiceField(required=False, choices=ANY + STATES)
    way = forms.ChoiceField(
        label="How", required=False, choices=ANY + list(Registration.Way.choices)
    )
    confirmed = forms.ChoiceField(
        label="Says they come", required=False, choices=[*ANY, ("yes", "yes"), ("no", "not yet")]
    )
    needs = forms.ChoiceField(
        required=False, choices=[*ANY, ("any", "some"), ("open", "without an answer")]
    )

    def __init__(self, data):
        super().__init__(data)
        self.full_clean()

    def narrow(self, rows):
        """Those that match; `rows` has been annotated by `reports.registrations_of`."""
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        if state := chosen.get("state"):
            rows = rows.active() if state == "ACTIVE" else rows.filter(state=state)
        if way := chosen.get("way"):
            rows = rows.filter(way=way)
        if confirmed := chosen.get("confirmed"):
            rows = rows.registered().filter(confirmed_at__isnull=confirmed == "no")
        if needs := chosen.get("needs"):
            rows = rows.filter(**{"needs__gt" if needs == "any" else "open_needs__gt": 0})
        return rows


class FindForm(forms.Form):
    """Sent in the body of a request: an address or a number never stands in an address."""

    who = forms.CharField(
        label="Name, e-mail or telephone", max_length=254, strip=True, required=True
    )


class ContactFields(forms.Form):
    """What somebody is called and how to reach them: one way is enough."""

    name = forms.CharField(
        label="First name or nickname",
        max_length=LONGEST_NAME,
        error_messages={"max_length": f"Use at most {LONGEST_NAME} letters."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label="Telephone",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(
        label="E-mail",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(choices=languages, initial="en")

    def clean_phone(self) -> str:
        return _read(read_phone, self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return _read(read_email, self.cleaned_data["email"])

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("phone") or data.get("email") or self.errors):
            self.add_error("phone", "Give a telephone number or an e-mail address.")
        return data

    @property
    def contact(self) -> Contact:
        data = self.cleaned_data
        names = ("name", "email", "phone", "language")
        return Contact(**{name: data[name] for name in names})


def _read(read, typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return read(typed)
    except NoContact as reason:
        raise forms.ValidationError(str(reason)) from None


class RegisterForm(ContactFields):
    """Somebody who calls."""

    segment = forms.ModelChoiceField(queryset=None, required=False, empty_label="Not known")
    agreed = forms.BooleanField(
        label="They agreed that we write this down, for this group only",
        error_messages={"required": "Ask first. Without a yes nothing is written down."},
    )

    def __init__(self, *args, session: Session, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = session.group.initiative.segment_set.all()
        self.fields["segment"].initial = session.group.segment_id
        self.fields["language"].initial = session.language


class MoveForm(forms.Form):
    to = forms.ModelChoiceField(label="To which session", queryset=None, empty_label="Choose")
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="It is kept. The person is told when and where they come now, and not why.",
    )

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = sessions


class WhyForm(forms.Form):
    reason = forms.CharField(
        label="What do you need it for?",
        help_text="It is kept on the record, with your name. Leave out names of participants.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
