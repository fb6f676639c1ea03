"""The shape of what a facilitator types during and after a session."""

import uuid

from django import forms
from django.conf import settings

from feedback.models import Comment
from feedback.services.sessions import WAYS
from initiatives.models import Initiative, NoticeGiven, PrivacyNotice

VOICES = [
    (Comment.Voice.NOTED, "Noted: what they said, in my words"),
    (Comment.Voice.OWN, "Own words: written down word by word"),
]
REASONS = [
    ("Typed by mistake.", "It was typed by mistake"),
    ("The person asked for it.", "The person who said it asked for it"),
]


class NoticeForm(forms.Form):
    """Which notice people in the room were given."""

    notice = forms.ModelChoiceField(queryset=None, empty_label=None, label="Privacy notice")
    way = forms.ChoiceField(
        label="How was it given?",
        choices=[(way, NoticeGiven.Way(way).label.capitalize()) for way in WAYS],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    on = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, initiative: Initiative, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["notice"].queryset = PrivacyNotice.objects.filter(initiative=initiative)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("This day is still to come. Give the notice first.")
        return on


class NoteForm(forms.Form):
    """One note. `client_id` makes a form that is sent twice one note."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label="Note",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Type what was said, then save it."},
    )
    voice = forms.ChoiceField(
        label="Whose words are these?",
        choices=VOICES,
        initial=Comment.Voice.NOTED,
        widget=forms.RadioSelect,
    )
    may_quote = forms.BooleanField(
        required=False, label="They said that we may quote this without a name"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4


class ImpressionForm(forms.Form):
    """What the facilitator saw or thought. It is context, and evidence of nothing."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label="My impression",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Type your impression, then save it."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4


class RemoveForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why is it removed?", choices=REASONS, widget=forms.RadioSelect
    )
