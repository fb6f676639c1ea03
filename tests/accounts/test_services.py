"""Accounts: made, closed, opened again, on record."""

import pytest

from accounts import services
from accounts.models import AuditEntry, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_is_made_with_a_clean_address():
    user = services.make_account(
        actor=None, email=" Mo@Example.org ", name=" Mo ", password="a long enough one"
    )
    assert (user.email, user.name, user.is_administrator) == ("mo@example.org", "Mo", False)
    assert user.check_password("a long enough one")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.subject_id) == (user, "make_account", str(user.pk))


def test_without_a_password_nobody_signs_in():
    user = services.make_account(actor=None, email="mo@example.org", name="Mo", password=None)
    assert not user.has_usable_password()


def test_an_account_is_closed_and_opened_again():
    actor, user = UserFactory(), UserFactory()
    for _ in range(2):
        services.close_account(actor=actor, user=user)
    assert not User.objects.get(pk=user.pk).is_active
    services.open_account(actor=actor, user=user)
    assert User.objects.get(pk=user.pk).is_active
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["close_account", "open_account"]


def test_nobody_closes_their_own():
    user = UserFactory()
    with pytest.raises(services.NotClosed):
        services.close_account(actor=user, user=user)
    assert User.objects.get().is_active
