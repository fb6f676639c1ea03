"""The shape of an answer to a theme, and of the filters over answers."""

from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone

from followup.models import Action
from initiatives.models import DecisionPoint, Initiative

ANY = [("", "All")]
SORTS = {
    "": [F("due_on").asc(nulls_last=True), "id"],
    "newest": ["-id"],
    "point": [F("decision_point__order").asc(nulls_last=True), "id"],
}


class ActionFilter(forms.Form):
    """All in the address; what is not understood filters nothing."""

    state = forms.ChoiceField(required=False)
    point = forms.ChoiceField(label="Decision point", required=False)
    late = forms.ChoiceField(required=False, choices=[*ANY, ("yes", "Late only")])
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "By due day"), ("newest", "Newest first"), ("point", "By decision point")],
    )

    def __init__(self, data, *, initiative: Initiative):
        super().__init__(data)
        points = initiative.decisionpoint_set.values_list("code", "name")
        states = [(value, label.capitalize()) for value, label in Action.State.choices]
        self.fields["state"].choices = [*ANY, *states]
        self.fields["point"].choices = [*ANY, *points]
        self.full_clean()
        self.is_narrowed = any(self.cleaned_data.get(key) for key in ("state", "point", "late"))

    def narrow(self, actions: QuerySet[Action]) -> QuerySet[Action]:
        """Those that match, in the order that was asked for."""
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        if "state" in chosen:
            actions = actions.filter(state=chosen["state"])
        if "point" in chosen:
            actions = actions.filter(decision_point__code=chosen["point"])
        if "late" in chosen:
            actions = actions.overdue(timezone.localdate())
        return actions.order_by(*SORTS[chosen.get("sort", "")])


class ActionForm(forms.Form):
    """What is done about a theme, or what was asked for."""

    what = forms.CharField(
        label="What we do, or what was asked for",
        help_text="In plain words. People will read it on the public page.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    decision_point = forms.ModelChoiceField(
        label="At which decision point", queryset=DecisionPoint.objects.none(), required=False
    )
    owner = forms.CharField(
        label="Owner",
        help_text="A role, not a person: Licensing lead.",
        max_length=150,
        required=False,
    )
    # A field of this type takes its value in one form only, whatever the language of the page.
    due_on = forms.DateField(
        label="Due",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        points = initiative.decisionpoint_set.all()
        self.fields["decision_point"].queryset = points
        # Every answer belongs to a decision point, where the initiative names any.
        self.fields["decision_point"].required = points.exists()


def reason_field(**options) -> forms.CharField:
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="People will read it on the public page.",
        **options,
    )


class EditActionForm(ActionForm):
    """The same with the published reason, where there is one."""

    def __init__(self, *args, action: Action, **kwargs):
        names = ("what", "decision_point", "owner", "due_on", "reason")
        initial = {name: getattr(action, name) for name in names}
        super().__init__(*args, initiative=action.initiative, initial=initial, **kwargs)
        if action.state in Action.NEEDS_REASON:
            self.fields["reason"] = reason_field(label="Why not")


class NewActionForm(ActionForm):
    """A new answer, decided at once or left as proposed."""

    ANSWERS = [
        ("PROPOSED", "Propose it: not public yet"),
        ("ACCEPTED", "We do it: needs an owner and a date"),
        ("DECLINED", "We do not do it: needs a reason, which people will read"),
    ]
    state = forms.ChoiceField(label="Our answer", choices=ANSWERS, widget=forms.RadioSelect)
    reason = reason_field(label="Why not", required=False)

    def clean(self):
        data = super().clean()
        owner, due_on = data.get("owner"), data.get("due_on")
        if data.get("state") == "ACCEPTED":
            if not (owner and due_on):
                self.add_error(
                    "owner", "Name an owner and a date, so that people can hold us to it."
                )
            if due_on and due_on < timezone.localdate():
                self.add_error("due_on", "This day has passed. Choose a day to come.")
        if data.get("state") == "DECLINED" and not data.get("reason", "").strip():
            self.add_error("reason", "Write the reason. People will read it.")
        return data


class MoveForm(forms.Form):
    """The next state of an action, with a reason where it is given up."""

    WORDS = {
        "ACCEPTED": "Accept it: we do it",
        "TESTING": "Begin to test it",
        "ADOPTED": "Adopt it: it is done and stays",
        "ADAPTED": "Adapt it: we do it another way",
        "ABANDONED": "Abandon it: we stop. It is not taken up again",
        "DECLINED": "Decline it: we do not do it",
    }
    state = forms.ChoiceField(label="Next step", widget=forms.RadioSelect)
    reason = reason_field(label="Reason, if it is declined or abandoned", required=False)
    note = forms.CharField(
        label="What was learned",
        help_text="For the team; not public.",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args, action: Action, **kwargs):
        super().__init__(*args, **kwargs)
        steps = [s for s in Action.State.values if s in Action.STEPS[action.state]]
        self.fields["state"].choices = [(step, self.WORDS[step]) for step in steps]
        if not set(steps) & set(Action.NEEDS_REASON):
            del self.fields["reason"]

    def clean(self):
        data = super().clean()
        if data.get("state") in Action.NEEDS_REASON and not data.get("reason", "").strip():
            self.add_error("reason", "Write the reason. People will read it.")
        return data
