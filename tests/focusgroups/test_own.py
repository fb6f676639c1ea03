"""What people do about their own registration, and what is deleted when it is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.states import InvalidTransition
from focusgroups import services, tasks
from focusgroups.links import find, token_of
from focusgroups.models import Accommodation, Registration, Session
from focusgroups.services import Closed, Need
from letters.contacts import hash_of
from letters.models import Letter
from tests.factories import make_member
from tests.focusgroups.people import come, invite, open_session

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def session():
    return open_session(chairs=2)


def kept(registration):
    row = Registration.objects.get(pk=registration.pk)
    return (row.name, row.email, row.phone, row.contact_hash, row.asked)


def test_undoing_takes_needs_and_invitation_along(session):
    invitee = invite(session)
    ana = come(session, "Ana", invitee=invitee)
    services.set_needs(registration=ana, needs=[Need("FOOD")])
    services.cancel_registration(registration=ana)
    new = services.come_again(registration=ana)
    assert (new.state, new.invitee, new.accommodation_set.count()) == (State.REGISTERED, invitee, 1)
    assert services.come_again(registration=ana) == new


def test_undoing_is_refused_where_the_place_is_gone_or_the_session_begun(session):
    ana = come(session, "Ana")
    for name in ("Bo", "Cy"):
        come(session, name)
    services.cancel_registration(registration=ana)
    with pytest.raises(Closed):
        services.come_again(registration=ana)
    with pytest.raises(InvalidTransition):
        services.come_again(registration=Registration.objects.get(position=2))


def test_what_was_erased_cannot_be_undone(session):
    ana = come(session, "Ana")
    services.erase_registration(registration=ana)
    with pytest.raises(InvalidTransition):
        services.come_again(registration=ana)


def test_erasing_ends_the_link_and_leaves_only_a_count(session):
    ana = come(session, "Ana")
    token = token_of("registration", ana)
    services.set_needs(registration=ana, needs=[Need("FOOD", detail="no nuts")])
    services.erase_registration(registration=ana)
    assert kept(ana) == ("", "", "", "", {})
    assert (Accommodation.objects.count(), Registration.objects.count()) == (0, 1)
    assert find("registration", Registration.objects.all(), token) is None


def test_erasing_empties_the_invitation_and_why_somebody_was_moved(session):
    hashed = hash_of(email="ana@mail.example")
    invitee = invite(session, name="Ana", email="ana@mail.example", contact_hash=hashed)
    ana = come(session, "Ana", invitee=invitee)
    services.move_registration(
        actor=make_member(session.group.initiative, "coordinator"),
        registration=ana,
        to=open_session(session.group.initiative),
        reason="Her sister is in the other one.",
    )
    services.erase_registration(registration=ana)
    invitee.refresh_from_db()
    move = ana.registrationmove_set.get()
    assert (invitee.name, invitee.email, invitee.phone, move.reason) == ("", "", "", "")
    # The hash stays: nobody is asked again who wanted to be forgotten.
    assert invitee.contact_hash == hashed


def test_after_the_session_erasing_frees_no_place_and_keeps_who_came(session):
    ana = come(session, "Ana")
    Registration.objects.filter(pk=ana.pk).update(attendance="PRESENT")
    Session.objects.update(starts_at=timezone.now() - timedelta(days=1))
    services.erase_registration(registration=ana)
    row = Registration.objects.get(pk=ana.pk)
    assert (row.state, row.attendance, row.name) == (State.REGISTERED, "PRESENT", "")


def test_the_sweep_deletes_what_is_kept_too_long_but_not_of_who_said_yes(session, settings):
    settings.KEEP_CONTACT_DAYS = 90
    later, over = come(session, "Ana"), come(session, "Bo")
    services.set_needs(registration=over, needs=[Need("FOOD")])
    Registration.objects.filter(pk=later.pk).update(may_contact_later=True)
    fresh = come(open_session(session.group.initiative), "Cy")
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(days=91))
    Session.objects.filter(pk=fresh.session_id).update(
        starts_at=timezone.now() - timedelta(days=89)
    )
    tasks.sweep()
    assert [kept(row)[0] for row in (later, over, fresh)] == ["Ana", "", "Cy"]
    assert Accommodation.objects.count() == 0
    assert services.erase_old(now=timezone.now()) == 0


def test_a_new_link_is_sent_and_the_old_one_ends(session):
    ana = come(session, "Ana")
    old = token_of("registration", ana)
    renewed = services.send_link_again(registration=ana)
    assert find("registration", Registration.objects.all(), old) is None
    assert (
        find("registration", Registration.objects.all(), token_of("registration", renewed)) == ana
    )
    assert Letter.objects.filter(subject=ana.pk, kind="registration_link").count() == 1


def test_a_no_to_an_invitation_does_not_undo_a_yes(session):
    invitee = invite(session)
    come(session, "Ana", invitee=invitee)
    assert services.decline_invitation(invitee=invitee).state == "REGISTERED"
