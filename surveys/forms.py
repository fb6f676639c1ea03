"""The shape of a survey and its questions, in English and Spanish side by side."""

import uuid
from collections.abc import Mapping

from django import forms
from django.utils.text import slugify

from initiatives.models import DecisionPoint, Initiative, Text
from initiatives.wording import clean_words
from surveys.models import Question, Survey

ES = "in Spanish"


def both(data: Mapping[str, str], name: str) -> dict[str, str]:
    """The words of a pair of fields, by language."""
    return {"en": data[f"{name}_en"], "es": data[f"{name}_es"]}


def initial_of(name: str, text: Text | None) -> dict[str, str]:
    """What a pair of fields starts with."""
    if text is None:
        return {}
    spanish = text.in_language("es")
    return {f"{name}_en": text.words, f"{name}_es": "" if spanish == text.words else spanish}


class HeadingForm(forms.Form):
    """Title and introduction of a survey."""

    title_en = forms.CharField(label="Title that people see", max_length=200)
    title_es = forms.CharField(label=f"Title {ES}", max_length=200, required=False)
    intro_en = forms.CharField(
        label="Introduction",
        help_text="Why you ask, how long it takes, what will come of it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )
    intro_es = forms.CharField(
        label=f"Introduction {ES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=3000,
    )


class SurveyForm(HeadingForm):
    """A new survey."""

    name = forms.CharField(label="Name for the team", max_length=150)
    slug = forms.SlugField(
        label="Address",
        help_text="What stands after /s/ in the link: short, in small letters. "
        "Left empty, it is made from the name.",
        max_length=60,
        required=False,
    )
    field_order = ["name", "slug"]

    def clean(self):
        data = super().clean()
        slug = data.get("slug") or slugify(data.get("name", ""))[:60]
        if not slug:
            self.add_error("slug", "Type an address in letters a to z.")
        elif Survey.objects.filter(slug=slug).exists():
            self.add_error("slug", f"There is a survey at /s/{slug}/ already. Choose another.")
        data["slug"] = slug
        return data


class QuestionForm(forms.Form):
    """One question. `identity` makes a second click the same question."""

    identity = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=Question.Kind.choices, widget=forms.RadioSelect, initial="LONG"
    )
    words_en = forms.CharField(label="Question", max_length=500)
    words_es = forms.CharField(label=f"Question {ES}", max_length=500, required=False)
    hint_en = forms.CharField(label="Hint below it", max_length=500, required=False)
    hint_es = forms.CharField(label=f"Hint {ES}", max_length=500, required=False)
    choices_en = forms.CharField(
        label="Choices",
        help_text="One a line. For “which kind of stakeholder”: one for each segment, in the "
        "order of the Plan page, or leave it empty to use their names.",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    choices_es = forms.CharField(
        label=f"Choices {ES}",
        help_text="In the same order.",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    decision_point = forms.ModelChoiceField(
        label="Decision point it is about", queryset=DecisionPoint.objects.none(), required=False
    )
    is_required = forms.BooleanField(
        label="It has to be answered",
        help_text="Rarely needed: what may be skipped is answered more honestly.",
        required=False,
    )

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.initiative = initiative
        self.fields["decision_point"].queryset = initiative.decisionpoint_set.all()

    @classmethod
    def initial_for(cls, question: Question) -> dict:
        choices = [choice.text for choice in question.choice_set.all()]
        english = [text.words for text in choices]
        spanish = [text.in_language("es") for text in choices]
        return {
            "kind": question.kind,
            "decision_point": question.decision_point_id,
            "is_required": question.is_required,
            "choices_en": "\n".join(english),
            # Where nothing is translated, the English must not be saved as if it were Spanish.
            "choices_es": "" if spanish == english else "\n".join(spanish),
            **initial_of("words", question.text),
            **initial_of("hint", question.hint),
        }

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        english, spanish = _lines(data.get("choices_en")), _lines(data.get("choices_es"))
        if kind in {"SINGLE", "MULTIPLE"} and len(english) < 2:
            self.add_error("choices_en", "Give at least two choices, one a line.")
        segments = self.initiative.segment_set.count()
        if kind == "SEGMENT" and english and len(english) != segments:
            self.add_error("choices_en", f"There are {segments} segments: give one line for each.")
        if spanish and len(spanish) != len(english):
            self.add_error("choices_es", f"Give {len(english)} lines here too, in the same order.")
        spanish += [""] * (len(english) - len(spanish))
        data["choices"] = [{"en": en, "es": es} for en, es in zip(english, spanish, strict=False)]
        return data

    def values(self) -> dict:
        """What the services take."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "words": both(data, "words"),
            "hint": both(data, "hint"),
            "choices": data["choices"],
            "is_required": data["is_required"],
            "decision_point": data["decision_point"],
        }


def _lines(text: str | None) -> list[str]:
    return [line for line in map(clean_words, (text or "").splitlines()) if line]
