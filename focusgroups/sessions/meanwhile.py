"""Two organizers, one session: what the other changed, and what the second one keeps."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from accounts.models import AuditEntry
from focusgroups.models import Session
from focusgroups.sessions.forms import SessionForm, initial_of


@dataclass(frozen=True)
class Meanwhile:
    """One field that somebody else changed after the form was opened.

    `typed` is what the second person wrote in it, which the form keeps; None where they left the
    field alone: then it shows what is saved by now.
    """

    label: str
    before: str
    now: str
    typed: str | None


def is_old(data: QueryDict, session: Session) -> bool:
    """Whether the form was opened before the last change of the session."""
    return data.get("revision") != str(session.revision)


def merged(data: QueryDict, session: Session, initiative) -> tuple[SessionForm, list[Meanwhile]]:
    """The form with what the second person typed and, elsewhere, what is saved by now; and what
    somebody else changed. Sent again, it is as new as the session.
    """
    fresh = SessionForm(initiative=initiative, session=session)
    saved, data, changes = initial_of(session), data.copy(), []
    for name, field in fresh.fields.items():
        now = _values(saved.get(name, ""))
        if field.show_hidden_initial:
            before, typed = _sent(data, f"initial-{name}"), _sent(data, name)
            if before != now and typed != now:
                is_own = typed != before
                words = [_words(field, each) for each in (before, now, typed)]
                changes.append(
                    Meanwhile(_label(field, name), *words[:2], words[2] if is_own else None)
                )
            if typed == before:
                data.setlist(name, now)
            data.setlist(f"initial-{name}", now)
    data["revision"] = str(session.revision)
    if "which" not in data:
        data["which"] = saved["which"]
    return SessionForm(data, initiative=initiative, session=session), changes


def _values(value: object) -> list[str]:
    return sorted(value) if isinstance(value, list) else [str(value)]


def _sent(data: QueryDict, name: str) -> list[str]:
    """What the browser sent, where nothing chosen of several is the same as none."""
    return sorted(data.getlist(name))


def _label(field: forms.Field, name: str) -> str:
    return field.label or name.replace("_", " ").capitalize()


def _words(field: forms.Field, values: list[str]) -> str:
    """The values as the form shows them."""
    names = {}
    for key, label in getattr(field, "choices", ()):
        inner = label if isinstance(label, list | tuple) else [(key, label)]
        names |= {str(each): str(words) for each, words in inner}
    return ", ".join(names.get(value, value) for value in values if value) or "nothing"


def last_changed_by(session: Session) -> str:
    """Who changed the session last, by name; empty where nobody is on record."""
    entries = AuditEntry.objects.filter(
        subject_kind="Session", subject_id=str(session.pk), verb="change_session"
    )
    entry = entries.select_related("actor").order_by("-pk").first()
    return str(entry.actor) if entry and entry.actor else ""
