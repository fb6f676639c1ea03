"""The link that stops our letters: it names a contact by its keyed hash, and needs nothing else.

It works when the registration is long erased, and tells neither an address nor a number.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.hashes import code_for
from letters.contacts import hash_of
from letters.registry import Content

PURPOSE = "stop letters"


@dataclass(frozen=True)
class Stop:
    """Whose letters a link stops, and of which initiative it came (0: of none)."""

    contact_hash: str
    initiative: int


def url_for(content: Content) -> str:
    """The whole address of the page for the receiver of a letter, in their language."""
    contact = hash_of(email=content.to, phone="" if content.to else content.phone)
    stop = Stop(contact, content.initiative)
    known = content.language in dict(settings.LANGUAGES)
    with translation.override(content.language if known else "en"):
        return f"{settings.SITE_URL}{reverse('letters_public:stop', args=[token_of(stop)])}"


def token_of(stop: Stop) -> str:
    packed = base64.urlsafe_b64encode(bytes.fromhex(stop.contact_hash)).decode().rstrip("=")
    return f"{packed}.{stop.initiative:x}.{_proof(stop)}"


def read(token: str) -> Stop | None:
    """What a token stands for, or None where it is cut off or not ours."""
    try:
        packed, number, _ = token.split(".")
        contact = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).hex()
        stop = Stop(contact, int(number, 16))
    except (ValueError, binascii.Error):
        return None
    return stop if hmac.compare_digest(token.encode(), token_of(stop).encode()) else None


def _proof(stop: Stop) -> str:
    return code_for(PURPOSE, f"{stop.contact_hash}:{stop.initiative}").lower()
