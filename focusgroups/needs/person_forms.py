"""What a person who has a place needs, as a coordinator writes it down on the telephone."""

from django import forms

from focusgroups.models import Accommodation, Registration
from focusgroups.services.needs import LONGEST_DETAIL, Need

Kind = Accommodation.Kind
# What one asks about each: a hint beside the line.
ASK = {
    Kind.CHILDCARE: "Ages of the children",
    Kind.RIDE: "From which area",
    Kind.INTERPRETER: "Which language",
    Kind.SIGN_LANGUAGE: "Which one",
    Kind.CAPTIONING: "",
    Kind.ACCESS: "What helps: no steps, a place for a wheelchair",
    Kind.FOOD: "What they do not eat",
    Kind.SUPPORT_PERSON: "Who comes along",
    Kind.STIPEND_FORM: "How they want to get it",
    Kind.OTHER: "What",
}
COUNTED = (Kind.CHILDCARE, Kind.RIDE)


class PersonNeedsForm(forms.Form):
    """For each kind: needed or not, how many where one counts, and a detail."""

    def __init__(self, *args, registration: Registration, **kwargs):
        super().__init__(*args, **kwargs)
        rows = registration.accommodation_set.exclude(state=Accommodation.State.NOT_NEEDED)
        known = {row.kind: row for row in rows}
        for kind in Kind:
            row = known.get(kind)
            self.fields[f"needs_{kind}"] = forms.BooleanField(
                label=kind.label.capitalize(), required=False, initial=row is not None
            )
            if kind in COUNTED:
                self.fields[f"number_{kind}"] = forms.IntegerField(
                    label="How many", min_value=0, max_value=20, required=False,
                    initial=row.number if row else None,
                )  # fmt: skip
            self.fields[f"detail_{kind}"] = forms.CharField(
                label=ASK[kind] or "Anything to know",
                max_length=LONGEST_DETAIL,
                required=False,
                initial=row.detail if row else "",
            )

    def lines(self):
        """The fields of each kind together."""
        for kind in Kind:
            names = [f"needs_{kind}", f"number_{kind}", f"detail_{kind}"]
            yield [self[name] for name in names if name in self.fields]

    def needs(self) -> list[Need]:
        """Those that are ticked."""
        data = self.cleaned_data
        return [
            Need(kind, data.get(f"number_{kind}") or 0, data[f"detail_{kind}"])
            for kind in Kind
            if data[f"needs_{kind}"]
        ]
