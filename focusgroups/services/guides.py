"""Writing the route of questions."""

import csv
from pathlib import Path

from django.db import transaction

from accounts import audit
from accounts.models import User
from focusgroups.models import Guide, GuideQuestion
from initiatives.models import Initiative
from initiatives.services.texts import write_text

STARTER = Path(__file__).parents[1] / "starters" / "guide.csv"
STARTER_NAME = "Starter guide"


@transaction.atomic
def make_guide(
    *, actor: User | None, initiative: Initiative, name: str, questions: list[dict]
) -> Guide:
    """A guide with its questions in order.

    Each question has `words` and `words_es`, and may have `kind` (of GuideQuestion.Kind),
    `minutes` and `decision_point` (a code; one that the initiative does not have is left out).
    """
    points = {point.code: point for point in initiative.decisionpoint_set.all()}
    guide = Guide.objects.create(initiative=initiative, name=name)
    for order, row in enumerate(questions, 1):
        kind = (row.get("kind") or "KEY").strip().upper()
        words = {"en": row["words"], "es": row.get("words_es") or ""}
        GuideQuestion.objects.create(
            guide=guide,
            order=order,
            kind=GuideQuestion.Kind(kind),
            text=write_text(initiative=initiative, words=words),
            minutes=int(row.get("minutes") or 10),
            is_analysed=kind != GuideQuestion.Kind.OPENING,
            decision_point=points.get((row.get("decision_point") or "").strip()),
        )
    audit.record(actor=actor, verb="make_guide", subject=guide, initiative=initiative.pk)
    return guide


@transaction.atomic
def get_starter_guide(*, actor: User | None, initiative: Initiative) -> Guide:
    """The guide that every initiative can begin with; it is made when first asked for."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    guide = Guide.objects.filter(initiative=initiative, name=STARTER_NAME).first()
    if guide is None:
        with STARTER.open(encoding="utf-8", newline="") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: int(row["order"]))
        guide = make_guide(actor=actor, initiative=initiative, name=STARTER_NAME, questions=rows)
    return guide
