"""What one asks a search for, and the theme that is made of what it found."""

from collections.abc import Mapping

from django import forms

from analysis.models import Codebook, Discovery
from initiatives.models import Initiative

MOST = 150


class SearchForm(forms.Form):
    """Where to look, and for how many themes."""

    scope = forms.ChoiceField(label="Look through", choices=Discovery.Scope.choices)
    number = forms.IntegerField(
        label="How many themes",
        required=False,
        min_value=1,
        max_value=MOST,
        help_text="Leave it empty for as many as the comments suggest.",
    )

    def __init__(self, data, *, sizes: Mapping[str, int]):
        super().__init__(data)
        self.fields["scope"].choices = [
            (value, f"{label}: {sizes[value]:,}".capitalize())
            for value, label in Discovery.Scope.choices
        ]


class SegmentFilter(forms.Form):
    """Only what people of one segment say. In the address."""

    segment = forms.ChoiceField(label="Said by", required=False)

    def __init__(self, data, *, initiative: Initiative):
        super().__init__(data)
        names = initiative.segment_set.values_list("name", "name")
        self.fields["segment"].choices = [("", "Everybody"), *names]
        self.full_clean()

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("segment", "")


class TakeForm(forms.Form):
    """The candidate as a theme of ours: whoever sends it has made the words their own."""

    name = forms.CharField(max_length=150, help_text="Short, in plain words of ours.")
    definition = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    keywords = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line. Runs look for them; leave out what points to a person.",
    )
    parent = forms.ModelChoiceField(
        label="Stands below", queryset=None, required=False, empty_label="nothing: at the top"
    )
    suggest = forms.BooleanField(
        label="Suggest it on these comments, for the review", required=False, initial=True
    )

    def __init__(self, *args, codebook: Codebook, may_suggest: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = codebook.theme_set.in_use()
        if not may_suggest:
            self.fields["suggest"].disabled = True
            self.fields["suggest"].initial = False
            self.fields["suggest"].help_text = "After the first run of the engine."
