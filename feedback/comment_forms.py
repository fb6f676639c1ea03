"""The shape of filters over comments, and of what a person does with one."""

import re

from django import forms
from django.db.models import QuerySet

from feedback import redaction
from feedback.models import Comment, Submission
from initiatives.models import DecisionPoint, Initiative, Segment
from initiatives.wording import clean_words, from_utf16, pattern_of

ANY = [("", "All")]
SESSION = "SESSION"
WAYS = [*Submission.Way.choices, (SESSION, "in a session")]
STATES = [("READY", "ready"), ("REDACTED", "waiting for a person"), ("RECEIVED", "being checked")]
SORTS = {"": "-id", "oldest": "id", "said": "-said_on", "segment": "segment__order"}


Group = tuple[str, Segment | DecisionPoint]


def chosen_groups(initiative: Initiative, segment: str, point: str) -> list[Group]:
    """The segment and the decision point of these codes, each after the noun of its addresses."""
    segments = initiative.segment_set.filter(code=segment) if segment else ()
    points = initiative.decisionpoint_set.filter(code=point) if point else ()
    return [*(("segments", row) for row in segments), *(("points", row) for row in points)]


class CommentFilter(forms.Form):
    """All in the address; what is not understood filters nothing."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    segment = forms.ChoiceField(required=False)
    point = forms.ChoiceField(label="Decision point", required=False)
    way = forms.ChoiceField(label="Way in", required=False, choices=ANY + WAYS)
    state = forms.ChoiceField(required=False, choices=ANY + STATES)
    quotable = forms.ChoiceField(
        label="May be quoted", required=False, choices=[*ANY, ("yes", "yes"), ("no", "no")]
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Newest first"),
            ("oldest", "Oldest first"),
            ("said", "By day, latest first"),
            ("segment", "By segment"),
        ],
    )

    def __init__(self, data, *, initiative: Initiative):
        super().__init__(data)
        segments = initiative.segment_set.values_list("code", "name")
        points = initiative.decisionpoint_set.values_list("code", "name")
        self.fields["q"].widget.input_type = "search"
        self.fields["segment"].choices = [*ANY, *segments]
        self.fields["point"].choices = [*ANY, *points]
        self.full_clean()

    def narrow(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        """Those that match, in the order that was asked for. It searches redacted words only."""
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        if "q" in chosen:
            comments = comments.filter(redacted_text__iregex=pattern_of(clean_words(chosen["q"])))
        if "segment" in chosen:
            comments = comments.filter(segment__code=chosen["segment"])
        if "point" in chosen:
            comments = comments.filter(decision_point__code=chosen["point"])
        if "way" in chosen:
            comments = _by_way(comments, chosen["way"])
        if "state" in chosen:
            comments = comments.filter(state=chosen["state"])
        if "quotable" in chosen:
            comments = comments.filter(may_quote=chosen["quotable"] == "yes")
        return comments.order_by(SORTS[chosen.get("sort", "")], "-id")


def _by_way(comments: QuerySet[Comment], way: str) -> QuerySet[Comment]:
    if way == SESSION:
        return comments.filter(session_log__isnull=False)
    return comments.filter(submission__way=way)


class ExportForm(forms.Form):
    reason = forms.CharField(
        label="What do you need it for?",
        help_text="It is kept on the record, with your name. Leave out names of participants.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HideForm(forms.Form):
    """Words to hide: a selection (UTF-16 positions, by the script), or typed as they stand."""

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = forms.CharField(
        label="Words to hide",
        required=False,
        help_text="As they stand in the text. Every place where they stand is hidden.",
    )

    def __init__(self, *args, comment: Comment, **kwargs):
        super().__init__(*args, **kwargs)
        self.comment = comment
        self.fields["version"].initial = comment.redaction_version

    def clean(self) -> dict:
        data = super().clean()
        if "version" in data and data["version"] != self.comment.redaction_version:
            raise forms.ValidationError("The text changed meanwhile. Choose the words again.")
        if not self.errors:
            data["spans"] = self._typed() if data["words"].strip() else self._selected()
        return data

    def _selected(self) -> list[tuple[int, int]]:
        text, data = self.comment.redacted_text, self.cleaned_data
        if data["start"] is None or data["end"] is None:
            raise forms.ValidationError("Select some words, or type them.")
        try:
            start, end = from_utf16(text, data["start"]), from_utf16(text, data["end"])
        except ValueError:
            start = end = 0
        if start >= end:
            raise forms.ValidationError("Select some words first.")
        return [(start, end)]

    def _typed(self) -> list[tuple[int, int]]:
        words = re.escape(clean_words(self.cleaned_data["words"]))
        found = re.finditer(words, self.comment.redacted_text, re.IGNORECASE)
        spans = [match.span() for match in found]
        if not spans:
            self.add_error("words", "These words do not stand in the text.")
        return spans

    def originals(self, hidden: tuple[redaction.Span, ...]) -> list[tuple[int, int]]:
        """The chosen spans as positions in the original."""
        return [redaction.to_original(hidden, *span) for span in self.cleaned_data["spans"]]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Who asked for it, and how?",
        help_text="For the record, without a name: “the person, by telephone”.",
        max_length=300,
    )


class SettleForm(forms.Form):
    """For each doubtful place: hide it or show it. Hidden is what stands until somebody says."""

    def __init__(self, *args, doubtful: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        for pk in doubtful:
            self.fields[f"place-{pk}"] = forms.ChoiceField(
                choices=[("hide", "Hide"), ("show", "Show")],
                initial="hide",
                widget=forms.RadioSelect,
            )

    def to_show(self) -> list[int]:
        chosen = self.cleaned_data.items()
        return [int(key.removeprefix("place-")) for key, value in chosen if value == "show"]
