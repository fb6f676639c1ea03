"""What a partner notes on their own page. The words are translated: partners read English or
Spanish."""

from django import forms
from django.utils.translation import gettext_lazy as _

from focusgroups.models import Invitee
from focusgroups.services.registrations import LONGEST_NAME, Contact
from initiatives.languages import LANGUAGES
from letters.contacts import NoContact, read_email, read_phone

State = Invitee.State
SAID = [
    (State.ASKED, _("I asked, and they think about it")),
    (State.NO, _("They said no")),
    (State.NO_ANSWER, _("I got no answer")),
]
# Then the next page is that of signing up.
YES = "YES"
OWN_NAMES = [(language.code, language.own_name) for language in LANGUAGES]
NOT_AN_EMAIL = _("This is not an e-mail address. It has an @ and a dot, as name@mail.org.")
NOT_A_NUMBER = _("This is not a telephone number. Give it with its area code.")
REQUIRED = {"required": _("Fill this in, please.")}


class _Reach(forms.Form):
    """One way to reach the person: read as the agency's own forms read it."""

    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Their language"), choices=OWN_NAMES, initial="en")

    def clean_phone(self) -> str:
        return _read(read_phone, self.cleaned_data["phone"], NOT_A_NUMBER)

    def clean_email(self) -> str:
        return _read(read_email, self.cleaned_data["email"], NOT_AN_EMAIL)

    @property
    def contact(self) -> Contact:
        data = self.cleaned_data
        return Contact(data["name"], data["email"], data["phone"], data["language"])


def _read(read, typed: str, sentence) -> str:
    if not typed.strip():
        return ""
    try:
        return read(typed)
    except NoContact:
        raise forms.ValidationError(sentence) from None


class AskedForm(_Reach):
    """I asked somebody."""

    group = forms.ChoiceField(
        label=_("To which group?"), widget=forms.RadioSelect, error_messages=REQUIRED
    )
    name = forms.CharField(
        label=_("A name for your list"),
        max_length=LONGEST_NAME,
        error_messages=REQUIRED,
        help_text=_("Whatever you recognize: a first name, or “mother of two, Monday”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[*SAID, (YES, _("They said yes, and I sign them up with them now"))],
        widget=forms.RadioSelect,
        initial=State.ASKED,
    )
    may_write = forms.BooleanField(
        label=_("They agreed that you give us this telephone number or e-mail address"),
        required=False,
    )
    field_order = ("group", "name", "state", "phone", "email", "may_write", "language")

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups
        if len(groups) == 1:
            self.fields["group"].initial = groups[0][0]

    def clean(self) -> dict:
        data = super().clean()
        has_contact = data.get("phone") or data.get("email")
        if has_contact and data.get("state") != YES and not data.get("may_write"):
            self.add_error(
                "may_write", _("Without their yes, leave the telephone number and e-mail empty.")
            )
        return data


class SignUpForm(_Reach):
    """Somebody said yes, and the partner writes them down with them."""

    session = forms.ChoiceField(
        label=_("When do they come?"), widget=forms.RadioSelect, error_messages=REQUIRED
    )
    name = forms.CharField(
        label=_("Their first name or nickname"),
        max_length=LONGEST_NAME,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agreed = forms.BooleanField(
        label=_("They agreed that you sign them up and give us this"),
        error_messages={"required": _("Ask them first. Without their yes nobody is signed up.")},
    )
    field_order = ("session", "name", "phone", "email", "language", "agreed")

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = sessions
        if len(sessions) == 1:
            self.fields["session"].initial = sessions[0][0]

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("phone") or data.get("email") or self.errors):
            self.add_error("phone", _("Give a telephone number or an e-mail address."))
        return data
