"""What members see of letters: which went out, which did not and what to do, whom to call.

No address is among it. Numbers and names stand on the call list alone, which is for coordinators.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from initiatives.languages import name_of
from initiatives.models import Initiative, Role, Translation
from initiatives.reports import Waiting
from initiatives.wording import words_hash
from letters.contacts import shown_phone
from letters.delivery import Run, is_stopped
from letters.models import Letter, LetterWords
from letters.registry import Content, Kind, Subject, all_kinds, kind_of
from letters.rendering import text_of, words_of

State, Reason = Letter.State, Letter.Reason
WHAT_TO_DO = {
    Reason.ADDRESS: "Call the person, or correct the address and try again.",
    Reason.FULL: "Try again in some days, or call the person.",
    Reason.REFUSED: "Call the person. Their mail server refuses letters from ours; tell your "
    "administrator if it happens often.",
    Reason.AWAY: "Tell your administrator that the mail server does not answer. Then try again.",
    Reason.MAKING: "Tell your administrator. If you worded this letter yourselves, look at it.",
    Reason.UNSURE: "Ask the person whether it arrived, or leave it: it may have.",
}


def waiting_for(user: User, initiative: Initiative) -> tuple[Waiting, ...]:
    """For a coordinator: letters that did not arrive, and people to call. One query."""
    if Role.COORDINATOR not in initiative.roles:
        return ()
    found = Letter.objects.of(initiative).aggregate(
        failed=Count("pk", filter=Q(state=State.FAILED)),
        calls=Count("pk", filter=Q(state=State.DUE, by_phone=True)),
    )
    failed, calls = found["failed"], found["calls"]
    failed_url = f"{reverse('letters:list', args=[initiative.slug])}?state=FAILED"
    calls_url = reverse("letters:calls", args=[initiative.slug])
    rows = (
        (failed, "letter that did not arrive", "letters that did not arrive", failed_url),
        (calls, "person to call or text", "people to call or text", calls_url),
    )
    return tuple(
        Waiting("invite", count, one if count == 1 else many, url)
        for count, one, many, url in rows
        if count
    )


@dataclass(frozen=True)
class LetterRow:
    """A letter in the list: what it is and about what, never to whom."""

    letter: Letter
    label: str
    about: Subject
    what_to_do: str


def rows_of(letters: Iterable[Letter]) -> list[LetterRow]:
    """The rows of one page; what they are about is asked once for each kind."""
    letters = list(letters)
    about = _described(letters)
    return [
        LetterRow(
            letter,
            label_of(letter.kind),
            about.get((letter.kind, letter.subject), Subject("")),
            WHAT_TO_DO.get(letter.reason, "") if letter.state == State.FAILED else "",
        )
        for letter in letters
    ]


def label_of(kind: str) -> str:
    """What members call a kind; a kind of an app that was taken out is called by its name."""
    known = {each.name: each.label for each in all_kinds()}
    return known.get(kind, kind.replace("_", " ").capitalize())


def kinds_in(initiative: Initiative) -> list[tuple[str, str]]:
    """The kinds of which there are letters, for the filter."""
    names = Letter.objects.of(initiative).order_by("kind").values_list("kind", flat=True)
    return sorted(((name, label_of(name)) for name in names.distinct()), key=lambda pair: pair[1])


def _described(letters: Iterable[Letter]) -> dict[tuple[str, int], Subject]:
    subjects: dict[str, set[int]] = {}
    for letter in letters:
        subjects.setdefault(letter.kind, set()).add(letter.subject)
    known = {kind.name: kind for kind in all_kinds()}
    return {
        (name, number): subject
        for name, numbers in subjects.items()
        if name in known
        for number, subject in known[name].describe(numbers).items()
    }


@dataclass(frozen=True)
class Call:
    """Somebody to call: whom, in which language, and what to say."""

    letter: Letter
    label: str
    about: Subject
    name: str
    number: str
    shown_number: str
    language: str
    language_name: str
    direction: str
    script: str
    # A link that opens the telephone's text messages with the words in it.
    text_url: str

    @property
    def is_english(self) -> bool:
        return self.language == "en"


def calls_of(letters: Iterable[Letter], run: Run) -> list[Call]:
    """Whom to call for one page of letters; each is made anew, so keep the page short.

    Left out is what is no longer to be said: the sweep takes it off the list within an hour.
    """
    letters = list(letters)
    about = _described(letters)
    calls = [_call(letter, about, run) for letter in letters]
    return [call for call in calls if call is not None]


def _call(letter: Letter, about: Mapping, run: Run) -> Call | None:
    kind = kind_of(letter.kind)
    content = kind.resolve(letter.subject, letter.occasion)
    if content is None or content.to or not content.phone:
        return None
    if is_stopped(kind, content, letter.initiative):
        return None
    words = words_of(kind, content, run.own_words(letter.initiative, kind.name))
    return Call(
        letter=letter,
        label=kind.label,
        about=about.get((letter.kind, letter.subject), Subject("")),
        name=content.name,
        number=content.phone,
        shown_number=shown_phone(content.phone),
        language=words.language,
        language_name=name_of(content.language),
        direction=words.direction,
        script=words.script,
        text_url=_text_url(kind, content),
    )


def _text_url(kind: Kind, content: Content) -> str:
    words = text_of(kind, content)
    return f"sms:{content.phone}" + (f"?body={quote(words)}" if words else "")


@dataclass(frozen=True)
class KindRow:
    """A kind of letter: when it is sent, and in whose words."""

    kind: Kind
    own: LetterWords | None
    # English names of languages whose words were made from other English words than there are now.
    stale: tuple[str, ...]


def kind_rows(initiative: Initiative) -> list[KindRow]:
    """The kinds that an initiative may word itself."""
    rows = LetterWords.objects.with_words().filter(initiative=initiative)
    own = {row.kind: row for row in rows.select_related("changed_by", "subject", "body")}
    return [
        KindRow(kind, own.get(kind.name), stale_languages(own.get(kind.name)))
        for kind in all_kinds()
        if kind.is_editable
    ]


def stale_languages(own: LetterWords | None) -> tuple[str, ...]:
    if own is None:
        return ()
    found = {
        row.language
        for text in (own.subject, own.body)
        for row in text.translation_set.all()
        if is_stale(row, text.words)
    }
    return tuple(sorted(map(name_of, found)))


def is_stale(translation: Translation, words: str) -> bool:
    return translation.source_hash != words_hash(words)


def to_call(initiative: Initiative) -> QuerySet:
    """The call and text list: what people must act on first."""
    urgent = [kind.name for kind in all_kinds() if kind.must_act]
    return Letter.objects.of(initiative).to_call().urgent_first(urgent)


def ticked_off(initiative: Initiative) -> QuerySet:
    """The calls that were ticked off last, in case one was a slip."""
    done = Letter.objects.of(initiative).filter(by_phone=True).exclude(state=State.DUE)
    return done.order_by("-due_at", "-id")[:5]
