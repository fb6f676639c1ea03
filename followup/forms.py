"""The shape of an answer to a theme."""

from django import forms

from followup.models import Action
from initiatives.models import DecisionPoint, Initiative


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
    due_on = forms.DateField(
        label="Due", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision_point"].queryset = initiative.decisionpoint_set.all()


class NewActionForm(ActionForm):
    """A new answer, decided at once or left as proposed."""

    ANSWERS = [
        ("PROPOSED", "Propose it: not public yet"),
        ("ACCEPTED", "We do it: needs an owner and a date"),
        ("DECLINED", "We do not do it: needs a reason, which people will read"),
    ]
    state = forms.ChoiceField(label="Our answer", choices=ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why not", widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )

    def clean(self):
        data = super().clean()
        if data.get("state") == "ACCEPTED" and not (data.get("owner") and data.get("due_on")):
            self.add_error("owner", "Name an owner and a date, so that people can hold us to it.")
        if data.get("state") == "DECLINED" and not data.get("reason", "").strip():
            self.add_error("reason", "Write the reason. People will read it.")
        return data


class MoveForm(forms.Form):
    """The next state of an action, with a reason where it is given up."""

    state = forms.ChoiceField(label="Next step", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason, if it is declined or abandoned",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )
    note = forms.CharField(
        label="What was learned",
        help_text="For the team; not public.",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args, action: Action, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Action.State.choices)
        steps = [s for s in Action.State.values if s in Action.STEPS[action.state]]
        self.fields["state"].choices = [(step, labels[step].capitalize()) for step in steps]
