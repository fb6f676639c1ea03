"""The shape of what people type about a summary. Evidence is chosen among the theme's tags."""

from django import forms

from analysis.services.summaries import Span


class SentenceForm(forms.Form):
    """A sentence of ours and the tags (numbers) that it rests on."""

    words = forms.CharField(
        label="Sentence", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    evidence = forms.MultipleChoiceField(
        label="It rests on",
        widget=forms.CheckboxSelectMultiple,
        required=True,
        error_messages={"required": "Choose at least one comment that the sentence rests on."},
    )

    def __init__(self, *args, choices: dict[str, Span], labels: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.spans = choices
        self.fields["evidence"].choices = [(key, labels[key]) for key in choices]

    def chosen(self) -> list[Span]:
        return [self.spans[key] for key in self.cleaned_data["evidence"]]


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="What has to change", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
