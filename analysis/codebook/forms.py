"""The shape of what is changed in the codebook."""

from collections.abc import Sequence

from django import forms

from analysis.models import Codebook, Theme
from analysis.requests import whole_numbers
from feedback.comment_forms import ExportForm
from initiatives.models import DecisionPoint

LARGEST = 2 * 1024 * 1024


class ThemeForm(forms.Form):
    """A theme of the codebook. Its words are ours: nothing is copied from a comment."""

    name = forms.CharField(max_length=150, help_text="Short, in plain words.")
    definition = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What people say when they say it. The engine reads this too.",
    )
    includes = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    excludes = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What is near to it and belongs to another theme.",
    )
    keywords = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=(
            "One word or phrase a line. A star stands for any ending: evict*. In front of a "
            "word of another language, its code: es: abogado · so: qareen · hmn: kws lij choj"
        ),
    )
    phrases = forms.CharField(
        label="Examples that we made up",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line. Never copied from a comment.",
    )
    counter_phrases = forms.CharField(
        label="Counter-examples that we made up",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What sounds like it and is not, one a line.",
    )
    memo = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the team wants to remember: doubts, what was agreed, open questions.",
    )
    decision_point = forms.ModelChoiceField(
        label="Decision point",
        queryset=DecisionPoint.objects.none(),
        required=False,
        empty_label="none",
        help_text="The step of the continuum that it is mostly about.",
    )
    parent = forms.ModelChoiceField(
        label="Stands below",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="nothing: at the top",
    )

    def __init__(self, *args, codebook: Codebook, theme: Theme | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        others = Theme.objects.in_use()
        if theme is not None:
            # It may stand below a retired one, and stays there unless somebody moves it.
            others = (others | Theme.objects.filter(pk=theme.parent_id)).exclude(pk=theme.pk)
        self.fields["parent"].queryset = others.filter(codebook=codebook)
        points = DecisionPoint.objects.filter(initiative=codebook.initiative_id)
        self.fields["decision_point"].queryset = points


class CodebookFileForm(forms.Form):
    """A codebook from a file."""

    file = forms.FileField(
        label="The file",
        help_text=(
            "CSV or XLSX with the columns code and label; definition, include, exclude, "
            "examples, parent, keywords, counter_examples, memo and decision_point if you like."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    change = forms.BooleanField(
        label="Give themes that are there already the words of the file",
        required=False,
        help_text="Without it they stay as they are. Each change can be undone.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 2 MB. A codebook is smaller.")
        return file


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label="Merge it into",
        queryset=Theme.objects.none(),
        empty_label="Choose a theme",
        error_messages={"required": "Choose the theme that stays."},
    )

    def __init__(self, *args, theme: Theme, **kwargs):
        super().__init__(*args, **kwargs)
        others = Theme.objects.in_use().filter(codebook=theme.codebook_id)
        self.fields["into"].queryset = others.exclude(pk=theme.pk)


class SplitForm(forms.Form):
    name = forms.CharField(
        label="Name of the new theme",
        max_length=150,
        help_text="Short, in plain words of ours.",
        error_messages={"required": "Give the theme a name."},
    )

    def __init__(self, *args, shown: Sequence[int] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown

    def clean(self) -> dict:
        chosen = whole_numbers(self.data.getlist("tag"))
        self.cleaned_data["tags"] = chosen & set(self.shown)
        if self.is_bound and not self.cleaned_data["tags"]:
            raise forms.ValidationError("Choose at least one comment for the new theme.")
        return self.cleaned_data


class TaggedExportForm(ExportForm):
    kind = forms.ChoiceField(
        label="As",
        choices=[("csv", "CSV"), ("xlsx", "XLSX (a workbook)")],
        initial="csv",
        widget=forms.RadioSelect,
    )
