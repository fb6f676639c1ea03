"""The shape of an initiative's set-up, and of an offer to a person."""

from django import forms
from django.utils.text import slugify

from initiatives.models import DecisionPoint, Initiative, Role
from initiatives.services.setup import why_not_slug

MANY_ROWS = {"rows": 14}


class NewInitiativeForm(forms.Form):
    """What an administrator says of a new initiative."""

    name = forms.CharField(
        label="Name", help_text="As people will read it: “Family voices”.", max_length=150
    )
    slug = forms.SlugField(
        label="Address",
        help_text="What stands in its links: short, in small letters. "
        "Left empty, it is made from the name. It cannot change later.",
        max_length=60,
        required=False,
    )
    agency_name = forms.CharField(label="Agency", max_length=150)
    coordinator_email = forms.EmailField(
        label="E-mail of its coordinator",
        help_text="A person with an account has the role at once. Anybody else is invited.",
    )

    def clean(self):
        data = super().clean()
        slug = data.get("slug") or slugify(data.get("name", ""))[:60].strip("-")
        if "slug" not in self.errors and (why := why_not_slug(slug.lower())):
            self.add_error("slug", why)
        data["slug"] = slug.lower()
        return data


class AboutForm(forms.ModelForm):
    """What an initiative says of itself. The view gives the values to a service."""

    class Meta:
        model = Initiative
        fields = ["name", "aim", "agency_name", "agency_contact", "help_now", "is_public"]
        labels = {
            "aim": "What it is about",
            "agency_name": "Agency",
            "agency_contact": "Address and telephone of the agency",
            "help_now": "Who can help now",
            "is_public": "Show this initiative on the public pages",
        }
        help_texts = {
            "aim": "Two or three plain sentences: what may change, who is asked, what comes of it.",
            "agency_contact": "So that people can check that a page is genuine.",
            "help_now": "Stands at the bottom of every page of participants. Left empty, it names "
            "911 and 988.",
        }
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 4}),
            "agency_contact": forms.Textarea(attrs={"rows": 3}),
            "help_now": forms.Textarea(attrs={"rows": 3}),
        }


class DecisionPointForm(forms.Form):
    """One decision point."""

    name = forms.CharField(label="Name", max_length=100)
    definition = forms.CharField(
        label="What is decided here",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    denominator = forms.ChoiceField(
        label="Its rate is counted from",
        help_text="Of whom a share comes to this point: of reports, so many are screened in.",
        required=False,
    )
    favourable_direction = forms.ChoiceField(
        label="What would be better",
        choices=DecisionPoint.Direction.choices,
        initial=DecisionPoint.Direction.NONE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, initiative: Initiative, point: DecisionPoint | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        others = initiative.decisionpoint_set.exclude(pk=point.pk if point else None)
        choices = list(others.values_list("code", "name"))
        if point and point.denominator not in {code for code, _ in choices} | {""}:
            choices.insert(0, (point.denominator, point.denominator))
        self.fields["denominator"].choices = [("", "nothing"), *choices]


class SegmentForm(forms.Form):
    """One kind of stakeholder."""

    name = forms.CharField(
        label="Name", help_text="As people call themselves: “Kin caregivers”.", max_length=100
    )


class NoticeForm(forms.Form):
    """A wording of the privacy notice."""

    en = forms.CharField(
        label="In English", widget=forms.Textarea(attrs=MANY_ROWS), max_length=10000
    )
    es = forms.CharField(
        label="In Spanish",
        help_text="Left empty, people who read Spanish are shown the English words.",
        widget=forms.Textarea(attrs=MANY_ROWS),
        max_length=10000,
        required=False,
    )


class InviteForm(forms.Form):
    """An offer of a role."""

    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(label="Role", choices=Role, widget=forms.RadioSelect)
