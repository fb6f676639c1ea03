"""The kinds of letters. An app registers its kinds in `AppConfig.ready`; letters knows no app.

This registry is the only way in which an app reaches to its right.

    registry.register(
        "registration_reminder",
        template="registration_reminder",
        resolve=reminder,
        is_for_participants=True,
        title="Reminder",
        sent_when="three days, one day and two hours before the session",
        placeholders=(Placeholder("first_name", "what the person is called", "Maria"), …),
    )
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Content:
    """To whom a letter goes and what fills its template, made at the moment of sending.

    `to` is an e-mail address, `phone` a number as `contacts.read_phone` writes it. With a number
    and no address the letter goes to the call and text list; with neither it is CANCELLED.
    `words` are plain strings for the kind's placeholders: an initiative's own wording may use
    these and nothing else. A template sees `words` and `context` together.
    """

    to: str = ""
    phone: str = ""
    # What the person is called: whom a caller asks for.
    name: str = ""
    language: str = "en"
    # The zone of the place, for quiet hours; empty: the installation's.
    zone: str = ""
    context: Mapping = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    # The number of the initiative that it is about; 0 for none.
    initiative: int = 0
    # Who writes, as the receiver reads it ("Heard for Ramsey County"), and where an answer goes.
    sender: str = ""
    reply_to: str = ""
    # A calendar file as `icalendar` writes it, and its METHOD: REQUEST or CANCEL.
    calendar: bytes | None = None
    calendar_method: str = "REQUEST"
    # Goes out in quiet hours too: a change of a session that begins within 12 hours.
    ignores_quiet: bool = False


@dataclass(frozen=True)
class Placeholder:
    """A word in curly brackets that an initiative's own wording may use: `{first_name}`."""

    name: str
    meaning: str
    # What a preview shows; in Spanish where that differs.
    example: str
    example_es: str = ""
    # A wording without it is refused where our own has it: the link, "how did you get my name?".
    is_required: bool = False

    def example_in(self, language: str) -> str:
        return self.example_es if language == "es" and self.example_es else self.example


@dataclass(frozen=True)
class Subject:
    """What a letter is about, as lists of members name it, and the page on which to mend it.

    It names no person: "Parents in the north, Tue 3 Nov, 6:00 PM".
    """

    words: str
    link: str = ""


# From the number of the subject and the occasion to the content, or None: no longer to be sent.
Resolver = Callable[[int, str], Content | None]
# From the numbers of subjects to what they are, in few queries however many they are.
Describe = Callable[[Collection[int]], Mapping[int, Subject]]
# From a language to the context (without words) of a made-up letter, for preview and test.
Sample = Callable[[str], Mapping]


@dataclass(frozen=True)
class Kind:
    """A kind of letter: `templates/letters/<template>.txt`, whose first line is its subject.

    Words for one language alone stand in `<template>.<language>.txt`; a file without one is
    rendered in that language, so that `{% translate %}` works in it. A line that ends with a colon
    before an address alone on its line becomes the words of a link in HTML, and is left out when
    the letter is read out at the telephone. To people who take part, `letters/footer.txt` is
    added: the agency, its address and telephone, and the link that stops our letters.
    """

    name: str
    template: str
    resolve: Resolver
    # A person must act on it: rather twice than never when a worker dies. Else rather never.
    must_act: bool = False
    # Waits while it is night where the place is. Letters to members never wait.
    waits_for_day: bool = True
    # To people who take part, not to members: they can stop it, and it waits for day.
    is_for_participants: bool = False
    # Goes even to somebody who stopped our letters: they asked for it now, or hold a place that
    # changes. A resolver returns None for who gave the place up.
    despite_stop: bool = False
    # `templates/letters/<template>_sms.txt` exists: words short enough for a text message.
    fits_text: bool = False
    # What members call it, and when it is sent, in plain English.
    title: str = ""
    sent_when: str = ""
    # What the wording may use. A kind without any is not for an initiative to reword.
    placeholders: tuple[Placeholder, ...] = ()
    sample: Sample = field(default=lambda language: {})
    describe: Describe = field(default=lambda numbers: {})

    @property
    def label(self) -> str:
        return self.title or self.name.replace("_", " ").capitalize()

    @property
    def is_editable(self) -> bool:
        return bool(self.placeholders)


_kinds: dict[str, Kind] = {}


def register(name: str, *, template: str, resolve: Resolver, **more) -> None:
    """Make a kind known; `more` are the other fields of `Kind`.

    Registering another kind under the same name is a mistake.
    """
    known = _kinds.get(name)
    if known is not None and known.resolve is not resolve:
        raise ValueError(f"There is a kind of letter called {name} already.")
    _kinds[name] = Kind(name, template, resolve, **more)


def kind_of(name: str) -> Kind:
    return _kinds[name]


def all_kinds() -> list[Kind]:
    """Every kind that is known, in the order in which they were registered."""
    return list(_kinds.values())
