"""The shape of what a person does with a comment under review."""

from django import forms

from analysis.models import Codebook, Suggestion, Theme
from feedback.models import Comment
from feedback.redaction import to_original
from feedback.reports import hidden_spans
from initiatives.wording import clean_words, from_utf16

NOT_KNOWN = "No theme is called “{}”. Choose one of the list, or make a new theme of it."


class SelectedWords(forms.Form):
    """Words that were selected in the redacted text (UTF-16, by the script), or none: all of it."""

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, comment: Comment, **kwargs):
        super().__init__(*args, **kwargs)
        self.comment = comment
        self.fields["version"].initial = comment.redaction_version

    def clean(self) -> dict:
        data = super().clean()
        data["span"] = self._span(data) if not self.errors else None
        return data

    def _span(self, data: dict) -> tuple[int, int]:
        """Positions in the original: this is where those of a browser are converted."""
        text = self.comment.redacted_text
        start, end = 0, len(text)
        if data.get("start") is not None and data.get("end") is not None:
            if data.get("version") != self.comment.redaction_version:
                raise forms.ValidationError("The text changed meanwhile. Select the words again.")
            try:
                start, end = from_utf16(text, data["start"]), from_utf16(text, data["end"])
            except ValueError:
                start = end = 0
        if start >= end:
            raise forms.ValidationError("Select some words of the comment first.")
        return to_original(hidden_spans([self.comment.pk])[self.comment.pk], start, end)


class FindThemeForm(SelectedWords):
    """Another theme for the comment, or instead of a suggestion."""

    theme = forms.CharField(
        label="Another theme",
        max_length=150,
        widget=forms.TextInput(attrs={"list": "themes", "autocomplete": "off", "data-key": "/"}),
        error_messages={"required": "Type the name of a theme."},
    )
    instead = forms.ModelChoiceField(
        label="Instead of",
        queryset=Suggestion.objects.none(),
        required=False,
        empty_label="nothing",
    )

    def __init__(self, *args, codebook: Codebook, suggestions, **kwargs):
        super().__init__(*args, **kwargs)
        self.codebook = codebook
        self.fields["instead"].queryset = suggestions
        self.fields["instead"].label_from_instance = lambda suggestion: suggestion.theme.name

    def themes(self):
        """Those that can be put on."""
        return self.codebook.theme_set.in_use()

    def clean_theme(self) -> Theme:
        """By name or code as typed, or the only one that begins with it or has it inside."""
        typed = clean_words(self.cleaned_data["theme"])
        themes = list(self.themes())
        for matches in (
            [t for t in themes if typed.casefold() in (t.name.casefold(), t.code.casefold())],
            [t for t in themes if t.name.casefold().startswith(typed.casefold())],
            [t for t in themes if typed.casefold() in t.name.casefold()],
        ):
            if len(matches) == 1:
                return matches[0]
            if matches:
                names = ", ".join(sorted(theme.name for theme in matches)[:5])
                raise forms.ValidationError(f"Several themes fit: {names}. Type more of the name.")
        raise forms.ValidationError(NOT_KNOWN.format(typed))


class NewThemeForm(SelectedWords):
    """A theme that the codebook does not have yet."""

    name = forms.CharField(
        label="New theme",
        max_length=150,
        help_text="A few words of our own, such as “Called too late”. No names.",
        error_messages={"required": "Give the theme a name."},
    )
