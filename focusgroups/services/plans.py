"""Who must be heard: the plan by segment, the targets beside it, the settings of recruiting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts import audit
from accounts.models import User
from focusgroups.models import Guide, Recruiting, SegmentPlan, Target
from initiatives.models import Initiative
from initiatives.wording import clean_words


@dataclass(frozen=True)
class SegmentAim:
    """What is planned for one segment; no groups: it is not planned."""

    groups: int
    people_per_group: int = 8
    guide: Guide | None = None
    incentive: str = ""
    stipend: Decimal = Decimal(0)
    how_to_reach: str = ""


@dataclass(frozen=True)
class Aim:
    """So many people of one kind, as Target has it."""

    dimension: str
    value: str
    people: int
    question: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.dimension, self.question, self.value


@transaction.atomic
def write_plan(
    *,
    actor: User | None,
    initiative: Initiative,
    segments: Mapping[int, SegmentAim],
    aims: Sequence[Aim],
) -> None:
    """Write the whole plan: by segment number, and the targets in their order.

    A segment that is not named keeps its plan. Targets that are not named any more are gone; of
    two for the same thing the first counts.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    for segment, aim in segments.items():
        _write_segment(initiative, segment, aim)
    wanted: dict[tuple[str, str, str], tuple[int, Aim]] = {}
    for order, aim in enumerate(aims, 1):
        wanted.setdefault(aim.key, (order, aim))
    for target in Target.objects.filter(initiative=initiative):
        if (target.dimension, target.question, target.value) not in wanted:
            target.delete()
    for order, aim in wanted.values():
        Target.objects.update_or_create(
            initiative=initiative,
            dimension=aim.dimension,
            question=aim.question,
            value=aim.value,
            defaults={"people": aim.people, "order": order},
        )
    audit.record(actor=actor, verb="write_plan", subject=initiative, initiative=initiative.pk)


def _write_segment(initiative: Initiative, segment: int, aim: SegmentAim) -> None:
    SegmentPlan.objects.update_or_create(
        initiative=initiative,
        segment_id=segment,
        defaults={
            "groups": aim.groups,
            "people_per_group": aim.people_per_group,
            "guide": aim.guide,
            "incentive": clean_words(aim.incentive),
            "stipend": aim.stipend,
            "how_to_reach": clean_words(aim.how_to_reach),
        },
    )


@dataclass(frozen=True)
class RecruitingAim:
    """The settings of recruiting; hours and minutes as their names say."""

    buffer_minutes: int
    offer_hours: int
    reminder_hours: tuple[int, ...]
    name_source: str = ""
    call_name: str = ""
    call_phone: str = ""


@transaction.atomic
def write_recruiting(
    *, actor: User | None, initiative: Initiative, aim: RecruitingAim
) -> Recruiting:
    """Change how the initiative recruits. Reminders run from the longest time before on."""
    recruiting, _ = Recruiting.objects.select_for_update().get_or_create(initiative=initiative)
    recruiting.buffer_minutes = aim.buffer_minutes
    recruiting.offer_hours = aim.offer_hours
    recruiting.reminder_hours = sorted(set(aim.reminder_hours), reverse=True)
    recruiting.name_source = clean_words(aim.name_source)
    recruiting.call_name = clean_words(aim.call_name)
    recruiting.call_phone = clean_words(aim.call_phone)
    recruiting.save()
    audit.record(actor=actor, verb="write_recruiting", subject=recruiting, initiative=initiative.pk)
    return recruiting
