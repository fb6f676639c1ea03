"""The pages that gather an initiative ask the same number of questions however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from focusgroups.models import FocusGroup, Session
from tests.factories import (
    DecisionPointFactory,
    InitiativeFactory,
    SegmentFactory,
    make_import,
    make_member,
    make_submission,
    make_survey,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(slug="river")


def fill(initiative, start, number):
    """Of everything that these pages list, so many more."""
    for n in range(start, start + number):
        DecisionPointFactory(initiative=initiative)
        segment = SegmentFactory(initiative=initiative)
        make_survey(initiative, slug=f"voices-{n}")
        make_import(initiative, f"text\nWords {n}\n")
        make_submission(initiative, segment=segment)
        group = FocusGroup.objects.create(initiative=initiative, name=f"G{n}", segment=segment)
        for state in ("PLANNED", "CLOSED"):
            facilitator = make_member(initiative, "facilitator")
            Session.objects.create(
                group=group,
                starts_at=timezone.now(),
                zone="America/Chicago",
                facilitator=facilitator,
                state=state,
            )


@pytest.mark.parametrize(
    "name", ["initiatives:plan", "surveys:list", "focusgroups:sessions", "feedback:listen"]
)
def test_more_rows_are_not_more_queries(client, initiative, name):
    client.force_login(make_member(initiative, "coordinator"))
    url = reverse(name, args=["river"])

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    fill(initiative, 0, 2)
    few = queries()
    fill(initiative, 2, 4)
    assert queries() == few
