"""Text messages: a small interface to whatever gateway an agency has. Off unless it is set.

`HEARD_TEXT_GATEWAY=letters.texts.FileGateway` writes each text into a file, as an example. A
gateway of your own is a class with the one method of `TextGateway`, on the path of Python; see
docs/administrators.md.
"""

import json
import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger("heard.letters")


class TextGateway(Protocol):
    """Sends a text message. Raises any exception where it surely did not."""

    def send(self, number: str, words: str, reference: str) -> None:
        """`number` as +16515550100, `words` of at most 320 characters, `reference` as an id that
        stays the same when the same letter is tried again.
        """


class FileGateway:
    """An example: each text is a line of JSON in `texts.jsonl` of the data folder."""

    def send(self, number: str, words: str, reference: str) -> None:
        line = json.dumps({"reference": reference, "to": number, "words": words})
        with settings.TEXT_FILE.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def gateway() -> TextGateway | None:
    """The gateway of this installation, or None where there is none."""
    return import_string(settings.TEXT_GATEWAY)() if settings.TEXT_GATEWAY else None


def try_sending(gateway: TextGateway, number: str, words: str, reference: str) -> bool:
    """Whether the gateway took it. What it raises is noted by its kind: it may hold the number."""
    try:
        gateway.send(number, words, reference)
    except Exception as error:  # a gateway is anybody's code; the person is called instead
        log.warning("text of letter %s not sent: %s", reference, type(error).__name__)
        return False
    return True
