"""What helps a person to come: asked once they have a place, and all of it may be left out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from focusgroups.models import Accommodation, Registration, Stipend, Target
from focusgroups.registering.fields import WordsField, language_choices
from focusgroups.services.needs import LONGEST_DETAIL, NO_STIPEND, Details, Need
from initiatives.models import Initiative

Kind = Accommodation.Kind
MOST_CHILDREN = 12

# A kind, what stands beside its box, and what is asked below it (empty: nothing).
KINDS = (
    (Kind.CHILDCARE, _("Childcare while I am there"), _("How old are the children?")),
    (Kind.RIDE, _("A ride"), _("From which area? No street is needed.")),
    (Kind.INTERPRETER, _("An interpreter"), _("Into which language?")),
    (Kind.SIGN_LANGUAGE, _("Sign language"), ""),
    (Kind.CAPTIONING, _("Captions to read along"), ""),
    (Kind.ACCESS, _("Help with the building"), _("What would help? Steps, a seat, light …")),
    (Kind.FOOD, _("Food that I can eat"), _("What do you not eat?")),
    (Kind.SUPPORT_PERSON, _("Somebody comes with me to support me"), ""),
    (Kind.OTHER, _("Something else"), _("What is it?")),
)
STIPENDS = [
    (Stipend.Form.CARD, _("A gift card")),
    (Stipend.Form.CASH, _("Cash")),
    (Stipend.Form.CHECK, _("A check")),
    (Stipend.Form.OTHER, _("Another way")),
    (NO_STIPEND, _("I do not want it")),
]


class DetailsForm(forms.Form):
    """One box for each need, and a line below it where something has to be known."""

    def __init__(self, *args, initiative: Initiative, stipend: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for kind, label, more in KINDS:
            self.fields[kind] = forms.BooleanField(label=label, required=False)
            if kind == Kind.CHILDCARE:
                self.fields["children"] = _number_of_children()
            if more:
                self.fields[f"{kind}_more"] = _more(kind, more)
        self.questions = asked_questions(initiative)
        for number, (question, values) in enumerate(self.questions):
            self.fields[f"asked_{number}"] = _choices(question, [(v, v) for v in values])
        if stipend:
            self.fields["stipend"] = _choices(
                _("How would you like to get the money?"), STIPENDS, rather_not=False
            )
        self.fields["may_contact_later"] = forms.BooleanField(
            label=_("You may ask me again, about other groups or about what came of this one"),
            required=False,
        )

    def clean(self) -> dict:
        """A line that is filled in without its box still counts: nobody is caught out."""
        for kind, _label, more in KINDS:
            if more and self.cleaned_data.get(f"{kind}_more"):
                self.cleaned_data[kind] = True
        if self.cleaned_data.get("children"):
            self.cleaned_data[Kind.CHILDCARE] = True
        return self.cleaned_data

    def needs(self) -> list:
        """Each need's box with what is asked below it, as the page shows them."""
        rows = []
        for kind, _label, _more in KINDS:
            names = (kind, "children" if kind == Kind.CHILDCARE else "", f"{kind}_more")
            rows.append([self[name] for name in names if name in self.fields])
        return rows

    def others(self) -> list:
        """What else is asked."""
        below = {field.name for row in self.needs() for field in row}
        return [self[name] for name in self.fields if name not in below]

    def details(self) -> Details:
        data = self.cleaned_data
        return Details(
            needs=[self._need(kind) for kind, _label, _more in KINDS if data[kind]],
            asked={
                question: data[f"asked_{number}"]
                for number, (question, _values) in enumerate(self.questions)
                if data[f"asked_{number}"]
            },
            may_contact_later=data["may_contact_later"],
            stipend=data.get("stipend", ""),
        )

    def _need(self, kind: str) -> Need:
        children = self.cleaned_data.get("children") or 0
        return Need(
            kind=kind,
            number=children if kind == Kind.CHILDCARE else 0,
            detail=self.cleaned_data.get(f"{kind}_more", ""),
        )


def _number_of_children() -> forms.Field:
    return forms.IntegerField(
        label=_("How many children?"),
        required=False,
        min_value=1,
        max_value=MOST_CHILDREN,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
    )


def _more(kind: str, label) -> forms.Field:
    if kind == Kind.INTERPRETER:
        choices = [("", _("Choose a language")), *language_choices()]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return WordsField(label=label, max_length=LONGEST_DETAIL, required=False)


def _choices(label, choices: list, *, rather_not: bool = True) -> forms.Field:
    none = [("", _("I would rather not say") if rather_not else _("I do not know yet"))]
    return forms.ChoiceField(
        label=label, choices=[*choices, *none], widget=forms.RadioSelect, required=False
    )


def asked_questions(initiative: Initiative) -> list[tuple[str, list[str]]]:
    """The questions that targets ask, each with its answers in order."""
    found: dict[str, list[str]] = {}
    rows = Target.objects.filter(initiative=initiative, dimension=Target.Dimension.ASKED)
    for question, value in rows.order_by("question", "order", "id").values_list(
        "question", "value"
    ):
        found.setdefault(question, []).append(value)
    return list(found.items())


def details_of(registration: Registration) -> dict:
    """What somebody said before, to fill the form with."""
    initial: dict = {"may_contact_later": registration.may_contact_later}
    rows = registration.accommodation_set.exclude(state=Accommodation.State.NOT_NEEDED)
    for row in rows:
        initial[row.kind], initial[f"{row.kind}_more"] = True, row.detail
        if row.kind == Kind.CHILDCARE:
            initial["children"] = row.number or None
    asked = asked_questions(registration.session.group.initiative)
    for number, (question, _values) in enumerate(asked):
        initial[f"asked_{number}"] = registration.asked.get(question, "")
    stipend = Stipend.objects.filter(registration=registration).first()
    if stipend is not None:
        is_declined = stipend.state == Stipend.State.DECLINED
        initial["stipend"] = NO_STIPEND if is_declined else stipend.form
    return initial
