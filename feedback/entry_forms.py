"""The shape of what a member types for a person who called or wrote."""

import uuid
from datetime import date

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict

from feedback.models import Submission
from feedback.services import Piece
from feedback.services.entries import WAYS
from initiatives.models import Initiative, NoticeGiven, PrivacyNotice
from initiatives.wording import whole_number

MOST_PIECES = 20
NOTICE_WAYS = [
    (NoticeGiven.Way.READ_ALOUD, "I read it aloud"),
    (NoticeGiven.Way.PAPER, "On paper"),
    (NoticeGiven.Way.ONLINE, "By e-mail or online"),
    (NoticeGiven.Way.NOT_GIVEN, "It was not given"),
]


class EntryForm(forms.Form):
    """What belongs to all that one person said at one time."""

    begun_key = forms.UUIDField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="How did it come?",
        choices=[(way, Submission.Way(way).label.capitalize()) for way in WAYS],
        widget=forms.RadioSelect,
    )
    said_on = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    segment = forms.ModelChoiceField(
        label="Which of these is the person?",
        queryset=None,
        required=False,
        empty_label="Not known",
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    notice_way = forms.ChoiceField(
        label="How was the privacy notice given?",
        choices=NOTICE_WAYS,
        widget=forms.RadioSelect,
    )
    notice = forms.ModelChoiceField(
        label="Which notice", queryset=None, required=False, empty_label="None"
    )
    may_quote = forms.BooleanField(
        required=False, label="The person said that we may quote this without a name"
    )

    def __init__(self, *args, initiative: Initiative, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        notices = PrivacyNotice.objects.filter(initiative=initiative)
        self.fields["segment"].queryset = initiative.segment_set.all()
        self.fields["notice"].queryset = notices
        self.fields["notice"].initial = notices.first()
        self.fields["said_on"].initial = today
        self.fields["begun_key"].initial = uuid.uuid4

    def clean_said_on(self) -> date:
        said_on = self.cleaned_data["said_on"]
        if said_on > self.today:
            raise forms.ValidationError("This day is still to come.")
        return said_on

    def clean(self) -> dict:
        data = super().clean()
        if data.get("notice_way") == NoticeGiven.Way.NOT_GIVEN:
            data["notice"] = None
        elif "notice_way" in data and data.get("notice") is None and "notice" in data:
            self.add_error("notice", "Choose the notice that was given, or “It was not given”.")
        return data


class PieceForm(forms.Form):
    """One thing that the person said."""

    words = forms.CharField(
        label="What was said",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    decision_point = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="Not about one step"
    )
    verbatim = forms.BooleanField(
        required=False, label="Written down word by word (for the telephone)"
    )

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision_point"].queryset = points


class BasePieces(forms.BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.pieces():
            raise forms.ValidationError("There is nothing to keep yet. Type what was said.")

    def pieces(self) -> list[Piece]:
        """What was typed; pieces left empty are none."""
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data.get("words")]
        return [Piece(**data) for data in filled]


Pieces = forms.formset_factory(
    PieceForm, formset=BasePieces, extra=0, max_num=MOST_PIECES, validate_max=True
)


def entry_of(request: HttpRequest, initiative: Initiative, today: date, *, one_more: bool):
    """The form and its pieces: one piece at first, and another each time somebody asks for it.

    To ask for another piece checks nothing yet: what was typed is shown as it stands.
    """
    data = request.POST if request.method == "POST" else None
    extra = {"initiative": initiative, "today": today}
    points = {"form_kwargs": {"points": initiative.decisionpoint_set.all()}, "prefix": "pieces"}
    if data is None:
        return EntryForm(**extra), Pieces(initial=[{}], **points)
    if one_more:
        typed = [*_typed_pieces(data), {}][:MOST_PIECES]
        return EntryForm(initial=data.dict(), **extra), Pieces(initial=typed, **points)
    return EntryForm(data, **extra), Pieces(data, **points)


def _typed_pieces(data: QueryDict) -> list[dict]:
    number = whole_number(data.get("pieces-TOTAL_FORMS", ""))
    number = 1 if number is None else min(number, MOST_PIECES)
    names = PieceForm.base_fields
    return [{name: data.get(f"pieces-{i}-{name}", "") for name in names} for i in range(number)]
