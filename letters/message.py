"""A letter as mail programs read it: text, HTML and a calendar file, to one receiver."""

from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import iri_to_uri

from letters.registry import Content
from letters.rendering import Words

FILE_NAME = "invite.ics"


class LetterMessage(EmailMultiAlternatives):
    """A mail with a calendar file as calendars expect it.

    Once as a third wording of the same letter, with its METHOD, which makes "Add to calendar"
    appear; once as a file for programs that only know files.
    """

    calendar: bytes | None = None
    calendar_method = "REQUEST"

    def message(self, **kwargs):
        message = super().message(**kwargs)
        if self.calendar is not None:
            message.add_alternative(
                self.calendar.decode(),
                subtype="calendar",
                params={"method": self.calendar_method, "name": FILE_NAME},
                cte="base64",
            )
            message.add_attachment(
                self.calendar, maintype="application", subtype="ics", filename=FILE_NAME
            )
        return message


def message_of(content: Content, words: Words, reference: str) -> LetterMessage:
    """The mail; `reference` names it in its Message-ID, the same for each try."""
    message = LetterMessage(
        subject=words.subject,
        body=words.body,
        from_email=_envelope_sender(reference),
        to=[content.to],
        reply_to=[content.reply_to] if content.reply_to else None,
        headers=_headers(content, words, reference),
    )
    message.attach_alternative(words.html, "text/html")
    message.calendar, message.calendar_method = content.calendar, content.calendar_method
    return message


def _headers(content: Content, words: Words, reference: str) -> dict[str, str]:
    headers = {
        "From": str(_sender(content)),
        "Message-ID": f"<letter-{reference.lower()}@{own_domain()}>",
        # No "out of office" is to answer it.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": words.language,
    }
    if words.stop_url:
        headers["List-Unsubscribe"] = f"<{iri_to_uri(words.stop_url)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _sender(content: Content) -> Address:
    """Our address under the name of who writes."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Address(display_name=" ".join((content.sender or name).split()), addr_spec=address)


def own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _envelope_sender(reference: str) -> str:
    """Where a refused letter comes back to."""
    if settings.BOUNCE_ADDRESS:
        return settings.BOUNCE_ADDRESS.replace("*", reference.lower())
    return settings.DEFAULT_FROM_EMAIL
