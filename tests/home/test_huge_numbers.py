"""No number in an address or a form is too large to be answered."""

import pytest
from django.urls import reverse

from tests.factories import InitiativeFactory, SegmentFactory, make_member, make_survey

pytestmark = pytest.mark.django_db
HUGE = ["9" * 18, "9" * 30, "9" * 5000]
PAGES = [
    "/work/river/imports/{}/",
    "/work/river/sessions/{}/",
    "/work/river/comments/{}/",
    "/work/river/surveys/{}/",
    "/work/river/decision-points/{}/",
    "/work/river/segments/{}/",
    "/work/river/actions/{}/",
    "/work/river/sessions/{}/notes/",
    "/join/{}/abc/",
    "/receipt/mine/words/{}/",
]


@pytest.fixture
def member(client):
    initiative = InitiativeFactory(slug="river")
    member = make_member(initiative, "coordinator", "facilitator", "analyst", "approver")
    client.force_login(member)
    return member


@pytest.mark.parametrize("huge", HUGE, ids=len)
@pytest.mark.parametrize("page", PAGES)
def test_no_address_breaks(client, member, page, huge):
    assert client.get(page.format(huge)).status_code in (302, 404)


@pytest.mark.parametrize("huge", HUGE, ids=len)
def test_no_page_of_a_list_and_no_filter_breaks(client, member, huge):
    for name in ("feedback:comments", "feedback:protect", "feedback:imports", "followup:actions"):
        url = reverse(name, args=["river"])
        query = {"page": huge, "segment": huge, "point": huge, "owner": huge, "theme": huge}
        assert client.get(url, query).status_code == 200


@pytest.mark.parametrize("huge", HUGE, ids=len)
def test_no_choice_of_a_form_breaks(client, member, huge):
    for name in ("focusgroups:session_new", "feedback:entry_new"):
        names = ("segment", "facilitator", "guide", "minutes", "notice", "decision_point")
        data = dict.fromkeys(names, huge) | {"pieces-TOTAL_FORMS": huge, "pieces-INITIAL_FORMS": 0}
        assert client.post(reverse(name, args=["river"]), data).status_code == 200


@pytest.mark.parametrize("huge", HUGE, ids=len)
def test_no_answer_of_a_participant_breaks(client, huge):
    initiative = InitiativeFactory(slug="river")
    SegmentFactory(initiative=initiative)
    make_survey(initiative)
    client.post("/s/voices/begin/")
    assert client.post("/s/voices/1/", {"answer": huge}).status_code == 200
    assert client.get(f"/s/voices/{huge}/").status_code in (302, 404)
