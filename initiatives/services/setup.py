"""Setting an initiative up: what it is about, its segments, its privacy notice."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import models, transaction
from django.db.models import Max
from django.utils.text import slugify

from accounts import audit
from accounts.models import User
from initiatives.models import Initiative, PrivacyNotice, Role, Segment
from initiatives.services.people import offer_role
from initiatives.services.texts import write_text
from initiatives.wording import clean_words

STARTERS = Path(__file__).parents[1] / "starters"
# What stands at /work/<here>/ for other pages.
RESERVED = frozenset({"administration", "calendar-feed", "new", "profile", "roles", "search"})
EDITABLE = ("name", "aim", "agency_name", "agency_contact", "help_now", "is_public")


class NotPossible(ValueError):
    """A change that would break something. The message says what, and the way out."""


@transaction.atomic
def make_initiative(
    *,
    actor: User | None,
    name: str,
    slug: str,
    agency_name: str,
    coordinator_email: str = "",
    **fields,
) -> Initiative:
    """A new initiative. Its coordinator has the role at once, or is invited.

    `fields` are others of Initiative: `aim`, `agency_contact`, `help_now`, `is_public`,
    `is_made_up`, `is_demo`. Raises NotPossible for an address that is taken or reserved.
    """
    if why := why_not_slug(slug):
        raise NotPossible(why)
    initiative = Initiative.objects.create(
        name=name.strip(), slug=slug, agency_name=agency_name.strip(), made_by=actor, **fields
    )
    audit.record(actor=actor, verb="make_initiative", subject=initiative, initiative=initiative.pk)
    if coordinator_email:
        offer_role(
            actor=actor, initiative=initiative, email=coordinator_email, role=Role.COORDINATOR
        )
    return initiative


def why_not_slug(slug: str) -> str:
    """Why an initiative cannot have this address, or nothing."""
    if not slug:
        return "Type an address in letters a to z."
    if slug in RESERVED:
        return f"“{slug}” is an address of Heard itself. Choose another."
    if Initiative.objects.filter(slug=slug).exists():
        return f"There is an initiative at “{slug}” already. Choose another address."
    return ""


@transaction.atomic
def edit_initiative(*, actor: User | None, initiative: Initiative, **fields) -> Initiative:
    """Change what the initiative says of itself: any of `EDITABLE`."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not a field to edit: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(initiative, name, clean_words(value) if isinstance(value, str) else value)
    initiative.save(update_fields=list(fields))
    audit.record(actor=actor, verb="edit_initiative", subject=initiative, initiative=initiative.pk)
    return initiative


@transaction.atomic
def add_segment(
    *, actor: User | None, initiative: Initiative, name: str, code: str = ""
) -> Segment:
    """A kind of stakeholder, at the end. Raises NotPossible for a name that is there."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    segments = Segment.objects.filter(initiative=initiative)
    name = clean_words(name)
    if segments.filter(name__iexact=name).exists():
        raise NotPossible(f"There is a segment called “{name}” already.")
    segment = segments.create(
        initiative=initiative,
        code=free_code(segments, code or name, "segment"),
        name=name,
        order=last_order(segments) + 1,
    )
    _record(actor, "add_segment", segment)
    return segment


@transaction.atomic
def edit_segment(*, actor: User, segment: Segment, name: str) -> Segment:
    """Another name; the code stays, since files refer to it."""
    name = clean_words(name)
    others = Segment.objects.filter(initiative=segment.initiative).exclude(pk=segment.pk)
    if others.filter(name__iexact=name).exists():
        raise NotPossible(f"There is a segment called “{name}” already.")
    segment.name = name
    segment.save(update_fields=["name"])
    _record(actor, "edit_segment", segment)
    return segment


@transaction.atomic
def remove_segment(*, actor: User, segment: Segment) -> None:
    """Raises NotPossible while anything refers to it."""
    refuse_while_used(segment, "segment")
    _record(actor, "remove_segment", segment)
    segment.delete()


@transaction.atomic
def start_segments(*, actor: User | None, initiative: Initiative) -> int:
    """Add the segments of the starter list that are not there; returns how many."""
    segments = initiative.segment_set.all()
    known = {value.lower() for pair in segments.values_list("code", "name") for value in pair}
    new = [
        row
        for row in starter_rows("segments.csv")
        if row["code"] not in known and row["name"].lower() not in known
    ]
    for row in new:
        add_segment(actor=actor, initiative=initiative, name=row["name"], code=row["code"])
    return len(new)


@transaction.atomic
def write_notice(
    *, actor: User | None, initiative: Initiative, words: Mapping[str, str]
) -> PrivacyNotice:
    """A new version of the privacy notice, in words by language. The same words make none."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    latest = current_notice(initiative)
    cleaned = {language: clean_words(text) for language, text in words.items()}
    cleaned = {language: text for language, text in cleaned.items() if text}
    if latest is not None and words_of(latest) == cleaned:
        return latest
    notice = PrivacyNotice.objects.create(
        initiative=initiative,
        number=latest.number + 1 if latest else 1,
        text=write_text(initiative=initiative, words=cleaned),
        made_by=actor,
    )
    _record(actor, "write_notice", notice)
    return notice


def current_notice(initiative: Initiative) -> PrivacyNotice | None:
    """The latest version."""
    return initiative.privacynotice_set.select_related("text", "made_by").first()


def words_of(notice: PrivacyNotice) -> dict[str, str]:
    """The words of a notice by language."""
    others = notice.text.translation_set.values_list("language", "words")
    return {notice.text.language: notice.text.words, **dict(others)}


def starter_notice() -> dict[str, str]:
    """The notice to begin with, by language."""
    return json.loads((STARTERS / "notice.json").read_text(encoding="utf-8"))


def starter_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a starter list."""
    with (STARTERS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def last_order(rows: models.QuerySet) -> int:
    return rows.aggregate(last=Max("order"))["last"] or 0


def free_code(rows: models.QuerySet, wanted: str, otherwise: str) -> str:
    """A code made from `wanted` that none of the rows has."""
    code = base = slugify(wanted)[:50] or otherwise
    taken = set(rows.values_list("code", flat=True))
    number = 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def refuse_while_used(row: models.Model, what: str) -> None:
    """Raise NotPossible where a row of any app refers to this one.

    The apps to the right are asked through the database's own relations, not by name.
    """
    for relation in row._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        users = relation.related_model._base_manager.filter(**{relation.field.name: row})
        if users.exists():
            kind = relation.related_model._meta.verbose_name
            raise NotPossible(f"This {what} is used by a {kind}. Rename it instead.")


def _record(actor: User | None, verb: str, row: Segment | PrivacyNotice) -> None:
    audit.record(actor=actor, verb=verb, subject=row, initiative=row.initiative_id)
