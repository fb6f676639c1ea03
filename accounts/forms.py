"""The shape of an account: a name, and a password when it begins."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User


class ProfileForm(forms.Form):
    """What a person may change of their account."""

    name = forms.CharField(
        label="Name", help_text="As others see it beside what you decide.", max_length=150
    )


class NewAccountForm(ProfileForm):
    """Name and first password of an invited person."""

    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three or four words that do not belong together are "
        "good, and easy to keep in mind.",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        user = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, user)
        return password
