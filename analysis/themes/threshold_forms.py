"""The shape of a threshold, and of accepting all above one."""

from collections.abc import Collection

from django import forms


class ThresholdForm(forms.Form):
    """One of the steps shown, or nothing: as the engine sets it."""

    threshold = forms.FloatField(required=False)

    def __init__(self, *args, steps: Collection[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = {float(step) for step in steps}

    def clean_threshold(self) -> float | None:
        threshold = self.cleaned_data["threshold"]
        if threshold is not None and threshold not in self.steps:
            raise forms.ValidationError("Choose one of the thresholds shown.")
        return threshold

    def clean(self) -> dict:
        # A POST without a choice is no wish for the engine's own.
        if self.is_bound and "threshold" not in self.data:
            raise forms.ValidationError("Choose a threshold.")
        return self.cleaned_data


class FloorForm(forms.Form):
    """From which score on, and how many the person was told."""

    floor = forms.FloatField(min_value=0, max_value=1)
    shown = forms.IntegerField(required=False, min_value=0)
