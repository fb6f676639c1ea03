"""The shape of the plan: segments, targets, and how one recruits."""

from django import forms

from focusgroups.models import Guide, Place, Recruiting, SegmentPlan, Target
from focusgroups.services import Aim, RecruitingAim, SegmentAim
from initiatives import languages
from initiatives.models import Initiative, Segment
from initiatives.wording import whole_number

LANGUAGE, PLACE, ASKED = Target.Dimension.values
# Empty rows at the end of each list of targets.
SPARE = 2
MOST_REMINDERS, LONGEST_BEFORE = 6, 720


def people_field(**kwargs) -> forms.IntegerField:
    return forms.IntegerField(label="People", min_value=1, max_value=9999, required=False, **kwargs)


class SegmentPlanForm(forms.Form):
    """One segment's row."""

    groups = forms.IntegerField(min_value=0, max_value=99)
    people_per_group = forms.IntegerField(label="People in each", min_value=1, max_value=50)
    guide = forms.ModelChoiceField(queryset=None, required=False, empty_label="Starter guide")
    stipend = forms.DecimalField(label="Stipend, $", min_value=0, max_digits=7, decimal_places=2)
    incentive = forms.CharField(
        label="What each person gets, in words", max_length=200, required=False
    )
    how_to_reach = forms.CharField(
        label="Who reaches these people, and where", max_length=2000, required=False
    )

    def __init__(self, *args, segment: Segment, plan: SegmentPlan | None, guides, **kwargs):
        plan = plan or SegmentPlan(segment=segment, groups=0)
        kwargs["initial"] = {name: getattr(plan, name) for name in _TYPED}
        kwargs["initial"]["guide"] = plan.guide_id
        super().__init__(*args, prefix=f"segment_{segment.pk}", **kwargs)
        self.segment = segment
        self.fields["guide"].queryset = guides

    @property
    def advice(self) -> str:
        """What the literature would say to these numbers, or nothing."""
        groups = self["groups"].value()
        people = self["people_per_group"].value()
        if not str(groups).isdecimal() or not str(people).isdecimal() or not int(groups):
            return ""
        if int(people) > 10:
            return f"In a group of {people} some stay silent: more groups of 6 to 8 hear more."
        if int(people) < 5:
            return f"A group of {people} is small: one who stays away changes it."
        if int(groups) < 3:
            return (
                "With fewer than three groups one cannot tell what this group said from what "
                "this segment says."
            )
        return ""

    def aim(self) -> SegmentAim:
        return SegmentAim(**{name: self.cleaned_data[name] for name in (*_TYPED, "guide")})


_TYPED = ("groups", "people_per_group", "stipend", "incentive", "how_to_reach")


class LanguageTargetForm(forms.Form):
    """So many people who speak a language."""

    value = forms.ChoiceField(
        label="Language", choices=[("", "None"), *languages.choices()], required=False
    )
    people = people_field()
    dimension = LANGUAGE

    def clean(self) -> dict:
        return _whole_row(self, super().clean(), "value", "people")


class PlaceTargetForm(LanguageTargetForm):
    """So many people at a place."""

    value = forms.ChoiceField(label="Place", required=False)
    dimension = PLACE

    def __init__(self, *args, places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [("", "None"), *((str(p.pk), p.name) for p in places)]


class AskedTargetForm(forms.Form):
    """So many people who choose an answer to a question at registration."""

    question = forms.CharField(label="Question", max_length=200, required=False)
    value = forms.CharField(label="Answer", max_length=100, required=False)
    people = people_field()
    dimension = ASKED

    def clean(self) -> dict:
        return _whole_row(self, super().clean(), "question", "value", "people")


def _whole_row(form: forms.Form, data: dict, *names: str) -> dict:
    """A row is filled or empty: what is missing is named."""
    if any(data.get(name) for name in names):
        for name in names:
            if not data.get(name) and name not in form.errors:
                form.add_error(name, "Fill the whole row, or empty it.")
    return data


class PlanForms:
    """All forms of the plan page together; each list of targets ends in empty rows."""

    def __init__(self, data, initiative: Initiative):
        plans = {row.segment_id: row for row in SegmentPlan.objects.filter(initiative=initiative)}
        guides = Guide.objects.filter(initiative=initiative)
        self.segments = [
            SegmentPlanForm(data, segment=segment, plan=plans.get(segment.pk), guides=guides)
            for segment in initiative.segment_set.all()
        ]
        targets = list(Target.objects.filter(initiative=initiative))
        places = list(Place.objects.filter(initiative=initiative))
        self.languages = _rows(LanguageTargetForm, data, "language", targets)
        self.places = _rows(PlaceTargetForm, data, "place", targets, {"places": places})
        self.asked = _rows(AskedTargetForm, data, "asked", targets)

    @property
    def all(self) -> list[forms.Form]:
        lists = (self.languages, self.places, self.asked)
        return [*self.segments, *(form for rows in lists for form in rows)]

    def are_valid(self) -> bool:
        """Each is looked at, so that all errors stand there at once."""
        valid = [form.is_valid() for form in self.all]
        return all(valid)

    def by_segment(self) -> dict[int, SegmentAim]:
        return {form.segment.pk: form.aim() for form in self.segments}

    def aims(self) -> list[Aim]:
        rows = [*self.languages, *self.places, *self.asked]
        return [
            Aim(
                dimension=form.dimension,
                question=form.cleaned_data.get("question", ""),
                value=form.cleaned_data["value"],
                people=form.cleaned_data["people"],
            )
            for form in rows
            if form.cleaned_data.get("people")
        ]


def _rows(form_class, data, name: str, targets: list[Target], more: dict | None = None) -> list:
    own = [target for target in targets if target.dimension == form_class.dimension]
    initial = [
        {"question": target.question, "value": target.value, "people": target.people}
        for target in own
    ]
    # A form that is sent has as many rows as it was shown with, however many there are by now.
    count = len(own) + SPARE
    if data is not None:
        sent = [key for key in data if key.startswith(f"{name}_") and key.endswith("-people")]
        count = max(count, len(sent))
    initial += [{}] * (count - len(initial))
    return [
        form_class(data, prefix=f"{name}_{number}", initial=values, **more or {})
        for number, values in enumerate(initial)
    ]


class RecruitingForm(forms.Form):
    """The settings of recruiting."""

    buffer_minutes = forms.IntegerField(
        label="Minutes between two sessions",
        help_text="So much lies between two uses of one room, one facilitator, one interpreter.",
        min_value=0,
        max_value=480,
    )
    offer_hours = forms.IntegerField(
        label="Hours that an offered place waits",
        help_text="Then it is offered to the next in line. Shortly before a session it is less.",
        min_value=1,
        max_value=336,
    )
    reminder_hours = forms.CharField(
        label="Reminders, in hours before",
        help_text="With commas: “72, 24, 2” is three days, one day and two hours. Left empty, "
        "nobody is reminded.",
        max_length=60,
        required=False,
    )
    name_source = forms.CharField(
        label="How did you get my name?",
        help_text="Every invitation answers this where nobody said it more closely: “Your school "
        "gave us your name. You can ask us to delete it.”",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    call_name = forms.CharField(label="Whom to call about a group", max_length=150, required=False)
    call_phone = forms.CharField(label="Their telephone", max_length=40, required=False)

    def __init__(self, *args, recruiting: Recruiting, **kwargs):
        names = ("buffer_minutes", "offer_hours", "name_source", "call_name", "call_phone")
        kwargs["initial"] = {name: getattr(recruiting, name) for name in names} | {
            "reminder_hours": ", ".join(map(str, recruiting.reminder_hours))
        }
        super().__init__(*args, **kwargs)

    def clean_reminder_hours(self) -> tuple[int, ...]:
        words = self.cleaned_data["reminder_hours"].replace(",", " ").split()
        hours = [whole_number(word) for word in words]
        if not all(each is not None and 1 <= each <= LONGEST_BEFORE for each in hours):
            raise forms.ValidationError("Write whole hours from 1 to 720 with commas between them.")
        if len(words) > MOST_REMINDERS:
            raise forms.ValidationError(f"At most {MOST_REMINDERS} reminders: more is a nuisance.")
        return tuple(hours)

    def aim(self) -> RecruitingAim:
        return RecruitingAim(**self.cleaned_data)
