"""The shape of a double coding: who codes, and how many comments."""

from django import forms

from accounts.models import User
from analysis.double_coding.access import possible_coders
from analysis.models import CodingTask, Suggestion
from analysis.review.forms import FindThemeForm
from initiatives.models import Initiative

SMALLEST, LARGEST, USUAL = 5, 500, 50
TOO_FEW = "Choose two people or more."


class NextRoundForm(forms.Form):
    """Who codes the same comments again."""

    coders = forms.ModelMultipleChoiceField(
        label="Who codes this time",
        help_text="The same people, to see whether talking about the themes helped, or others.",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": TOO_FEW},
    )

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coders"].queryset = possible_coders(initiative)
        self.fields["coders"].label_from_instance = lambda user: user.name

    def clean_coders(self):
        coders = list(self.cleaned_data["coders"])
        if len(coders) < 2:
            raise forms.ValidationError(f"{TOO_FEW[:-1]}: one alone agrees with nobody.")
        return coders


class DoubleCodingForm(NextRoundForm):
    """Who codes, and how many comments."""

    size = forms.IntegerField(
        label="How many comments",
        help_text="They are drawn by chance among those that nobody has coded. With fewer than 50, "
        "figures for single themes say little.",
        initial=USUAL,
        min_value=SMALLEST,
        max_value=LARGEST,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        coders = self.fields["coders"]
        coders.label = "Who codes"
        coders.help_text = (
            "Two or more. Each codes alone and sees nothing of what the others put on."
        )


class BlindThemeForm(FindThemeForm):
    """A theme for the comment or for selected words of it. There is no suggestion to replace."""

    def __init__(self, *args, task: CodingTask, **kwargs):
        nothing = Suggestion.objects.none()
        super().__init__(*args, codebook=task.codebook, suggestions=nothing, **kwargs)
        self.task = task
        del self.fields["instead"]
        self.fields["theme"].label = "Theme"

    def themes(self):
        """Those that are looked for in this round, also where one was retired since it began: all
        coders have the same choice."""
        return self.task.themes.all()
