"""Fields of people's own forms: forgiving with how something is typed, plain where it cannot be."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.languages import LANGUAGES
from initiatives.wording import clean_words
from letters.contacts import NoContact, read_email, read_phone


class WordsField(forms.CharField):
    """A person's words: cleaned before they are checked, in either direction of writing.

    The browser gets no `maxlength`: it would cut off the end of a pasted text and say nothing.
    """

    default_error_messages = {
        "max_length": gettext_lazy(
            "This is too long: %(show_value)d characters, and %(limit_value)d fit. "
            "Please shorten it. It is still on this page."
        )
    }

    def to_python(self, value: str | None) -> str:
        return clean_words(super().to_python(value))

    def widget_attrs(self, widget: forms.Widget) -> dict:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs | {"dir": "auto"}


@dataclass(frozen=True)
class Reach:
    """The one way to reach a person: one of the two is empty."""

    email: str = ""
    phone: str = ""


class ReachField(forms.CharField):
    """An e-mail address or a telephone number; what has an @ is taken for an address."""

    def clean(self, value: str | None) -> Reach:
        typed = clean_words(super().clean(value))
        try:
            if "@" in typed:
                return Reach(email=read_email(typed))
            return Reach(phone=read_phone(typed))
        except NoContact:
            if "@" in typed:
                raise forms.ValidationError(
                    _("This is not an e-mail address. It looks like name@mail.org.")
                ) from None
            raise forms.ValidationError(
                _(
                    "This is neither an e-mail address nor a telephone number. Give a number with "
                    "its area code, such as 651 555 0100."
                )
            ) from None


def language_choices() -> list[tuple[str, str]]:
    """Each language by what its speakers call it, with its English name where that differs."""
    return [
        (
            each.code,
            each.own_name if each.own_name == each.name else f"{each.own_name} · {each.name}",
        )
        for each in LANGUAGES
    ]
