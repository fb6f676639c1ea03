"""Reminders: found from the rows, once for each mark, to those who had their place by then."""

from datetime import timedelta

import pytest
from django.utils import timezone

from focusgroups import letters_due, services
from focusgroups.models import Recruiting, Registration, Session
from letters.models import Letter
from tests.focusgroups.people import change, come, open_session, sent

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def session():
    return open_session(chairs=2)


def reminded(session, **since):
    """The hours before the start at which each person is reminded, as the sweep comes each hour."""
    for step in range(90, -2, -1):
        letters_due.remind(now=session.starts_at - timedelta(hours=step) + timedelta(minutes=1))
    rows = Letter.objects.filter(kind="registration_reminder").order_by("id")
    return [(row.subject, int(row.occasion.split()[0])) for row in rows]


def since(registration, hours):
    """They got their place so many hours before the start."""
    at = registration.session.starts_at - timedelta(hours=hours)
    Registration.objects.filter(pk=registration.pk).update(placed_at=at, made_at=at)


def test_reminders_go_out_once_for_each_mark(session):
    ana = come(session, "Ana")
    since(ana, 100)
    assert reminded(session) == [(ana.pk, 72), (ana.pk, 24), (ana.pk, 2)]


def test_who_came_after_a_mark_is_not_reminded_of_it(session):
    ana, bo = come(session, "Ana"), come(session, "Bo")
    since(ana, 30)
    since(bo, 1)
    assert reminded(session) == [(ana.pk, 24), (ana.pk, 2)]


def test_who_waits_or_cancelled_is_not_reminded(session):
    ana = come(session, "Ana")
    for name in ("Bo", "Cy", "Di"):
        come(session, name)
    services.cancel_registration(registration=ana)
    Registration.objects.filter(name__gt="").update(
        made_at=session.starts_at - timedelta(days=9), placed_at=None
    )
    bo = Registration.objects.get(session=session, state=State.REGISTERED)
    assert {subject for subject, _ in reminded(session)} == {bo.pk}


def test_reminders_follow_the_setting_of_the_initiative(session):
    Recruiting.objects.update(reminder_hours=[48])
    ana = come(session, "Ana")
    since(ana, 80)
    assert reminded(session) == [(ana.pk, 48)]


def test_after_a_night_without_power_one_reminder_goes_out_and_not_three(session):
    ana = come(session, "Ana")
    since(ana, 100)
    letters_due.remind(now=session.starts_at - timedelta(minutes=90))
    rows = Letter.objects.filter(kind="registration_reminder").values_list("occasion", flat=True)
    assert [row.split()[0] for row in rows] == ["2"]


def test_a_session_that_was_moved_is_reminded_of_anew_and_not_of_marks_before(session):
    ana = come(session, "Ana")
    since(ana, 300)
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(hours=30))
    session.refresh_from_db()
    letters_due.remind(now=timezone.now())
    change(session, starts_at=timezone.now() + timedelta(hours=20))
    session.refresh_from_db()
    letters_due.remind(now=timezone.now() + timedelta(minutes=5))
    letters_due.remind(now=session.starts_at - timedelta(minutes=100))
    rows = Letter.objects.filter(kind="registration_reminder").order_by("id")
    assert [row.occasion.split()[0] for row in rows] == ["72", "2"]


def test_a_reminder_of_a_time_that_is_no_more_is_not_sent(session):
    ana = come(session, "Ana")
    since(ana, 100)
    sent()
    letters_due.remind(now=session.starts_at - timedelta(hours=71))
    Session.objects.update(starts_at=session.starts_at + timedelta(days=2))
    assert sent() == []
    assert Letter.objects.get(kind="registration_reminder").state == Letter.State.CANCELLED


def test_looking_for_reminders_takes_as_many_queries_for_many_people(
    session, django_assert_max_num_queries
):
    session.chairs = 60
    session.save()
    for number in range(40):
        since(come(session, f"P{number}"), 100)
    now = session.starts_at - timedelta(hours=71)
    with django_assert_max_num_queries(6):
        assert letters_due.remind(now=now) == 40
    with django_assert_max_num_queries(5):
        assert letters_due.remind(now=now) == 0
