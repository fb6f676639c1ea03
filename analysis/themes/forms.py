"""Filters over themes and over what was said on one, and the shape of a theme."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet

from analysis.models import Tag, Theme
from analysis.themes import reports
from feedback.comment_forms import Group, chosen_groups
from feedback.models import Comment
from initiatives.models import Initiative
from initiatives.wording import clean_words, pattern_of

ANY = [("", "All")]
VOICES = [(v.value, v.label) for v in (Comment.Voice.OWN, Comment.Voice.NOTED)]


class ThemeFilter(forms.Form):
    """All in the address; what is not understood filters nothing."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=[*ANY, *Theme.State.choices])
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "As in the codebook"),
            ("name", "By name"),
            ("submissions", "Most submissions first"),
            ("sessions", "Most sessions first"),
        ],
    )

    def __init__(self, data, *, team: bool):
        super().__init__(data)
        self.fields["q"].widget.input_type = "search"
        if not team:
            del self.fields["state"]
            choices = self.fields["sort"].choices
            self.fields["sort"].choices = [c for c in choices if c[0] != "submissions"]
        self.full_clean()

    def narrow(self, themes: QuerySet[Theme]) -> QuerySet[Theme]:
        """Retired themes are shown only where they are asked for."""
        chosen = self.cleaned_data
        if q := clean_words(chosen.get("q") or ""):
            prefix = "" if "state" in self.fields else "approved_"
            in_name = themes.filter(**{f"{prefix}name__iregex": pattern_of(q)})
            themes = in_name | themes.filter(**{f"{prefix}definition__iregex": pattern_of(q)})
        if state := chosen.get("state"):
            return themes.filter(state=state)
        return themes.in_use() if "state" in self.fields else themes

    def in_order(self, tree: Sequence[reports.Branch]) -> Sequence[reports.Branch]:
        """The tree, or where an order is asked for, a list of all its themes."""
        order = self.cleaned_data.get("sort")
        if not order:
            return tree
        rows = list(_flat(tree))
        if order == "name":
            return sorted(rows, key=lambda branch: branch.theme.name.casefold())
        return sorted(rows, key=lambda branch: -_count(branch, order))


def _flat(tree: Sequence[reports.Branch]):
    for branch in tree:
        yield reports.alone(branch)
        yield from _flat(branch.below)


def _count(branch: reports.Branch, what: str) -> int:
    if branch.raised is None:
        return branch.sessions
    return getattr(branch.raised, what)


class SaidFilter(forms.Form):
    """What was said on a theme, narrowed. All in the address."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    segment = forms.ChoiceField(required=False)
    point = forms.ChoiceField(label="Decision point", required=False)
    voice = forms.ChoiceField(required=False, choices=ANY + VOICES)

    def __init__(self, data, *, initiative: Initiative):
        super().__init__(data)
        segments = initiative.segment_set.values_list("code", "name")
        points = initiative.decisionpoint_set.values_list("code", "name")
        self.fields["q"].widget.input_type = "search"
        self.fields["segment"].choices = [*ANY, *segments]
        self.fields["point"].choices = [*ANY, *points]
        self.full_clean()

    def narrow(self, theme: Theme) -> QuerySet[Tag]:
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        if "q" in chosen:
            chosen["q"] = clean_words(chosen["q"])
        return reports.tags_of(theme, **chosen)

    def groups(self, initiative: Initiative) -> list[Group]:
        """The segment and decision point that are chosen: what they say can be summed up too."""
        chosen = self.cleaned_data
        return chosen_groups(initiative, chosen.get("segment", ""), chosen.get("point", ""))
