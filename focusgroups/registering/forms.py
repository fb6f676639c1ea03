"""The forms of signing up: whether the group is for one, and the few things that are needed."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from focusgroups.models import FocusGroup
from focusgroups.registering.fields import ReachField, WordsField, language_choices
from focusgroups.registering.reports import GroupPage, OfferedSession
from focusgroups.services.registrations import LONGEST_NAME, Contact
from initiatives.models import Segment

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class CheckForm(forms.Form):
    """The yes-or-no questions of a group. The answers are read once and not kept."""

    def __init__(self, *args, group: FocusGroup, **kwargs):
        super().__init__(*args, **kwargs)
        rows = group.eligibilityquestion_set.select_related("text")
        self.questions = list(rows.prefetch_related("text__translation_set"))
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = forms.ChoiceField(
                label=question.text.in_language(get_language()),
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose yes or no.")},
            )

    @property
    def is_for_them(self) -> bool:
        """Whether every answer is that of those for whom the group is."""
        said = (self.cleaned_data[f"question_{each.pk}"] == "yes" for each in self.questions)
        return all(yes == each.is_yes for yes, each in zip(said, self.questions, strict=True))


class RegisterForm(forms.Form):
    """What a person is called, one way to reach them, and which meeting. Nothing else."""

    sessions = forms.MultipleChoiceField(
        label=_("Which dates can you come to?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose a date.")},
    )
    name = WordsField(
        label=_("What may we call you?"),
        help_text=_("A first name or a nickname is enough."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Please give a name. It need not be your full name.")},
    )
    reach = ReachField(
        label=_("How can we reach you? E-mail or telephone"),
        help_text=_("One is enough. We use it for this group only."),
        widget=forms.TextInput(
            attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Please give an e-mail address or a telephone number.")},
    )
    language = forms.ChoiceField(
        label=_("In which language may we write or speak to you?"), choices=language_choices
    )
    segment = forms.ModelChoiceField(
        label=_("Which of these are you?"),
        queryset=Segment.objects.none(),
        required=False,
        empty_label=_("I would rather not say"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, page: GroupPage, asks_segment: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        self.by_number = {str(each.session.pk): each for each in page.sessions}
        choices = [(number, _label(each)) for number, each in self.by_number.items()]
        if page.is_series:
            self.fields["sessions"].choices = choices
        else:
            self._ask_for_one(choices)
        if asks_segment:
            self.fields["segment"].queryset = page.group.initiative.segment_set.all()
        else:
            del self.fields["segment"]
        self.order_fields(["sessions", "name", "reach", "language", "segment"])

    def _ask_for_one(self, choices: list) -> None:
        """One date of several; a single one is not asked about."""
        widget = forms.RadioSelect if len(choices) > 1 else forms.HiddenInput
        self.fields["sessions"] = forms.ChoiceField(
            label=_("Which date suits you?"),
            choices=choices,
            widget=widget,
            initial=choices[0][0] if len(choices) == 1 else None,
            error_messages={
                "required": _("Please choose a date."),
                "invalid_choice": _("Nobody can sign up for this date any more."),
            },
        )

    def chosen(self) -> list[OfferedSession]:
        """The sessions that were chosen, each once, in the order of their numbers."""
        given = self.cleaned_data["sessions"]
        numbers = {given} if isinstance(given, str) else set(given)
        return sorted((self.by_number[each] for each in numbers), key=lambda each: each.session.pk)

    def contact(self) -> Contact:
        reach = self.cleaned_data["reach"]
        language = self.cleaned_data["language"]
        return Contact(self.cleaned_data["name"], reach.email, reach.phone, language)


def _label(offered: OfferedSession) -> str:
    words = f"{offered.told.when}, {offered.told.where}"
    return words if offered.has_place else _("%(when)s (full: you can wait)") % {"when": words}


class OwnForm(forms.Form):
    """What a person may change of themselves: name, and the language of our letters."""

    name = RegisterForm.base_fields["name"]
    language = RegisterForm.base_fields["language"]
