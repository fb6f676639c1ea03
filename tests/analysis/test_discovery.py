"""A search for new themes from the button to its end, and what may come in between."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.states import InvalidTransition
from analysis import services
from analysis.models import Candidate, CandidatePlace, Discovery
from analysis.services import discovery as searches
from analysis.services import workers
from feedback.services import withdraw_comment
from tests import factories as make

pytestmark = pytest.mark.django_db

SAID = (
    "The van was late again",
    "The van never came",
    "Our van was two hours late",
    "The lawyer did not call back",
    "My lawyer never called",
    "No lawyer came to court",
)


@pytest.fixture(autouse=True)
def without_weights(monkeypatch):
    """Quick, and the same everywhere; tests/engine runs with what is installed."""
    monkeypatch.setattr(searches, "vectors_of_comments", lambda comments: {})


@pytest.fixture
def initiative():
    return make.InitiativeFactory()


@pytest.fixture
def analyst(initiative):
    return make.make_member(initiative, "analyst")


@pytest.fixture
def codebook(initiative):
    return make.make_codebook(initiative, "waiting")


@pytest.fixture
def comments(initiative):
    return [make.make_comment(initiative, words) for words in SAID]


@pytest.fixture
def search(django_capture_on_commit_callbacks, analyst, codebook):
    def run(scope="ALL", number=2) -> Discovery:
        with django_capture_on_commit_callbacks(execute=True):
            found = services.start_discovery(
                actor=analyst, codebook=codebook, scope=scope, number=number
            )
        found.refresh_from_db()
        return found

    return run


def said_in(candidate: Candidate) -> set[int]:
    return set(candidate.candidatecomment_set.values_list("comment", flat=True))


def test_it_finds_candidates_by_places_in_the_original(search, comments):
    found = search()
    assert (found.state, found.done, found.total, found.unplaced) == ("DONE", 6, 6, 0)
    ids = [comment.pk for comment in comments]
    groups = [said_in(candidate) for candidate in found.candidate_set.filter(is_wider=False)]
    assert sorted(map(sorted, groups)) == [ids[:3], ids[3:]]
    originals = {comment.pk: comment.original for comment in comments}
    for place in CandidatePlace.objects.all():
        assert originals[place.comment_id][place.start : place.end].strip()


def test_no_words_of_people_are_kept(search, initiative):
    for n in range(3):
        make.make_comment(initiative, f"The SECRETVAN was late, {n} times")
    found = search(number=1)
    for row in (found, *Candidate.objects.all(), *CandidatePlace.objects.all()):
        kept = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
        assert "secretvan" not in str(kept).lower()
    assert "secretvan" not in str(list(AuditEntry.objects.values())).lower()


def test_places_stand_behind_what_is_hidden(search, initiative):
    """The engine reads the redacted text; places are carried back over what is hidden."""
    for words in (
        "😀 Call 651-266-4500: the lawyer left.",
        "The lawyer left.",
        "A lawyer left us.",
    ):
        make.make_comment(initiative, words)
    found = search(number=1)
    [candidate] = found.candidate_set.filter(is_wider=False)
    keyword = candidate.candidateplace_set.filter(kind="KEYWORD").first()
    original = keyword.comment.original
    assert original[keyword.start : keyword.end].lower() in ("lawyer", "left")


def test_only_what_has_no_theme_and_waits_for_none(search, comments, codebook, analyst):
    theme = codebook.theme_set.get()
    make.make_tag(comments[0], theme, analyst)
    make.make_suggestion(make.make_run(codebook), comments[3], theme)
    found = search(scope="UNCOVERED")
    assert found.total == 4
    placed = set().union(*(said_in(c) for c in found.candidate_set.all()))
    assert placed == {comments[n].pk for n in (1, 2, 4, 5)}


def test_with_fewer_than_two_comments_there_is_nothing_to_do(initiative, analyst, codebook):
    make.make_comment(initiative, "The van was late")
    with pytest.raises(services.NothingToDo, match="no two comments"):
        services.start_discovery(actor=analyst, codebook=codebook, scope="ALL")
    assert not Discovery.objects.exists()


def test_two_searches_at_once(analyst, codebook, comments):
    services.start_discovery(actor=analyst, codebook=codebook, scope="ALL")
    with pytest.raises(InvalidTransition, match="at work already"):
        services.start_discovery(actor=analyst, codebook=codebook, scope="ALL")


def test_a_cancelled_search_writes_nothing(analyst, codebook, comments):
    found = services.start_discovery(actor=analyst, codebook=codebook, scope="ALL")
    at_work = workers.take(Discovery.objects.all(), found.pk, searches.FAULT)
    services.cancel_discovery(actor=analyst, discovery=found)
    with pytest.raises(workers.TakenAway):
        searches._work(at_work)
    services.work_on_discovery(discovery_id=found.pk)
    found.refresh_from_db()
    assert found.state == "CANCELLED"
    assert not Candidate.objects.exists()


def test_what_is_withdrawn_while_it_works_is_left_out(analyst, codebook, comments, monkeypatch):
    found = services.start_discovery(actor=analyst, codebook=codebook, scope="ALL", number=2)
    engine_discover = searches.discover

    def meanwhile(*args, **kwargs):
        withdraw_comment(actor=analyst, comment=comments[0], reason="asked by letter")
        return engine_discover(*args, **kwargs)

    monkeypatch.setattr(searches, "discover", meanwhile)
    services.work_on_discovery(discovery_id=found.pk)
    assert not CandidatePlace.objects.filter(comment=comments[0]).exists()
    placed = set().union(*(said_in(c) for c in Candidate.objects.all()))
    assert placed == {comment.pk for comment in comments[1:]}


def test_a_search_whose_worker_was_stopped_is_taken_up_again(analyst, codebook, comments):
    found = services.start_discovery(actor=analyst, codebook=codebook, scope="ALL")
    workers.take(Discovery.objects.all(), found.pk, searches.FAULT)
    now = timezone.now()
    assert services.tend_discoveries(now=now) == []
    assert services.tend_discoveries(now=now + timedelta(minutes=2)) == [found.pk]
    services.work_on_discovery(discovery_id=found.pk)
    found.refresh_from_db()
    assert (found.state, found.attempt) == ("DONE", 2)


def test_a_fault_is_said_without_words(analyst, codebook, comments, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("SECRET")

    monkeypatch.setattr(searches, "discover", breaks)
    found = services.start_discovery(actor=analyst, codebook=codebook, scope="ALL")
    with pytest.raises(RuntimeError):
        services.work_on_discovery(discovery_id=found.pk)
    found.refresh_from_db()
    assert (found.state, found.failure) == ("FAILED", searches.FAULT)


def test_a_search_that_gets_nowhere_ends(analyst, codebook, comments):
    found = services.start_discovery(actor=analyst, codebook=codebook, scope="ALL")
    Discovery.objects.update(attempt=workers.MOST_TRIES)
    services.work_on_discovery(discovery_id=found.pk)
    found.refresh_from_db()
    assert found.state == "FAILED"
