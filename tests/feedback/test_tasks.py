"""What the sweep takes up and what it throws away."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from feedback import tasks

pytestmark = pytest.mark.django_db


def test_expired_sessions_of_browsers_are_deleted():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(hours=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(hours=1))
    tasks.sweep()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
