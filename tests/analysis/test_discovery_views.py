"""The pages of new themes: what an analyst sees and does there, and who is refused."""

import pytest
from django.urls import reverse

from analysis import services
from analysis.models import Candidate, Discovery, Theme
from feedback.services import withdraw_comment
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return make.InitiativeFactory(slug="river")


@pytest.fixture
def analyst(initiative, client):
    user = make.make_member(initiative, "analyst")
    client.force_login(user)
    return user


@pytest.fixture
def search(initiative, analyst):
    return make.make_discovery(make.make_codebook(initiative, "waiting"), analyst, total=3)


def said(initiative, words, **fields):
    return make.make_comment(initiative, words, **fields)


@pytest.fixture
def vans(initiative, search):
    return make.make_candidate(
        search, said(initiative, "The van was late"), said(initiative, "The van never came")
    )


def page(client, name="discover", *args, **query) -> str:
    response = client.get(reverse(f"analysis:{name}", args=["river", *args]), query)
    assert response.status_code == 200
    return response.content.decode()


def do(client, candidate, verb, **data):
    url = reverse("analysis:candidate", args=["river", candidate.pk])
    return client.post(url, {"do": verb, **data}, follow=True)


def test_before_the_first_search_the_page_teaches(client, analyst):
    text = page(client)
    assert "puts together what people say alike" in text
    assert "Look for new themes</button>" in text
    assert "Make one of the ticked" not in text


def test_a_candidate_stands_with_peoples_words(client, vans):
    text = page(client)
    assert "“The van was late”" in text
    assert '<span class="num">2</span> comments' in text
    assert reverse("analysis:candidate", args=["river", vans.pk]) in text


def test_words_that_are_hidden_since_are_not_shown(client, search, initiative):
    comment = said(initiative, "Call 651-266-4500 for the van")
    make.make_candidate(search, comment, said(initiative, "A van"))
    text = page(client)
    assert "[phone]" in text
    assert "651-266" not in text


def test_it_is_narrowed_to_what_a_segment_says(client, search, initiative):
    kin = make.SegmentFactory(initiative=initiative, name="Kin")
    make.SegmentFactory(initiative=initiative, name="Youth")
    make.make_candidate(search, said(initiative, "Kin are not asked", segment=kin))
    make.make_candidate(search, said(initiative, "The van was late"))
    text = page(client, segment="Kin")
    assert "Kin are not asked" in text
    assert "The van was late" not in text
    assert "No suggested theme has a comment of this segment" in page(client, segment="Youth")


def test_the_number_of_queries_does_not_grow(
    client, search, initiative, django_assert_max_num_queries
):
    for n in range(12):
        make.make_candidate(search, said(initiative, f"The van was late, {n} times"))
    with django_assert_max_num_queries(30):
        page(client)


def test_a_search_is_started_and_watched(client, analyst, initiative, search):
    for words in ("The van was late", "The lawyer left"):
        said(initiative, words)
    url = reverse("analysis:discovery_start", args=["river"])
    client.post(url, {"scope": "ALL", "number": "2"})
    begun = Discovery.objects.first()
    assert (begun.state, begun.number, begun.total) == ("QUEUED", 2, 2)
    text = page(client)
    assert 'hx-trigger="every 2s"' in text
    client.post(reverse("analysis:discovery_cancel", args=["river", begun.pk]))
    assert "hx-trigger" not in page(client, "discovery_progress", begun.pk)


@pytest.mark.parametrize("number", ["0", "x", "151"])
def test_a_number_that_cannot_be_is_said(client, analyst, search, number):
    url = reverse("analysis:discovery_start", args=["river"])
    response = client.post(url, {"scope": "ALL", "number": number}, follow=True)
    assert "whole number of themes from 1 to 150" in response.content.decode()
    assert Discovery.objects.count() == 1


def test_with_too_few_comments_it_is_said(client, analyst, search):
    url = reverse("analysis:discovery_start", args=["river"])
    response = client.post(url, {"scope": "UNCOVERED"}, follow=True)
    assert "There are no two comments to compare" in response.content.decode()


def test_it_is_made_a_theme_and_undone(client, vans):
    assert 'value="The van was late"' in page(client, "candidate", vans.pk)
    do(client, vans, "take", name="Late vans", keywords="van\nlate")
    theme = Theme.objects.get(name="Late vans")
    assert theme.keywords == "van\nlate"
    assert "Late vans" in page(client)
    do(client, vans, "reopen")
    assert not Theme.objects.filter(name="Late vans").exists()


def test_a_name_that_is_taken_is_said_at_the_field(client, vans):
    response = do(client, vans, "take", name="Waiting", keywords="")
    assert "There is a theme called “Waiting” already" in response.content.decode()


def test_the_ticked_are_made_one(client, vans, search, initiative):
    bus = make.make_candidate(search, said(initiative, "The bus was late"))
    url = reverse("analysis:candidates_merge", args=["river"])
    refused = client.post(url, {"candidate": [vans.pk]}, follow=True).content.decode()
    assert "Tick at least one other" in refused
    text = client.post(url, {"candidate": [vans.pk, bus.pk]}, follow=True).content.decode()
    assert "The bus was late" in text
    assert "They are one now" in text


def test_comments_are_split_off_taken_out_and_added(client, vans, initiative):
    first, second = vans.candidatecomment_set.all()
    assert "Tick the comments" in do(client, vans, "apart").content.decode()
    other = said(initiative, "Another van was late")
    assert "Another van was late" in page(client, "candidate", vans.pk, more=1)
    do(client, vans, "add", comment=other.pk)
    assert inside(vans) == [first.comment_id, second.comment_id, other.pk]
    do(client, vans, "remove", comment=second.comment_id)
    assert inside(vans) == [first.comment_id, other.pk]
    do(client, vans, "apart", comment=first.comment_id)
    assert Candidate.objects.get(pk=vans.pk).state == "SPLIT"
    assert vans.parts.count() == 2


def inside(candidate) -> list[int]:
    rows = candidate.candidatecomment_set.standing()
    return list(rows.values_list("comment_id", flat=True))


def test_what_was_taken_out_and_put_in_is_listed_and_undone(client, vans, initiative):
    first, second = vans.candidatecomment_set.all()
    other = said(initiative, "Another van was late")
    assert "Changed by hand" not in page(client, "candidate", vans.pk)
    do(client, vans, "add", comment=other.pk)
    text = do(client, vans, "remove", comment=first.comment_id).content.decode()
    assert "1 taken out. Undo it below" in text
    changed = text.split('id="by-hand"')[1]
    for word, number in (("taken out", first.comment_id), ("put in", other.pk)):
        assert f"comment {number} was {word}" in changed
    # What was taken out is not offered as "more like this" beside its own undo.
    more = page(client, "candidate", vans.pk, more=1).split('id="more"')[1].split('id="by-hand"')
    assert "The van was late" not in more[0]
    text = do(client, vans, "add", comment=first.comment_id).content.decode()
    assert "1 put in." in text
    assert "1 put in. Undo" not in text
    do(client, vans, "remove", comment=other.pk)
    assert inside(vans) == [first.comment_id, second.comment_id]
    assert "Changed by hand" not in page(client, "candidate", vans.pk)


def test_the_last_comment_is_not_taken_out(client, vans):
    rows = list(vans.candidatecomment_set.all())
    text = do(client, vans, "remove", comment=[row.comment_id for row in rows]).content.decode()
    assert "Dismiss it instead" in text
    assert len(inside(vans)) == 2


def test_a_theme_is_made_from_the_list(client, vans):
    address = reverse("analysis:candidate", args=["river", vans.pk])
    assert f'<a href="{address}#make">Make it a theme' in page(client)
    assert 'id="make"' in page(client, "candidate", vans.pk)


def test_without_a_shared_phrase_the_words_of_somebody_stand_there_and_are_no_name(client, vans):
    vans.candidateplace_set.filter(kind="NAME").delete()
    assert "“The van was late”" in page(client).split('class="candidates"')[1].split("</h3>")[0]
    text = page(client, "candidate", vans.pk)
    assert "no name is suggested" in text
    assert 'value="The van was late"' not in text


def test_a_wider_group_without_a_phrase_is_called_by_what_is_below_it(client, search, initiative):
    wider = make.make_candidate(search, is_wider=True)
    for words in ("Late vans", "Slow lawyers", "Cold rooms"):
        make.make_candidate(search, said(initiative, words), wider=wider)
    text = page(client)
    assert "<h2>Late vans, Slow lawyers <" in text
    assert "Each by itself" not in text
    make.make_candidate(search, said(initiative, "Lost forms"), order=0)
    assert page(client).split("<h2>Each by itself</h2>")[1].count("Lost forms") > 0


def test_it_is_split_by_the_engine_dismissed_and_what_is_unknown_does_nothing(client, vans):
    do(client, vans, "two")
    assert vans.parts.count() == 2
    part = vans.parts.first()
    do(client, part, "dismiss")
    do(client, part, "something else")
    part.refresh_from_db()
    assert part.state == "DISMISSED"


def test_what_was_taken_back_leaves_no_name(client, vans, analyst):
    for row in vans.candidatecomment_set.select_related("comment"):
        withdraw_comment(actor=analyst, comment=row.comment, reason="asked by letter")
    assert "All that was suggested" not in page(client)
    assert "No new theme is suggested: nothing was found that several" in page(client)
    text = page(client, "candidate", vans.pk)
    assert "No name yet" in text
    assert "The van" not in text


@pytest.mark.parametrize("role", ["approver", "coordinator", "facilitator", "reader"])
def test_only_analysts_look_for_new_themes(client, initiative, vans, role):
    client.force_login(make.make_member(initiative, role))
    urls = [
        reverse("analysis:discover", args=["river"]),
        reverse("analysis:candidate", args=["river", vans.pk]),
    ]
    assert [client.get(url).status_code for url in urls] == [403, 403]
    posts = [
        client.post(reverse("analysis:discovery_start", args=["river"]), {"scope": "ALL"}),
        client.post(urls[1], {"do": "dismiss"}),
        client.post(reverse("analysis:candidates_merge", args=["river"]), {"candidate": [vans.pk]}),
    ]
    assert [response.status_code for response in posts] == [403] * 3
    vans.refresh_from_db()
    assert vans.state == "OPEN"


def test_candidates_of_another_initiative_cannot_be_merged_in(client, vans):
    elsewhere = make.InitiativeFactory()
    theirs = make.make_candidate(
        make.make_discovery(services.codebook_of(elsewhere), make.UserFactory()),
        said(elsewhere, "Their words"),
    )
    url = reverse("analysis:candidates_merge", args=["river"])
    client.post(url, {"candidate": [vans.pk, theirs.pk]})
    theirs.refresh_from_db()
    assert theirs.state == "OPEN"
