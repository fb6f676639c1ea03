"""The forms of a list: the file, what its columns mean, and what happens with its people."""

from django import forms
from django.utils import timezone

from focusgroups.access import sessions_of
from focusgroups.models import FocusGroup
from focusgroups.people.list_files import LARGEST
from focusgroups.people.list_rows import Columns
from initiatives.models import Initiative


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # what is wrong with it is said where it is read
        error_messages={"required": "Choose a file first."},
        help_text=(
            f"A .csv or .xlsx file of at most {LARGEST >> 20} MB, with the names of its columns in "
            "the first row. Take out what we do not need: a first name, one way to reach the "
            "person, their language."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ListForm(forms.Form):
    """`target` is `session:<number>` to register them, `group:<number>` to invite them."""

    name = forms.ChoiceField(label="First name or nickname")
    email = forms.ChoiceField(label="E-mail", required=False)
    phone = forms.ChoiceField(label="Telephone", required=False)
    language = forms.ChoiceField(required=False)
    segment = forms.ChoiceField(required=False)
    target = forms.ChoiceField(label="What to do with these people")
    name_source = forms.CharField(
        label="How did you get their names?",
        max_length=300,
        required=False,
        help_text="Each invitation answers this question with your words, as “The school on Main "
        "Street gave us your name, and you had agreed to that.”",
    )
    agreed = forms.BooleanField(
        label="To register them: each of them said that they want to come",
        required=False,
    )

    def __init__(self, *args, initiative: Initiative, columns: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        named = [(column, column) for column in columns]
        self.fields["name"].choices = named
        for meaning in ("email", "phone", "language", "segment"):
            self.fields[meaning].choices = [("", "Not in this file"), *named]
        self.sessions = list(sessions_of(initiative).upcoming(timezone.now()))
        self.groups = list(FocusGroup.objects.filter(initiative=initiative))
        self.fields["target"].choices = [
            ("", "Choose"),
            ("Invite them to", [(f"group:{row.pk}", str(row)) for row in self.groups]),
            ("Register them for", [(f"session:{row.pk}", str(row)) for row in self.sessions]),
        ]

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("email") and not data.get("phone"):
            self.add_error("email", "Choose the column of an e-mail address or a telephone number.")
        kind = data.get("target", "").partition(":")[0]
        if kind == "group" and not data.get("name_source"):
            self.add_error("name_source", "Say it here: each invitation answers this question.")
        if kind == "session" and not data.get("agreed"):
            self.add_error(
                "agreed", "Only people who said yes are registered. Invite the others instead."
            )
        return data

    def columns(self) -> Columns:
        names = ("name", "email", "phone", "language", "segment")
        return Columns(**{name: self.cleaned_data[name] for name in names})
