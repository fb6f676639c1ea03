"""What somebody with the link of a poll says about its times."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focusgroups.models import TimePoll, TimePollAnswer, TimePollPerson, TimePollTime
from focusgroups.polls import zones
from initiatives.wording import clean_words

LONGEST_NAME = 100
# A form left open for longer makes a new answer; what was typed is kept.
FORM_SECONDS = 24 * 60 * 60
SALT = "focusgroups.poll-form"
SAYS = [
    (TimePollAnswer.Says.YES, gettext_lazy("Yes, I could come")),
    (TimePollAnswer.Says.IF_NEED, gettext_lazy("If need be")),
    (TimePollAnswer.Says.NO, gettext_lazy("No")),
]


class AnswerForm(forms.Form):
    """A name, and yes, if need be or no to each time. A time without an answer is a no."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=gettext_lazy("What may we call you?"),
        help_text=gettext_lazy("A first name or a nickname is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, poll: TimePoll, times: Sequence[TimePollTime], zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.poll, self.times = poll, times
        self.fields["key"].initial = new_key(poll)
        for time in times:
            self.fields[f"time_{time.pk}"] = forms.ChoiceField(
                label=_label(time, poll, zone),
                help_text=_at_the_place(time, poll, zone),
                choices=SAYS,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean_name(self) -> str:
        name = clean_words(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name that we may call you."))
        return name

    def clean(self) -> dict:
        data = super().clean()
        if self.times and not self.errors and not any(self.says().values()):
            self.add_error(
                f"time_{self.times[0].pk}", _("Answer for at least one time; it may be a no.")
            )
        return data

    def says(self) -> dict[int, str]:
        return {time.pk: self.cleaned_data.get(f"time_{time.pk}", "") for time in self.times}

    def number(self) -> int:
        """The number of the answer that this form makes: the same when it is sent twice."""
        found = _number_in(self.cleaned_data.get("key", ""), self.poll)
        return found or TimePollPerson._meta.pk.get_default()

    @property
    def time_fields(self) -> list[forms.BoundField]:
        return [self[f"time_{time.pk}"] for time in self.times]


class ClockForm(forms.Form):
    """On which clock the times are shown."""

    zone = forms.ChoiceField(label=gettext_lazy("Your clock"))

    def __init__(self, *args, own: Sequence[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones.choices(*own)


def new_key(poll: TimePoll) -> str:
    """Signed, so that nobody can send a number that they chose or saw."""
    return signing.dumps([poll.pk, TimePollPerson._meta.pk.get_default()], salt=SALT)


def _number_in(key: str, poll: TimePoll) -> int | None:
    try:
        of_poll, number = signing.loads(key, salt=SALT, max_age=FORM_SECONDS)
    except signing.BadSignature:
        return None
    return number if of_poll == poll.pk else None


def _label(time: TimePollTime, poll: TimePoll, zone: str) -> str:
    ends = time.starts_at + timedelta(minutes=poll.minutes)
    day = zones.say_day(time.starts_at, zone)
    return f"{day}, {zones.say_hours(time.starts_at, ends, zone)}"


def _at_the_place(time: TimePollTime, poll: TimePoll, zone: str) -> str:
    if zones.is_same_clock(time.starts_at, zone, poll.zone):
        return ""
    there = zones.say_time(time.starts_at, poll.zone)
    return _("At the place it is then %(time)s.") % {"time": there}
