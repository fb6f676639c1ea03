"""The forms of participants: one question a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.wording import clean_words
from surveys.models import Question
from surveys.reports import ShownQuestion

LONGEST = 100_000
LONGEST_SHORT = 500


class WordsField(forms.CharField):
    """A person's words: cleaned before they are checked, in either direction of writing.

    The browser gets no `maxlength`: it would cut off the end of a pasted text and say nothing.
    """

    default_error_messages = {
        "max_length": _(
            "This is too long: %(show_value)d characters, and %(limit_value)d fit. "
            "Please shorten it. It is still on this page."
        )
    }

    def to_python(self, value: str | None) -> str:
        return clean_words(super().to_python(value))

    def widget_attrs(self, widget: forms.Widget) -> dict:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs | {"dir": "auto", "autocomplete": "off"}


class QuoteForm(forms.Form):
    """May we show these words, without a name?"""

    ANSWERS = [
        ("yes", _("Yes, you may show my words without my name")),
        ("no", _("No, do not show my words to others")),
    ]
    quote = forms.ChoiceField(
        label=_("May we show your words without your name?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no. Both are fine.")},
    )


class AnswerForm(forms.Form):
    """The field of one question, in the language of the page."""

    def __init__(self, *args, shown: ShownQuestion, needed: bool | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown
        required = shown.question.is_required if needed is None else needed
        self.fields["answer"] = _field(shown, required)

    def words(self) -> str:
        return "" if self.shown.question.kind in Question.CHOOSING else self.cleaned_data["answer"]

    def choices(self) -> list:
        """The chosen Choices of the question, in their order."""
        if self.shown.question.kind not in Question.CHOOSING:
            return []
        given = self.cleaned_data["answer"]
        chosen = {given} if isinstance(given, str) else set(given)
        return [c for c in self.shown.question.choice_set.all() if str(c.pk) in chosen]


def _field(shown: ShownQuestion, required: bool) -> forms.Field:
    kind = shown.question.kind
    options = {
        "label": shown.words,
        "help_text": shown.hint,
        "required": required,
        "error_messages": {"required": _("Please answer this one. A few words are enough.")},
    }
    if kind == Question.Kind.MULTIPLE:
        choices = [(str(pk), words) for pk, words in shown.choices]
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **options
        )
    if kind in Question.CHOOSING:
        choices = [(str(pk), words) for pk, words in shown.choices]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    if kind == Question.Kind.SHORT:
        return WordsField(max_length=LONGEST_SHORT, **options)
    area = forms.Textarea(attrs={"rows": 7})
    return WordsField(max_length=LONGEST, widget=area, **options)


class WordsForm(forms.Form):
    """Words that were taken down for a person, changed by their receipt."""

    words = WordsField(
        label=_("What you want to say"),
        widget=forms.Textarea(attrs={"rows": 7}),
        required=False,
        max_length=LONGEST,
    )


class CodeForm(forms.Form):
    """A receipt code as a person types it."""

    code = WordsField(
        label=_("Your receipt code"),
        help_text=_("Six groups of four letters and numbers. Spaces do not matter."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code from your receipt.")},
    )
