"""The shape of arranging what people need, and of giving stipends."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from focusgroups.models import Accommodation, Session, Stipend
from focusgroups.models.accommodations import late_rule
from focusgroups.permissions import NOTE_TAKERS
from initiatives.models import Initiative, Membership

ANY = [("", "All")]
State = Accommodation.State


class NeedFilter(forms.Form):
    """All in the address; what is not understood filters nothing. At first: sessions to come."""

    state = forms.ChoiceField(
        required=False,
        choices=[*ANY, ("LATE", "late"), *State.choices],
    )
    kind = forms.ChoiceField(required=False, choices=ANY + list(Accommodation.Kind.choices))
    arranger = forms.ChoiceField(label="Who arranges", required=False)
    session = forms.ChoiceField(required=False)
    when = forms.ChoiceField(required=False, choices=[("", "to come"), ("past", "past")])

    def __init__(self, data, *, initiative: Initiative):
        super().__init__(data)
        people = [(str(user.pk), str(user)) for user in members_of(initiative)]
        rows = Session.objects.filter(group__initiative=initiative).not_cancelled()
        sessions = rows.select_related("group").order_by("starts_at")
        self.fields["arranger"].choices = [*ANY, ("none", "nobody yet"), *people]
        self.fields["session"].choices = [*ANY, *((str(row.pk), str(row)) for row in sessions)]
        self.full_clean()

    def narrow(self, rows, now):
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        start = "registration__session__starts_at"
        if "session" in chosen:
            rows = rows.filter(registration__session=chosen["session"])
        elif chosen.get("when") == "past":
            rows = rows.filter(**{f"{start}__lte": now})
        else:
            rows = rows.filter(**{f"{start}__gt": now})
        if state := chosen.get("state"):
            rows = rows.filter(late_rule(now) if state == "LATE" else Q(state=state))
        if "kind" in chosen:
            rows = rows.filter(kind=chosen["kind"])
        if arranger := chosen.get("arranger"):
            rows = rows.filter(arranger=None if arranger == "none" else arranger)
        return rows


def members_of(initiative: Initiative):
    """Who may be asked to arrange something: coordinators, and facilitators, who then see it."""
    current = Membership.objects.current().filter(initiative=initiative, role__in=NOTE_TAKERS)
    return User.objects.filter(pk__in=current.values("user")).order_by("name")


class ArrangeForm(forms.Form):
    state = forms.ChoiceField(label="Where it stands", choices=State.choices)
    arranger = forms.ModelChoiceField(
        label="Who arranges it", queryset=None, required=False, empty_label="Nobody yet"
    )
    due_on = forms.DateField(
        label="By when",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer = forms.CharField(
        label="What the person is told",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In their language, as “Ms Lee meets you at the door at 5:40.”",
    )
    tell = forms.BooleanField(label="Send them this answer", required=False)

    def __init__(self, *args, initiative: Initiative, need: Accommodation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["arranger"].queryset = members_of(initiative)
        self.initial = {
            "state": need.state,
            "arranger": need.arranger_id,
            "due_on": need.due_on,
            "answer": need.answer,
        }

    def clean(self) -> dict:
        data = super().clean()
        if data.get("tell") and not data.get("answer", "").strip():
            self.add_error("answer", "Write what the person is told, or send nothing.")
        return data


class StipendFilter(forms.Form):
    state = forms.ChoiceField(
        required=False,
        choices=[*ANY, ("TO_GIVE", "came, not given"), *Stipend.State.choices],
    )
    session = forms.ChoiceField(required=False)

    def __init__(self, data, *, initiative: Initiative):
        super().__init__(data)
        rows = Session.objects.filter(group__initiative=initiative, group__stipend__gt=0)
        sessions = rows.not_cancelled().select_related("group").order_by("-starts_at")
        self.fields["session"].choices = [*ANY, *((str(row.pk), str(row)) for row in sessions)]
        self.full_clean()

    def narrow(self, rows):
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        if "session" in chosen:
            rows = rows.filter(registration__session=chosen["session"])
        state = chosen.get("state")
        if state == "TO_GIVE":
            return rows.filter(
                state=Stipend.State.PROMISED,
                registration__attendance__in=["PRESENT", "LATE", "LEFT_EARLY"],
            )
        return rows.filter(state=state) if state else rows


class GiveForm(forms.Form):
    """How and when those that are ticked were given; the ticks and receipts stand in the table."""

    form = forms.ChoiceField(label="How", choices=Stipend.Form.choices)
    given_on = forms.DateField(
        label="On which day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tell = forms.BooleanField(label="Send each a letter that says so", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["given_on"].initial = timezone.localdate()

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return day

    def numbers(self) -> list[int]:
        """The lines that were ticked."""
        return [int(each) for each in self.data.getlist("stipend") if each.isdecimal()]

    def receipts(self) -> dict[int, str]:
        """The receipt number that was typed beside each line that was ticked."""
        return {number: self.data.get(f"receipt-{number}", "") for number in self.numbers()}
