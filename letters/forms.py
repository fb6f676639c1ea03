"""The shape of a wording, and of what a caller ticks."""

from collections.abc import Collection

from django import forms

from initiatives.languages import name_of
from letters.models import LetterWords
from letters.registry import Kind
from letters.wording import BadWording, check

SUBJECT_LENGTH, BODY_LENGTH = 150, 8000
SOURCE = "en"


class LetterWordsForm(forms.Form):
    """Subject and body in English and in one other language beside it.

    `words()` gives what is to be written: the other language is left out where only the English
    was changed and nobody said that it still fits, so that it is marked as out of date.
    """

    still_fits = forms.BooleanField(required=False)

    def __init__(
        self,
        *args,
        kind: Kind,
        other: str,
        needed: Collection[str] = (),
        own: LetterWords | None = None,
        **kwargs,
    ):
        """`needed` are the placeholders that each body must have."""
        super().__init__(*args, **kwargs)
        self.kind, self.other, self.needed, self.own = kind, other, needed, own
        for language in (SOURCE, other):
            is_source = language == SOURCE
            where = {"lang": language, "dir": "auto"}
            name = name_of(language)
            self.fields[f"subject_{language}"] = forms.CharField(
                label=f"Subject in {name}",
                max_length=SUBJECT_LENGTH,
                required=is_source,
                widget=forms.TextInput(attrs=where),
            )
            self.fields[f"body_{language}"] = forms.CharField(
                label=f"Letter in {name}",
                max_length=BODY_LENGTH,
                required=is_source,
                widget=forms.Textarea(attrs={"rows": 16, **where}),
            )
        self.fields["still_fits"].label = f"The {name_of(other)} still says the same"

    def clean(self) -> dict:
        data = super().clean()
        names = [each.name for each in self.kind.placeholders]
        needed = [name for name in self.needed if name in names]
        for language in (SOURCE, self.other):
            self._check(f"subject_{language}", names, [])
            self._check(f"body_{language}", names, needed)
        both = [f"{part}_{self.other}" for part in ("subject", "body")]
        empty = [name for name in both if name not in self.errors and not data.get(name)]
        if len(empty) == 1:
            self.add_error(empty[0], "Give both the subject and the letter, or neither.")
        return data

    def _check(self, field: str, names: list[str], needed: list[str]) -> None:
        words = self.cleaned_data.get(field)
        if not words:
            return
        try:
            check(words, names, needed)
        except BadWording as reason:
            self.add_error(field, str(reason))

    def words(self) -> dict[str, dict[str, str]]:
        """`subject` and `body` by language, as `services.save_words` takes them."""
        return {part: self._part(part) for part in ("subject", "body")}

    def _part(self, part: str) -> dict[str, str]:
        data = self.cleaned_data
        english, other = data[f"{part}_{SOURCE}"], data[f"{part}_{self.other}"]
        text = getattr(self.own, part) if self.own else None
        found = {SOURCE: english}
        is_untouched = (
            text is not None and text.is_in(self.other) and other == text.in_language(self.other)
        )
        # Written anew, or said to fit; else it keeps the mark of the words that it was made from.
        if not is_untouched or data["still_fits"]:
            found[self.other] = other
        return found


class FilterForm(forms.Form):
    """Which letters a list shows."""

    state = forms.ChoiceField(label="State", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, *args, states: list, kinds: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "All"), *states]
        self.fields["kind"].choices = [("", "All"), *kinds]


class CallForm(forms.Form):
    """What came of a call."""

    what = forms.ChoiceField(
        choices=[
            ("reached", "Reached"),
            ("no_answer", "No answer"),
            ("not_needed", "Not needed"),
            ("no_more", "Wants no more messages"),
        ]
    )
