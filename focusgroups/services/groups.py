"""Focus groups as people are invited to them, and copies of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from accounts import audit
from accounts.models import User
from focusgroups.models import EligibilityQuestion, FocusGroup, Guide, Session
from focusgroups.services.guides import get_starter_guide
from focusgroups.services.planning import OtherGroup
from initiatives.models import Initiative, Segment, Text
from initiatives.services.texts import rewrite_text, write_text
from initiatives.wording import clean_words

Words = Mapping[str, str]
HAVE_MET = (Session.State.HELD, Session.State.CLOSED)


@dataclass(frozen=True)
class AskedPlan:
    """A yes-or-no question of eligibility, and the answer of those for whom the group is."""

    words: Words
    is_yes: bool = True


@dataclass(frozen=True)
class GroupPlan:
    """What a group is planned to be. Words are by language; empty English removes a text."""

    name: str
    segment: Segment
    guide: Guide | None = None
    visibility: str = FocusGroup.Visibility.INVITED
    stipend: Decimal = Decimal(0)
    title: Words = field(default_factory=dict)
    about: Words = field(default_factory=dict)
    gets: Words = field(default_factory=dict)
    questions: tuple[AskedPlan, ...] = ()


@transaction.atomic
def make_group(*, actor: User | None, initiative: Initiative, plan: GroupPlan) -> FocusGroup:
    """A new group; without a guide it follows the starter guide.

    Raises OtherGroup where a group has this name already.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    _require_free_name(initiative, plan.name)
    guide = plan.guide or get_starter_guide(actor=actor, initiative=initiative)
    group = FocusGroup(initiative=initiative, guide=guide)
    _write(group, plan)
    audit.record(actor=actor, verb="make_group", subject=group, initiative=initiative.pk)
    return group


@transaction.atomic
def change_group(*, actor: User | None, group: FocusGroup, plan: GroupPlan) -> FocusGroup:
    """Change what is planned. Raises OtherGroup where another has the name, or where the group
    has met already and would be of another segment or follow another guide.
    """
    initiative = Initiative.objects.select_for_update().get(pk=group.initiative_id)
    group = FocusGroup.objects.select_related("segment", "guide").get(pk=group.pk)
    _require_free_name(initiative, plan.name, but=group)
    _require_same_where_met(group, plan)
    group.guide = plan.guide or group.guide
    _write(group, plan)
    audit.record(actor=actor, verb="change_group", subject=group, initiative=initiative.pk)
    return group


def _require_free_name(initiative: Initiative, name: str, but: FocusGroup | None = None) -> None:
    named = FocusGroup.objects.filter(initiative=initiative, name__iexact=clean_words(name))
    if named.exclude(pk=but.pk if but else None).exists():
        raise OtherGroup(f"There is a group called “{clean_words(name)}” already.")


def _require_same_where_met(group: FocusGroup, plan: GroupPlan) -> None:
    if not group.session_set.filter(state__in=HAVE_MET).exists():
        return
    if plan.segment != group.segment:
        raise OtherGroup(
            f"{group.name} has already met as a group of {group.segment}. Plan a new group."
        )
    if plan.guide is not None and plan.guide != group.guide:
        raise OtherGroup(
            f"{group.name} has already met with the guide “{group.guide}”. Plan a new group."
        )


def _write(group: FocusGroup, plan: GroupPlan) -> None:
    group.name = clean_words(plan.name)
    group.segment, group.visibility, group.stipend = plan.segment, plan.visibility, plan.stipend
    for name in ("title", "about", "gets"):
        setattr(group, name, _written(group, getattr(group, name), getattr(plan, name)))
    group.save()
    _write_questions(group, plan.questions)


def _written(group: FocusGroup, text: Text | None, words: Words) -> Text | None:
    """The Text with these words, or None where there are none."""
    if not words.get("en", "").strip():
        return None
    if text is None:
        return write_text(initiative=group.initiative, words=words)
    return rewrite_text(text=text, words=words)


def _write_questions(group: FocusGroup, questions: tuple[AskedPlan, ...]) -> None:
    """Those that stand keep their row and their translations; what is not asked any more goes."""
    old = list(group.eligibilityquestion_set.select_related("text"))
    for order, asked in enumerate(questions, 1):
        row = old[order - 1] if order <= len(old) else EligibilityQuestion(group=group)
        row.text = _written(group, row.text if row.pk else None, asked.words)
        row.is_yes, row.order = asked.is_yes, order
        row.save()
    for row in old[len(questions) :]:
        row.delete()
