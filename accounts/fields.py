"""A text column that is encrypted in the database, with keys that are kept outside it."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """The keys of this installation: the first encrypts, all decrypt."""
    return _box(tuple(settings.FIELD_KEYS))


class WordsUnreadable(Exception):
    """The key that encrypted this text is not among HEARD_FIELD_KEYS."""


class EncryptedTextField(models.TextField):
    """Text, encrypted at rest. It cannot be searched or sorted in the database.

    The empty string is stored as such: after a withdrawal nothing is left, not even a cipher.
    """

    def get_prep_value(self, value: str | None) -> str | None:
        if not value:
            return value
        return box().encrypt(value.encode()).decode("ascii")

    def from_db_value(self, value: str | None, expression, connection) -> str | None:
        if not value:
            return value
        try:
            return box().decrypt(value.encode("ascii")).decode()
        except InvalidToken:
            raise WordsUnreadable(
                "A text was encrypted with a key that is not in HEARD_FIELD_KEYS."
            ) from None
