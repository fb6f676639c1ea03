"""The page behind "You do not want letters from us?": one tap, no account, undone as easily."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from letters import services, stop_links
from letters.contacts import hash_of
from letters.models import Stopped
from letters.stop_links import Stop, read, token_of
from tests.letters.conftest import MARIA

pytestmark = pytest.mark.django_db
CONTACT = hash_of(email="maria@example.org")


@pytest.fixture
def url(initiative):
    return reverse("letters_public:stop", args=[token_of(Stop(CONTACT, initiative.pk))])


@pytest.fixture
def visitor():
    """One that checks tokens against forged forms, as a real server does."""
    return Client(enforce_csrf_checks=True)


def stopped():
    return list(Stopped.objects.order_by("initiative").values_list("contact_hash", "initiative"))


def test_opening_the_page_changes_nothing(visitor, url):
    for _ in range(2):
        response = visitor.get(url)
        assert response.status_code == 200
    assert visitor.head(url).status_code == 200
    assert stopped() == []
    assert "Stop letters about “Family voices”" in response.content.decode()


def test_one_tap_stops_and_another_begins_again(visitor, url, initiative):
    response = visitor.post(url, {"what": "stop"})
    assert (response.status_code, response.url) == (302, url)
    assert stopped() == [(CONTACT, initiative.pk)]
    page = visitor.get(url).content.decode()
    assert "We have stopped our letters to you" in page
    assert services.is_stopped(contact_hash=CONTACT, initiative=initiative.pk)
    assert not services.is_stopped(contact_hash=CONTACT, initiative=initiative.pk + 1)
    visitor.post(url, {"what": "again"})
    assert stopped() == []


def test_two_taps_are_one(visitor, url, initiative):
    visitor.post(url, {"what": "stop"})
    visitor.post(url, {"what": "stop"})
    assert stopped() == [(CONTACT, initiative.pk)]


def test_all_letters_are_stopped_and_begun_again(visitor, url, initiative):
    visitor.post(url, {"what": "all"})
    assert stopped() == [(CONTACT, 0)]
    assert services.is_stopped(contact_hash=CONTACT, initiative=initiative.pk + 1)
    visitor.post(url, {"what": "again"})
    assert stopped() == []


def test_the_button_of_a_mail_program_works_by_itself(visitor, url, initiative):
    """RFC 8058: a form without any page of ours before it, and no redirect after."""
    response = visitor.post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert stopped() == [(CONTACT, initiative.pk)]


def test_what_still_goes_is_said_before_and_after(visitor, url):
    words = "If you have a place in a group or wait for one, we still tell you when its time"
    assert words in visitor.get(url).content.decode()
    visitor.post(url, {"what": "stop"})
    assert words in visitor.get(url).content.decode()


def test_the_page_is_in_spanish_too(visitor, url):
    page = visitor.get(f"/es{url}").content.decode()
    assert '<html lang="es">' in page
    assert "Stop" not in page


def test_nobody_is_named_on_record_or_on_the_page(visitor, url, initiative):
    visitor.post(url, {"what": "stop"})
    visitor.post(url, {"what": "again"})
    entries = AuditEntry.objects.filter(subject_kind="Stopped").order_by("id")
    assert list(entries.values_list("actor", "verb", "initiative")) == [
        (None, "stop_letters", initiative.pk),
        (None, "start_letters", initiative.pk),
    ]
    assert CONTACT not in visitor.get(url).content.decode()


@pytest.mark.parametrize("harm", ["cut off", "another contact", "another initiative", "nonsense"])
def test_a_link_that_is_not_ours_opens_nothing(visitor, initiative, harm):
    token = token_of(Stop(CONTACT, initiative.pk))
    packed, number, proof = token.split(".")
    other = token_of(Stop(hash_of(email="ben@example.org"), initiative.pk)).split(".")[0]
    harmed = {
        "cut off": token[:-1],
        "another contact": f"{other}.{number}.{proof}",
        "another initiative": f"{packed}.{initiative.pk + 1:x}.{proof}",
        "nonsense": "ñ.-1.☃",
    }[harm]
    url = reverse("letters_public:stop", args=[harmed])
    assert visitor.get(url).status_code == 404
    assert visitor.post(url).status_code == 404
    assert stopped() == []


def test_a_link_of_an_initiative_that_is_gone_stops_everything(visitor):
    url = reverse("letters_public:stop", args=[token_of(Stop(CONTACT, 0))])
    assert visitor.get(url).status_code == 200
    visitor.post(url, {"what": "all"})
    assert stopped() == [(CONTACT, 0)]


def test_a_token_is_read_as_it_was_made():
    stop = Stop(CONTACT, 77)
    assert read(token_of(stop)) == stop


def test_the_link_is_that_of_the_way_we_reach_somebody():
    url = stop_links.url_for(MARIA)
    assert url == f"http://localhost:8000/r/stop/{token_of(Stop(CONTACT, 0))}/"
