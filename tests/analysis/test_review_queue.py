"""What comes next in the review, what repeats a text, and what a person reads alone."""

import pytest
from django.urls import reverse

from analysis import adapters, services
from analysis.engine.orders import ORDERS
from analysis.models import Decision, ReviewPlace, Suggestion, Tag
from analysis.review.queue import Queue, repeats_of, unread, without_theme
from feedback import services as feedback
from tests import factories as make
from tests.analysis.theme_helpers import queries

pytestmark = pytest.mark.django_db
CAMPAIGN = (
    "Please stop taking children from families only because they are poor and waiting. Give us "
    "help with rent and food first, and send a worker who speaks our language before court."
)


@pytest.fixture
def run(codebook):
    return make.make_run(codebook, cursor=10**6)


@pytest.fixture
def suggest(initiative, run, waiting):
    def suggest(words="We waited.", score=0.8, theme=waiting, **fields):
        comment = make.make_comment(initiative, words, **fields)
        make.make_suggestion(run, comment, theme, score=score)
        return comment

    return suggest


def walk(queue) -> list[int]:
    """The numbers as they come, once round."""
    found = [queue.next()]
    while (following := queue.next(found[-1])) != found[0]:
        found.append(following)
    return found


def address(comment=None, query="") -> str:
    args = ["ours", comment.pk] if comment else ["ours"]
    return reverse(f"analysis:review{'_comment' if comment else ''}", args=args) + query


@pytest.fixture
def three(suggest, run):
    comments = [suggest(f"Waiting {n}", score) for n, score in enumerate((0.9, 0.55, 0.7))]
    services.place_comments(run=run)
    return comments


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_has_all_once(codebook, three, order):
    assert sorted(walk(Queue(codebook, order))) == [comment.pk for comment in three]


def test_least_sure_first_and_what_has_no_place_last(codebook, suggest, three):
    late = suggest("After the run", 0.5)
    sure, even, middle = three
    assert walk(Queue(codebook, "uncertain")) == [even.pk, middle.pk, sure.pk, late.pk]


def test_what_is_decided_taken_back_or_below_the_threshold_is_passed_over(
    analyst, codebook, waiting, three
):
    sure, even, middle = three
    queue = Queue(codebook, "uncertain")
    row = Suggestion.objects.get(comment=even)
    services.decide_suggestions(actor=analyst, comment=even, accept=[row.pk], reject=[])
    assert walk(queue) == [middle.pk, sure.pk]
    services.move_threshold(actor=analyst, theme=waiting, threshold=0.8)
    assert walk(queue) == [sure.pk]
    feedback.withdraw_submission(actor=None, submission=sure.submission)
    assert queue.next() is None


def test_a_run_gives_the_same_places_again(run, three):
    def places():
        return list(ReviewPlace.objects.order_by("pk").values_list("pk", "first", *ORDERS))

    before = places()
    services.place_comments(run=run)
    assert places() == before
    assert len(before) == 3


def test_a_real_run_places_what_it_read(analyst, initiative, codebook):
    for number in range(4):
        make.make_comment(initiative, f"We sat waiting for {number} hours.")
    same = [make.make_comment(initiative, CAMPAIGN) for _ in range(2)]
    run = services.start_run(actor=analyst, codebook=codebook)
    services.work_on_run(run_id=run.pk)
    assert ReviewPlace.objects.filter(run=run).count() == 6
    assert repeats_of(codebook, same[1]).label == "1 text, 2 times, in 2 submissions"


def test_the_order_is_in_the_address_and_remembered(as_team, three):
    sure, even, _ = three
    assert as_team.get(address(query="?order=uncertain")).url == address(even, "?order=uncertain")
    assert as_team.get(address()).url == address(even, "?order=uncertain")
    page = as_team.get(address(sure))
    assert page.context["queue"].order == "uncertain"
    row = Suggestion.objects.get(comment=even)
    response = as_team.post(address(even), {"do": "reject", "shown": row.pk})
    assert response.url.endswith("?order=uncertain")
    assert as_team.get(address(query="?order=mix")).url == address(
        three[[c.pk for c in three].index(Queue(row.run.codebook).next())]
    )
    odd = as_team.get(address(sure, "?order=drop+table&queue=x&sample=y"))
    assert odd.context["queue"].order == "mix"


@pytest.fixture
def campaign(suggest, run):
    comments = [suggest(CAMPAIGN), suggest(f"{CAMPAIGN} Ana"), suggest(CAMPAIGN.upper())]
    suggest("Another matter")
    services.place_comments(run=run)
    return comments


def test_a_pasted_text_is_counted_openly(as_team, codebook, campaign):
    first = campaign[0]
    html = as_team.get(address(first)).content.decode()
    assert "1 text, 3 times, in 3 submissions." in html
    feedback.withdraw_submission(actor=None, submission=campaign[2].submission)
    repeats = repeats_of(codebook, first)
    assert (repeats.times, repeats.others, repeats.waiting) == (2, (campaign[1].pk,), 1)
    feedback.withdraw_submission(actor=None, submission=campaign[1].submission)
    assert repeats_of(codebook, first) is None


def test_deciding_on_one_decides_on_all_and_undo_takes_all_back(as_team, codebook, campaign):
    first = campaign[0]
    row = Suggestion.objects.get(comment=first)
    data = {"do": "keep", "shown": row.pk, "keep": row.pk, "alike": "1"}
    response = as_team.post(address(first), data, follow=True)
    told = [str(message) for message in response.context["messages"]]
    assert told == ["Decided on 2 other comments with the same words as well."]
    assert sorted(Tag.objects.values_list("comment", flat=True)) == [c.pk for c in campaign]
    assert Decision.objects.values("together").distinct().count() == 1
    back = as_team.post(reverse("analysis:review_undo", args=["ours"]))
    assert back.url == address(first)
    assert Tag.objects.count() == 0
    assert Suggestion.objects.pending().count() == 4


def test_unticked_it_decides_on_one_only(as_team, campaign):
    row = Suggestion.objects.get(comment=campaign[0])
    as_team.post(address(campaign[0]), {"do": "keep", "shown": row.pk, "keep": row.pk})
    assert Tag.objects.count() == 1


def test_what_is_not_alike_stays_and_what_somebody_decided_too(
    analyst, codebook, campaign, initiative
):
    first, second, third = campaign
    taken = Suggestion.objects.get(comment=second)
    lee = make.make_member(initiative, "analyst", name="Lee")
    services.decide_suggestions(actor=lee, comment=second, accept=[], reject=[taken.pk])
    row = Suggestion.objects.get(comment=first)
    more = services.decide_suggestions(
        actor=analyst,
        comment=first,
        accept=[row.pk],
        reject=[],
        alike=repeats_of(codebook, first).others,
    )
    assert more == 1
    assert set(Tag.objects.values_list("comment", flat=True)) == {first.pk, third.pk}
    taken.refresh_from_db()
    assert taken.state == "REJECTED"


@pytest.fixture
def silent(initiative, run):
    comments = [make.make_comment(initiative, "Nothing."), make.make_comment(initiative, "nothing")]
    comments.append(make.make_comment(initiative, "Waxaan u baahanahay qareen."))
    services.place_comments(run=run)
    return comments


def test_what_the_engine_found_nothing_in_goes_to_a_person(as_team, codebook, silent):
    assert set(without_theme(codebook)) == set(silent)
    first = Queue(codebook, nothing=True).next()
    assert as_team.get(address(query="?queue=nothing")).url.endswith(f"{first}/?queue=nothing")
    url = address(silent[0], "?queue=nothing")
    html = as_team.get(url).content.decode()
    assert "No theme is in it, go on" in html
    assert "1 text, 2 times" in html
    following = as_team.post(url, {"do": "nothing", "alike": "1"}).url
    assert following == address(silent[2], "?queue=nothing")
    assert list(without_theme(codebook)) == [silent[2]]
    as_team.post(following, {"do": "nothing"})
    done = as_team.get(address(query="?queue=nothing"))
    assert done.templates[0].name == "analysis/review_done.html"
    as_team.post(reverse("analysis:review_undo", args=["ours"]))
    as_team.post(reverse("analysis:review_undo", args=["ours"]))
    assert set(without_theme(codebook)) == set(silent)


def test_what_the_engine_cannot_read_is_a_queue_of_its_own(as_team, initiative, codebook, silent):
    """Unless the codebook has a keyword of that language."""
    somali = make.make_comment(initiative, "Waxaan u baahanahay qareen.", language="so")
    assert list(unread(codebook)) == [somali]
    url = address(somali, "?queue=unread")
    assert as_team.get(address(query="?queue=unread")).url == url
    html = as_team.get(url).content.decode()
    assert "You read what the engine cannot read." in html
    other = as_team.get(address(silent[0], "?queue=nothing"))
    assert other.context["unread"] == 1
    codebook.theme_set.filter(code="lawyer").update(keywords="so: qareen")
    assert list(unread(codebook)) == []


def test_the_engine_learns_from_comments_without_a_theme(analyst, codebook, silent):
    other = make.make_codebook(make.InitiativeFactory(), "Waiting")
    assert adapters.coded_records(codebook.pk) == ()
    services.find_no_theme(actor=analyst, comment=silent[2])
    record = adapters.coded_records(codebook.pk)
    assert [(each.comment.id, each.themes) for each in record] == [(silent[2].pk, ())]
    assert adapters.coded_records(other.pk) == ()
    services.undo_last(actor=analyst, initiative_id=codebook.initiative_id)
    assert adapters.coded_records(codebook.pk) == ()


def test_nothing_found_twice_is_one_decision(analyst, silent):
    for _ in range(2):
        services.find_no_theme(actor=analyst, comment=silent[0])
    assert Decision.objects.count() == 1


def test_a_theme_put_on_by_hand_ends_it_as_well(analyst, codebook, waiting, silent):
    services.add_tag(actor=analyst, comment=silent[2], theme=waiting, start=0, end=4)
    assert silent[2] not in without_theme(codebook)


def test_alike_of_another_initiative_is_left_alone(analyst, silent):
    foreign = make.make_comment(make.InitiativeFactory(), "Nothing.")
    services.find_no_theme(actor=analyst, comment=silent[0], alike=[foreign.pk])
    assert list(Decision.objects.values_list("comment", flat=True)) == [silent[0].pk]


def test_the_page_asks_as_much_for_a_large_queue(as_team, suggest, run, campaign):
    few = queries(as_team, address(campaign[0]))
    for number in range(25):
        suggest(f"Waiting {number}")
        suggest(CAMPAIGN)
    services.place_comments(run=run)
    assert queries(as_team, address(campaign[0])) == few
