"""How comments sound: read once by a run, shown to the team, gone with the words."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from analysis import engine, services, tasks
from analysis.models import Reading
from analysis.review import readings
from analysis.review.readings import Split, about_comment, cannot_read, valence_split
from feedback import services as feedback
from feedback.models import Comment
from tests import factories as make

pytestmark = pytest.mark.django_db

MIXED = "The driver was lovely. We waited two hours."


@pytest.fixture
def said(initiative):
    return lambda words, **fields: make.make_comment(initiative, words, **fields)


def keep(*comments):
    return services.keep_readings(comments=comments, vectors={})


def test_a_reading_holds_numbers_and_no_words(said):
    comment = said(MIXED)
    assert keep(comment) == 1
    reading = Reading.objects.get()
    assert reading.spans == [[0, 22, 1], [23, 43, 0]]
    assert [engine.VALENCES[kind] for *_, kind in reading.spans] == ["works", "worry"]
    assert (reading.engine_version, reading.redaction_version) == (engine.VERSION, 1)
    assert reading.sentiment in range(1, 6)
    assert 0 < reading.probability < 1


def test_what_was_read_is_not_read_again(said, monkeypatch):
    one, two = said("They were kind."), said("They were rude.")
    keep(one)
    read = []
    sentiments = engine.sentiments
    monkeypatch.setattr(
        engine, "sentiments", lambda found, rows: read.extend(found) or sentiments(found, rows)
    )
    assert keep(one, two) == 1
    assert [record.id for record in read] == [two.pk]
    Reading.objects.filter(comment=one).update(engine_version="0.1")
    assert keep(one, two) == 1


def test_the_question_is_read_as_it_was_asked(said, django_assert_num_queries):
    good, better = said("Nothing", asked="What was good?"), said("Nothing", asked="What is better?")
    with django_assert_num_queries(4 + 2):  # and a savepoint
        keep(good, better)
    grades = dict(Reading.objects.values_list("comment", "sentiment"))
    assert grades[good.pk] > grades[better.pk]


def test_nothing_is_kept_of_words_that_went_while_they_were_read(said):
    comment = said("They were kind.")
    Comment.objects.filter(pk=comment.pk).update(redaction_version=2)
    assert keep(comment) == 0
    assert not Reading.objects.exists()


def test_what_a_facilitator_observed_is_not_read(initiative):
    log = make.make_log(initiative, state="CLOSED")
    comment = make.make_comment(initiative, "The room was sad.", session_log=log, voice="OBSERVED")
    assert keep(comment) == 0


def test_the_sweep_drops_what_was_withdrawn_and_what_was_hidden_anew(said, analyst):
    gone, changed, stays = said("They were kind."), said("Call Ana."), said("They were rude.")
    keep(gone, changed, stays)
    feedback.withdraw_submission(actor=None, submission=gone.submission)
    feedback.hide_words(actor=analyst, comment=changed, start=5, end=8)
    assert list(Reading.objects.current()) == [Reading.objects.get(comment=stays)]
    tasks.sweep()
    assert list(Reading.objects.values_list("comment", flat=True)) == [stays.pk]


def test_a_run_reads_every_comment(codebook, analyst, said, django_capture_on_commit_callbacks):
    comments = [said("They were kind."), said("Waan sugnay.", language="so")]
    run = services.start_run(actor=analyst, codebook=codebook)
    services.work_on_run(run_id=run.pk)
    rows = Reading.objects.order_by("comment").values_list("comment", "sentiment", "spans")
    assert [row[0] for row in rows] == [comment.pk for comment in comments]
    assert rows[0][1] in (1, 2)
    assert rows[1][1:] == (None, [])


def test_a_grade_without_a_probability_is_refused(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(comment=said("Yes."), redaction_version=1, sentiment=3)


def test_about_a_comment(codebook, said, django_assert_num_queries):
    mixed, foreign = said(MIXED), said("Waan sugnay.", language="so")
    assert about_comment(codebook, mixed) == readings.About(is_readable=True)
    keep(mixed, foreign)
    with django_assert_num_queries(2):
        about = about_comment(codebook, mixed)
    assert (about.whole, about.kinds) == ("Mixed", ("Worry", "Working well"))
    assert about.is_mixed
    assert about.sounds in readings.GRADES.values()
    assert about_comment(codebook, foreign) == readings.About(is_readable=False)


def test_a_theme_is_split_by_the_words_that_were_tagged(waiting, said, django_assert_num_queries):
    mixed, praise, worry = said(MIXED), said(MIXED), said("Nobody called back.")
    make.make_tag(mixed, waiting)
    make.make_tag(praise, waiting, start=0, end=22)
    make.make_tag(worry, waiting)
    assert valence_split(waiting) == ()
    keep(mixed, praise)
    with django_assert_num_queries(3):
        split = valence_split(waiting)
    assert split == (Split("Working well", 1), Split("Mixed", 1), Split("Not clear", 1))


def test_what_the_engine_cannot_read_is_listed_for_a_person(codebook, waiting, said):
    said("We waited."), said("Esperamos mucho.", language="es-MX")
    somali, hmong = said("Waan sugnay.", language="so"), said("Peb tos ntev.", language="hmn")
    unknown = said("انتظرنا", language="und")
    assert list(cannot_read(codebook)) == [somali, hmong, unknown]
    waiting.keywords = "so: sugn*"
    waiting.save()
    assert list(cannot_read(codebook)) == [hmong, unknown]


def test_the_review_says_what_a_comment_is(as_team, codebook, waiting, said):
    mixed, foreign = said(MIXED), said("Waan sugnay.", language="so")
    keep(mixed, foreign)
    for comment in (mixed, foreign):
        make.make_suggestion(make.make_run(codebook, state="DONE"), comment, waiting)
    slug = codebook.initiative.slug
    page = as_team.get(reverse("analysis:review_comment", args=[slug, mixed.pk]))
    assert "<b>Mixed</b>: Worry, Working well" in page.text
    page = as_team.get(reverse("analysis:review_comment", args=[slug, foreign.pk]))
    assert "The engine cannot read this comment." in page.text


def test_the_theme_page_shows_the_split(as_team, waiting, said):
    comment = said(MIXED)
    make.make_tag(comment, waiting)
    keep(comment)
    address = reverse("analysis:theme", args=[waiting.codebook.initiative.slug, waiting.pk])
    assert "<dt>Mixed</dt>" in as_team.get(address).text


def test_a_comment_in_another_language_is_read_anew(said):
    comment = said("They were kind.")
    assert services.keep_readings(comments=[comment], vectors={}) == 1
    assert services.keep_readings(comments=[comment], vectors={}) == 0
    Comment.objects.filter(pk=comment.pk).update(language="so")
    comment.refresh_from_db()
    assert not Reading.objects.current().exists()
    assert services.keep_readings(comments=[comment], vectors={}) == 1
    assert Reading.objects.current().values_list("language", "sentiment").get() == ("so", None)
    Comment.objects.filter(pk=comment.pk).update(language="en")
    assert services.drop_stale_readings() == 1
