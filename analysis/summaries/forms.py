"""The shape of what people type about a summary. Evidence is chosen among what was said on it."""

from collections.abc import Iterable

from django import forms
from django.utils.text import Truncator

from analysis.models import SentenceEvidence
from analysis.services.summaries import Span
from analysis.summaries.sources import Source, part_of


class SentenceForm(forms.Form):
    """A sentence of ours and the words (by their keys) that it rests on."""

    words = forms.CharField(
        label="Sentence",
        help_text="In our own words: what is said, and not how many say it. A small number could "
        "tell readers who it was.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    evidence = forms.MultipleChoiceField(
        label="It rests on",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one comment that the sentence rests on.",
            "invalid_choice": "Some of these words were taken back meanwhile. Choose others.",
        },
    )

    def __init__(self, *args, sources: Iterable[Source], **kwargs):
        super().__init__(*args, **kwargs)
        self.spans = {source.key: source.span for source in sources}
        labels = {source.key: _label(source) for source in sources}
        self.fields["evidence"].choices = list(labels.items())

    def chosen(self) -> list[Span]:
        return [self.spans[key] for key in self.cleaned_data["evidence"]]


def _label(source: Source) -> str:
    words = Truncator(source.words).chars(300)
    said = f"{words} (noted)" if source.noted else f"“{words}”"
    return f"{said} {source.segment}".strip()


class ShortenForm(forms.Form):
    """The part of a quote that stays."""

    words = forms.CharField(
        label="Words that stay",
        help_text="Delete words at the beginning or the end. The middle stays as it was said.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, evidence: SentenceEvidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.evidence = evidence
        self.span: Span | None = None

    def clean_words(self):
        words = self.cleaned_data["words"]
        self.span = part_of(self.evidence, words)
        if self.span is None:
            raise forms.ValidationError(
                "These words do not stand so in what was said. Only leave words out at the ends."
            )
        return words


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="What has to change",
        help_text="Those who wrote it read this. Name the sentence.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Write what has to change, so that the others can go on."},
    )
