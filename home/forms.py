"""Forms of the pages that gather."""

from django import forms


class CoordinatorForm(forms.Form):
    """Whom an administrator names."""

    email = forms.EmailField(
        label="E-mail",
        help_text="A person with an account has the role at once. Anybody else is invited.",
    )
