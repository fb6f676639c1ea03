"""Sessions are planned, changed and called off; the starter guide is made once."""

from datetime import UTC, datetime

import pytest

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from focusgroups import services
from focusgroups.models import FocusGroup, Guide, Place, Session
from focusgroups.services import guides
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
    make_member,
    make_session,
)

pytestmark = pytest.mark.django_db

GUIDE = """order,kind,minutes,words,words_es,decision_point
2,key,20,Who was in the room?,¿Quién estaba?,removal
1,opening,5,What is your first name?,¿Cómo se llama?,
3,ending,10,What did we miss?,,unknown_point
"""


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def starter(tmp_path, monkeypatch):
    path = tmp_path / "guide.csv"
    path.write_text(GUIDE, encoding="utf-8")
    monkeypatch.setattr(guides, "STARTER", path)


@pytest.fixture
def plan(initiative, starter):
    actor = make_member(initiative, "coordinator")
    segment = SegmentFactory(initiative=initiative)

    def plan(**fields):
        defaults = {
            "group": "Northside parents",
            "segment": segment,
            "starts_at": datetime(2026, 11, 4, 0, tzinfo=UTC),
            "zone": "America/Chicago",
            "place": "Northside church",
            "facilitator": None,
        }
        return services.plan_session(actor=actor, initiative=initiative, **defaults | fields)

    return plan


def test_a_session_is_planned_with_its_group_place_and_starter_guide(plan, initiative):
    point = DecisionPointFactory(initiative=initiative, code="removal")
    session = plan()
    assert str(session) == "Northside parents, Tue 3 Nov"
    assert (session.state, session.minutes, session.place.name) == (
        "PLANNED",
        90,
        "Northside church",
    )
    questions = session.group.guide.guidequestion_set.all()
    assert [(q.order, q.kind, q.minutes, q.text.words, q.decision_point) for q in questions] == [
        (1, "OPENING", 5, "What is your first name?", None),
        (2, "KEY", 20, "Who was in the room?", point),
        (3, "ENDING", 10, "What did we miss?", None),
    ]
    assert questions[1].text.in_language("es") == "¿Quién estaba?"


def test_a_known_name_is_the_known_group_place_and_guide(plan):
    first, second = plan(), plan(group=" northside PARENTS ", place="northside church")
    assert (first.group, first.place) == (second.group, second.place)
    counts = FocusGroup.objects.count(), Place.objects.count(), Guide.objects.count()
    assert counts == (1, 1, 1)


def test_a_group_of_another_initiative_is_another_group(plan):
    other = make_session(InitiativeFactory())
    assert plan(group=other.group.name).group != other.group


def test_a_group_keeps_its_segment(plan, initiative):
    plan()
    with pytest.raises(services.OtherGroup, match="is a group of"):
        plan(segment=SegmentFactory(initiative=initiative))
    assert Session.objects.count() == 1


def test_a_group_changes_its_guide_until_it_has_met(plan, initiative):
    session = plan()
    new = Guide.objects.create(initiative=initiative, name="Second guide")
    assert plan(guide=new).group.guide == new
    services.hold_session(actor=None, session=session)
    old = Guide.objects.get(name="Starter guide")
    with pytest.raises(services.OtherGroup, match="already met"):
        plan(guide=old)


def test_a_held_session_cannot_be_called_off(plan):
    session = plan()
    services.hold_session(actor=None, session=session)
    with pytest.raises(InvalidTransition):
        services.cancel_session(actor=None, session=session)
    services.close_session(actor=None, session=session)
    session.refresh_from_db()
    assert session.state == "CLOSED"


def test_each_step_is_on_the_record(plan):
    services.cancel_session(actor=None, session=plan())
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["make_guide", "plan_session", "cancel_session"]


def test_the_same_plan_again_is_the_same_session(plan):
    first = plan()
    assert plan() == first
    assert (Session.objects.count(), AuditEntry.objects.filter(verb="plan_session").count()) == (
        1,
        1,
    )
    other = plan(starts_at=datetime(2026, 11, 5, 0, tzinfo=UTC))
    services.cancel_session(actor=make_member(first.group.initiative, "coordinator"), session=first)
    again = plan()
    assert len({first.pk, other.pk, again.pk}) == 3
