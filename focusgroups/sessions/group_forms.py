"""The shape of a group as people are invited to it, in English and Spanish side by side."""

from django import forms

from focusgroups.models import FocusGroup, Guide
from focusgroups.services import AskedPlan, GroupPlan
from initiatives.models import Initiative, Text

ES = "in Spanish"
# How many questions of eligibility a form has room for.
MOST_QUESTIONS = 4
YES, NO = "yes", "no"
WORDS = ("title", "about", "gets")


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class GroupForm(forms.Form):
    """One group."""

    name = forms.CharField(
        label="Name for the team",
        help_text="People see it only while the name for them, below, is empty.",
        max_length=150,
    )
    segment = forms.ModelChoiceField(queryset=None, empty_label="Choose")
    title_en = forms.CharField(
        label="Name that people see",
        help_text="“An evening for grandparents who care for a child”.",
        max_length=200,
        required=False,
    )
    title_es = forms.CharField(label=f"Name {ES}", max_length=200, required=False)
    about_en = forms.CharField(
        label="What it is, and what happens to what people say",
        widget=long_text(4),
        max_length=3000,
        required=False,
    )
    about_es = forms.CharField(
        label=f"The same {ES}", widget=long_text(4), max_length=3000, required=False
    )
    gets_en = forms.CharField(
        label="What one gets",
        help_text="“A gift card of $40, a meal, care for your children”.",
        widget=long_text(2),
        max_length=1000,
        required=False,
    )
    gets_es = forms.CharField(
        label=f"The same {ES}", widget=long_text(2), max_length=1000, required=False
    )
    visibility = forms.ChoiceField(
        label="Who may see it",
        choices=FocusGroup.Visibility.choices,
        widget=forms.RadioSelect,
        initial=FocusGroup.Visibility.INVITED,
    )
    stipend = forms.DecimalField(
        label="Stipend for each person, in dollars",
        min_value=0,
        max_digits=7,
        decimal_places=2,
        initial=0,
    )
    guide = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="The starter guide", label="Guide of questions"
    )

    def __init__(self, *args, initiative: Initiative, group: FocusGroup | None = None, **kwargs):
        if group is not None:
            kwargs.setdefault("initial", initial_of(group))
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = initiative.segment_set.all()
        self.fields["guide"].queryset = Guide.objects.filter(initiative=initiative)
        if group is not None and group.guide_id:
            self.fields["guide"].empty_label = None
        for number in range(1, MOST_QUESTIONS + 1):
            self._add_question(number)

    def _add_question(self, number: int) -> None:
        self.fields[f"asked_{number}_en"] = forms.CharField(
            label=f"Question {number}", max_length=300, required=False
        )
        self.fields[f"asked_{number}_es"] = forms.CharField(
            label=f"Question {number} {ES}", max_length=300, required=False
        )
        self.fields[f"asked_{number}_is"] = forms.ChoiceField(
            label="The group is for those who say",
            choices=[(YES, "yes"), (NO, "no")],
            initial=YES,
            required=False,
        )

    @property
    def questions(self) -> list[list[forms.BoundField]]:
        """The fields of each question."""
        parts = ("en", "es", "is")
        numbers = range(1, MOST_QUESTIONS + 1)
        return [[self[f"asked_{number}_{part}"] for part in parts] for number in numbers]

    def clean(self) -> dict:
        data = super().clean()
        asked = [f"asked_{number}" for number in range(1, MOST_QUESTIONS + 1)]
        for name in (*WORDS, *asked):
            if data.get(f"{name}_es") and not data.get(f"{name}_en"):
                self.add_error(f"{name}_en", "Write it in English too: others read that.")
        return data

    def plan(self) -> GroupPlan:
        """What the services take, once the form is valid."""
        data = self.cleaned_data
        words = {name: _both(data, name) for name in WORDS}
        questions = tuple(
            AskedPlan(_both(data, f"asked_{n}"), is_yes=data[f"asked_{n}_is"] != NO)
            for n in range(1, MOST_QUESTIONS + 1)
            if data[f"asked_{n}_en"]
        )
        typed = {name: data[name] for name in ("name", "segment", "guide", "visibility", "stipend")}
        return GroupPlan(**typed, **words, questions=questions)


def _both(data: dict, name: str) -> dict[str, str]:
    return {"en": data[f"{name}_en"], "es": data[f"{name}_es"]}


def initial_of(group: FocusGroup) -> dict[str, object]:
    """What the form of a group begins with."""
    initial = {
        "name": group.name,
        "segment": group.segment_id,
        "visibility": group.visibility,
        "stipend": group.stipend,
        "guide": group.guide_id,
    }
    for name in WORDS:
        initial |= _pair(name, getattr(group, name))
    rows = group.eligibilityquestion_set.select_related("text")
    for number, row in enumerate(rows.prefetch_related("text__translation_set"), 1):
        initial |= _pair(f"asked_{number}", row.text)
        initial[f"asked_{number}_is"] = YES if row.is_yes else NO
    return initial


def _pair(name: str, text: Text | None) -> dict[str, str]:
    if text is None:
        return {}
    spanish = text.in_language("es") if text.is_in("es") else ""
    return {f"{name}_en": text.words, f"{name}_es": spanish}


class CopyForm(forms.Form):
    """Groups once more, so many weeks later."""

    groups = forms.ModelMultipleChoiceField(
        label="Which groups", queryset=None, widget=forms.CheckboxSelectMultiple
    )
    weeks = forms.IntegerField(
        label="How many weeks later",
        help_text="The same day of the week and the same time on the clock, also after clocks "
        "change.",
        min_value=1,
        max_value=104,
    )
    ending = forms.CharField(
        label="What is added to the names",
        help_text="“Northside parents” becomes “Northside parents, wave 2”.",
        max_length=40,
        initial=", wave 2",
        strip=False,
    )
    which = forms.ChoiceField(
        label="The clocks show this time twice that night. Which one?",
        choices=[
            ("first", "The first, still in summer time"),
            ("second", "The second, an hour later, in winter time"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        rows = FocusGroup.objects.filter(initiative=initiative)
        self.fields["groups"].queryset = rows.select_related("segment", "title", "about", "gets")

    @property
    def second(self) -> bool | None:
        return {"first": False, "second": True}.get(self.cleaned_data.get("which"))

    def names(self) -> dict[int, str]:
        """The name of each copy by the number of its group; one that would be too long is cut."""
        ending = self.cleaned_data["ending"].rstrip()
        return {
            group.pk: f"{group.name[: 150 - len(ending)]}{ending}"
            for group in self.cleaned_data["groups"]
        }
