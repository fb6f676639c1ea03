"""The decisions an initiative is about, in the order of the continuum."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from initiatives.models import DecisionPoint, Initiative
from initiatives.services.setup import (
    NotPossible,
    free_code,
    last_order,
    refuse_while_used,
    starter_rows,
)
from initiatives.wording import clean_words

EDITABLE = ("name", "definition", "denominator", "favourable_direction")


@transaction.atomic
def add_decision_point(
    *,
    actor: User | None,
    initiative: Initiative,
    name: str,
    code: str = "",
    definition: str = "",
    denominator: str = "",
    favourable_direction: str = "none",
) -> DecisionPoint:
    """One more decision point at the end; without a code it has one made from its name."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    points = DecisionPoint.objects.filter(initiative=initiative)
    if points.filter(name__iexact=name.strip()).exists():
        raise NotPossible(f"There is a decision point called “{name.strip()}” already.")
    point = points.create(
        initiative=initiative,
        code=free_code(points, code or name, "point"),
        name=clean_words(name),
        definition=clean_words(definition),
        denominator=denominator,
        favourable_direction=DecisionPoint.Direction(favourable_direction),
        order=last_order(points) + 1,
    )
    _record(actor, "add_decision_point", point)
    return point


@transaction.atomic
def start_from_list(*, actor: User | None, initiative: Initiative) -> int:
    """Add the decision points of the starter list that are not there; returns how many."""
    points = initiative.decisionpoint_set.all()
    known = {value.lower() for pair in points.values_list("code", "name") for value in pair}
    new = [
        row
        for row in starter_rows("decision_points.csv")
        if row["code"].lower() not in known and row["name"].lower() not in known
    ]
    for row in new:
        add_decision_point(
            actor=actor,
            initiative=initiative,
            name=row["name"],
            code=row["code"],
            definition=row.get("definition") or "",
            denominator=row.get("denominator") or "",
            favourable_direction=row.get("favourable_direction") or "none",
        )
    return len(new)


@transaction.atomic
def edit_decision_point(*, actor: User, point: DecisionPoint, **fields: str) -> DecisionPoint:
    """Change any of `EDITABLE`. The code stays, since files and surveys refer to it."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not a field to edit: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(point, name, clean_words(value))
    others = DecisionPoint.objects.filter(initiative=point.initiative).exclude(pk=point.pk)
    if others.filter(name__iexact=point.name).exists():
        raise NotPossible(f"There is a decision point called “{point.name}” already.")
    point.save(update_fields=list(fields))
    _record(actor, "edit_decision_point", point)
    return point


@transaction.atomic
def move_decision_point(*, actor: User, point: DecisionPoint, up: bool) -> None:
    """One place earlier or later. At an end nothing happens."""
    initiative = Initiative.objects.select_for_update().get(pk=point.initiative_id)
    points = list(initiative.decisionpoint_set.all())
    here = [row.pk for row in points].index(point.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(points):
        return
    points[here], points[there] = points[there], points[here]
    for order, row in enumerate(points, 1):
        row.order = order
    DecisionPoint.objects.bulk_update(points, ["order"])
    _record(actor, "move_decision_point", point)


@transaction.atomic
def remove_decision_point(*, actor: User, point: DecisionPoint) -> None:
    """Raises NotPossible while anything refers to it, or counts its rate from it."""
    refuse_while_used(point, "decision point")
    siblings = DecisionPoint.objects.filter(initiative=point.initiative)
    if siblings.filter(denominator=point.code).exclude(pk=point.pk).exists():
        raise NotPossible("Another decision point is counted from this one. Change that one first.")
    _record(actor, "remove_decision_point", point)
    point.delete()


def _record(actor: User | None, verb: str, point: DecisionPoint) -> None:
    audit.record(actor=actor, verb=verb, subject=point, initiative=point.initiative_id)
