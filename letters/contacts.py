"""Addresses and numbers as they are compared, and the keyed hash that finds one again."""

import re

import phonenumbers
from django.conf import settings

from accounts.hashes import keyed_hash

# What a mail server takes; a person's typing mistakes are told apart from what could be an address.
EMAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\".]+(\.[^\s@,;<>()\".]+)+")
LONGEST = 254


class NoContact(ValueError):
    """This is neither an e-mail address nor a telephone number. The message says what to do."""


def read_email(typed: str) -> str:
    """The address without blanks around it. Raises NoContact where it cannot be one."""
    typed = typed.strip()
    if len(typed) > LONGEST or not EMAIL.fullmatch(typed):
        raise NoContact("This is not an e-mail address. It has an @ and a dot, as name@mail.org.")
    return typed


def read_phone(typed: str) -> str:
    """The number as +16515550100. Raises NoContact where it cannot be one."""
    try:
        number = phonenumbers.parse(typed, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise NoContact("This is not a telephone number. Give it with its area code.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(number: str) -> str:
    """The number as people of the place write it: (651) 555-0100."""
    try:
        parsed = phonenumbers.parse(number, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return number
    here = parsed.country_code == phonenumbers.country_code_for_region(settings.PHONE_REGION)
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if here else style.INTERNATIONAL)


def hash_of(*, email: str = "", phone: str = "") -> str:
    """The keyed hash of an address in small letters, or of a number; empty for neither."""
    if email:
        return keyed_hash("contact", email.strip().casefold())
    return keyed_hash("contact", read_phone(phone)) if phone else ""
