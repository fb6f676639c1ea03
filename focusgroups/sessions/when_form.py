"""When sessions are: once, every week or on some days, on the clock of the place."""

from datetime import date as Day
from datetime import datetime, timedelta

from django import forms
from django.conf import settings

from focusgroups import slots
from focusgroups.said import clock_words, day_words

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
ONCE, WEEKLY, DATES = "once", "weekly", "dates"
FIRST, SECOND = "first", "second"
ALSO = tuple(f"also_{number}" for number in range(1, 6))
MOST_TIMES, SHORTEST, LONGEST = 26, 15, 480


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WhenForm(forms.Form):
    """Day, time and series. `cleaned_data` has `starts` (in UTC) and `minutes`."""

    date = forms.DateField(widget=date_input())
    time = forms.TimeField(label="Begins", widget=time_input())
    until = forms.TimeField(label="Ends", widget=time_input())
    zone = forms.ChoiceField(label="Time zone of the place")
    # Asked only where the clocks show the time twice.
    which = forms.ChoiceField(
        label="The clocks show this time twice that night. Which one?",
        choices=[
            (FIRST, "The first, still in summer time"),
            (SECOND, "The second, an hour later, in winter time"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    repeat = forms.ChoiceField(
        label="How often",
        choices=[
            (ONCE, "Once"),
            (WEEKLY, "Every week, so many times"),
            (DATES, "On more days that I choose"),
        ],
        widget=forms.RadioSelect,
        initial=ONCE,
        required=False,
    )
    times = forms.IntegerField(
        label="How many times", min_value=2, max_value=MOST_TIMES, initial=4, required=False
    )

    def __init__(self, *args, own_zone: str = "", has_series: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        zones = dict.fromkeys([settings.TIME_ZONE, *ZONES, *([own_zone] if own_zone else [])])
        self.fields["zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]
        self.fields["zone"].initial = settings.TIME_ZONE
        if has_series:
            for number, name in enumerate(ALSO, 2):
                self.fields[name] = forms.DateField(
                    label=f"Day {number}", widget=date_input(), required=False
                )
        else:
            del self.fields["repeat"], self.fields["times"]

    @property
    def also(self) -> list[forms.BoundField]:
        return [self[name] for name in ALSO if name in self.fields]

    @property
    def asks_which(self) -> bool:
        """Whether the question of the two hours is shown."""
        return bool(self["which"].value() or self["which"].errors)

    def clean(self) -> dict:
        data = super().clean()
        if {"date", "time", "until", "zone"} <= data.keys():
            data["minutes"] = self._minutes(data)
            data["starts"] = self._starts(data)
        return data

    def _minutes(self, data: dict) -> int:
        day = data["date"]
        begins, ends = (datetime.combine(day, data[name]) for name in ("time", "until"))
        minutes = round((ends - begins) / timedelta(minutes=1))
        if minutes <= 0:
            self.add_error(
                "until", f"It ends before it begins ({clock_words(begins)}). Choose a later time."
            )
        elif not SHORTEST <= minutes <= LONGEST:
            self.add_error("until", "A session lasts from 15 minutes to 8 hours.")
        return minutes

    def _starts(self, data: dict) -> list[datetime]:
        second = {FIRST: False, SECOND: True}.get(data.get("which"))
        clocks = [datetime.combine(day, data["time"]) for day in self._days(data)]
        try:
            return [slots.on_the_clock(clock, data["zone"], second=second) for clock in clocks]
        except slots.NoSuchTime as night:
            self.add_error(
                "time",
                f"Clocks jump over {clock_words(night.clock)} in the night of "
                f"{day_words(night.clock)}. Choose another time.",
            )
        except slots.TwiceThatNight:
            self.add_error("which", "Say which of the two is meant.")
        return []

    def _days(self, data: dict) -> list[Day]:
        if data.get("repeat") == WEEKLY:
            times = data.get("times")
            if times is None and "times" not in self.errors:
                self.add_error("times", "Say how many times.")
            return [data["date"] + timedelta(weeks=n) for n in range(times or 1)]
        if data.get("repeat") == DATES:
            others = {data.get(name) for name in ALSO} - {None}
            if not others:
                self.add_error(ALSO[0], "Choose at least one more day.")
            return sorted({data["date"], *others})
        return [data["date"]]
