"""The shape of asking people: invitations, and partners."""

from django import forms

from focusgroups.models import FocusGroup, Invitee, Partner
from focusgroups.people.forms import ContactFields
from initiatives.models import Initiative

ANY = [("", "All")]
# What a member or a partner may note: that somebody registered is noted by registering.
SAID = [(value, label) for value, label in Invitee.State.choices if value != "REGISTERED"]


class InviteeFilter(forms.Form):
    """All in the address; what is not understood filters nothing."""

    state = forms.ChoiceField(required=False, choices=ANY + list(Invitee.State.choices))
    segment = forms.ChoiceField(required=False)
    by = forms.ChoiceField(label="Asked by", required=False)

    def __init__(self, data, *, initiative: Initiative):
        super().__init__(data)
        partners = Partner.objects.filter(initiative=initiative).values_list("pk", "name")
        segments = initiative.segment_set.values_list("code", "name")
        self.fields["segment"].choices = [*ANY, *segments]
        self.fields["by"].choices = [
            *ANY,
            ("us", "us"),
            *((str(pk), name) for pk, name in partners),
        ]
        self.full_clean()

    def narrow(self, rows):
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        if "state" in chosen:
            rows = rows.filter(state=chosen["state"])
        if "segment" in chosen:
            rows = rows.filter(segment__code=chosen["segment"])
        if by := chosen.get("by"):
            rows = rows.filter(partner=None) if by == "us" else rows.filter(partner=by)
        return rows


class InviteForm(ContactFields):
    """One person, by a letter or by the call list."""

    name_source = forms.CharField(
        label="How did you get this name?",
        max_length=300,
        help_text="The invitation answers this question with your words.",
    )


class SaidForm(forms.Form):
    state = forms.ChoiceField(choices=SAID)


class PartnerForm(forms.Form):
    name = forms.CharField(max_length=150, help_text="As “Northside Elementary School”.")
    contact = forms.CharField(
        label="Whom you talk to there",
        max_length=254,
        required=False,
        help_text="A name with a telephone number or an e-mail address. Only coordinators see it.",
    )
    groups = forms.ModelMultipleChoiceField(
        label="Groups that they ask people to come to",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="They see these and no other.",
        error_messages={"required": "Choose at least one group."},
    )

    def __init__(self, *args, initiative: Initiative, partner: Partner | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        groups = FocusGroup.objects.filter(initiative=initiative)
        self.fields["groups"].queryset = groups
        if partner is not None:
            self.initial = {
                "name": partner.name,
                "contact": partner.contact,
                "groups": list(partner.groups.all()),
            }
        else:
            open_ones = groups.exclude(visibility=FocusGroup.Visibility.INVITED)
            self.initial = {"groups": list(open_ones)}
