"""Vectors of comments: made once, kept, and gone with the words."""

import numpy as np
import pytest
from django.db import connection

from analysis import adapters, engine, services, tasks
from analysis.engine import embedding
from analysis.models import Vector
from analysis.services import vectors
from feedback import services as feedback
from feedback.models import Comment
from tests import factories as make

pytestmark = pytest.mark.django_db

LETTERS = 26


@pytest.fixture
def read(monkeypatch):
    """A model that counts letters in place of the installed ones; the texts that it read."""
    seen = []

    def count(texts):
        seen.extend(texts)
        rows = [[text.lower().count(chr(97 + n)) + 0.1 for n in range(LETTERS)] for text in texts]
        found = np.array(rows, dtype=np.float32).reshape(len(texts), LETTERS)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    model = embedding.Model(embedding.USE, LETTERS, count)
    monkeypatch.setattr(embedding, "available", lambda: (model,))
    return seen


@pytest.fixture
def initiative():
    return make.InitiativeFactory()


@pytest.fixture
def said(initiative):
    return lambda words: make.make_comment(initiative, words)


def test_a_second_look_reads_only_what_is_new_and_sees_the_same(read, said):
    one, two = said("waiting for hours"), said("a kind lawyer")
    first = services.vectors_of_comments([one, two])
    assert read == ["waiting for hours", "a kind lawyer"]
    three = said("something else")
    second = services.vectors_of_comments([two, three, one])
    assert read[2:] == ["something else"]
    assert np.array_equal(second["use"][[2, 0]], first["use"])
    exact = embedding.available()[0].encode(["waiting for hours"])[0]
    assert np.abs(first["use"][0] - exact).max() < 0.001


def test_a_whole_run_keeps_vectors_and_the_next_reads_nothing(
    read, said, initiative, django_capture_on_commit_callbacks
):
    codebook = make.make_codebook(initiative, "waiting", "lawyer")
    analyst = make.make_member(initiative, "analyst")
    for n in range(3):
        said(f"waiting {n}")

    def run():
        read.clear()
        with django_capture_on_commit_callbacks(execute=True):
            services.start_run(actor=analyst, codebook=codebook)
        return [text for text in read if text.startswith("waiting ")]

    assert len(run()) == 3
    assert run() == []


def test_words_that_are_hidden_anew_are_read_anew(read, said):
    comment = said("waiting for Ana")
    services.vectors_of_comments([comment])
    Comment.objects.filter(pk=comment.pk).update(
        redacted_text="waiting for [name]", redaction_version=comment.redaction_version + 1
    )
    comment.refresh_from_db()
    assert Vector.objects.current().count() == 0
    services.vectors_of_comments([comment])
    assert read[1:] == ["waiting for [name]"]
    assert Vector.objects.get().redaction_version == comment.redaction_version


def test_a_vector_of_the_older_words_is_not_kept(read, said, monkeypatch):
    """Somebody hides more while the engine reads: what it made of older words is not kept."""
    comment = said("waiting for Ana")
    made = vectors._made

    def while_somebody_hides_more(comments):
        Comment.objects.update(redaction_version=comment.redaction_version + 1)
        return made(comments)

    monkeypatch.setattr(vectors, "_made", while_somebody_hides_more)
    services.vectors_of_comments([comment])
    assert not Vector.objects.exists()


def test_other_models_read_again(read, said, monkeypatch):
    comment = said("waiting")
    services.vectors_of_comments([comment])
    other = embedding.Model("minilm", 4, lambda texts: np.full((len(texts), 4), 0.5, np.float32))
    monkeypatch.setattr(embedding, "available", lambda: (other,))
    found = services.vectors_of_comments([comment])
    assert {key: rows.shape for key, rows in found.items()} == {"minilm": (1, 4)}
    assert Vector.objects.get().made_with == "minilm:4"


def test_withdrawn_words_take_their_vector_within_one_sweep(read, said, initiative):
    gone, stays = said("waiting for a lawyer"), said("waiting")
    services.vectors_of_comments([gone, stays])
    member = make.make_member(initiative, "analyst")
    feedback.withdraw_comment(actor=member, comment=gone, reason="asked by telephone")
    assert list(Vector.objects.current().values_list("pk", flat=True)) == [stays.pk]
    tasks.sweep()
    assert list(Vector.objects.values_list("pk", flat=True)) == [stays.pk]


@pytest.mark.parametrize("state", ["REPLACED", "REDACTED"])
def test_words_that_no_longer_stand_take_their_vector(read, said, state):
    comment = said("waiting")
    services.vectors_of_comments([comment])
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert services.drop_stale_vectors() == 1
    assert not Vector.objects.exists()


def test_the_sweep_of_nothing_is_one_query(read, said, django_assert_num_queries):
    services.vectors_of_comments([said("waiting")])
    with django_assert_num_queries(1):
        assert services.drop_stale_vectors() == 0


def test_a_withdrawal_during_the_reading_leaves_no_vector(read, said, monkeypatch):
    comment = said("waiting")
    made = vectors._made

    def while_it_is_withdrawn(comments):
        Comment.objects.update(state="WITHDRAWN", original="", redacted_text="")
        return made(comments)

    monkeypatch.setattr(vectors, "_made", while_it_is_withdrawn)
    services.vectors_of_comments([comment])
    assert not Vector.objects.exists()


def test_no_words_stand_in_a_vector(read, said):
    services.vectors_of_comments([said("SECRETWORD")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_with, numbers FROM analysis_vector")
        [(made_with, numbers)] = cursor.fetchall()
    assert made_with == adapters.made_with() == "use:26"
    assert len(bytes(numbers)) == 2 * LETTERS
    assert b"SECRET" not in bytes(numbers)


def test_without_models_nothing_is_kept(said, monkeypatch):
    monkeypatch.setattr(embedding, "available", lambda: ())
    assert services.vectors_of_comments([said("waiting")]) == {}
    assert engine.dimensions() == {}
    assert not Vector.objects.exists()


def test_words_that_are_in_another_language_are_read_anew(read, said):
    """Which model reads a comment hangs on its language."""
    comment = said("esperando a la abogada")
    services.vectors_of_comments([comment])
    Comment.objects.filter(pk=comment.pk).update(language="so")
    comment.refresh_from_db()
    assert not Vector.objects.current().exists()
    found = services.vectors_of_comments([comment])
    assert read == ["esperando a la abogada"]
    assert not found["use"].any()
    assert Vector.objects.current().get().language == "so"
    Comment.objects.filter(pk=comment.pk).update(language="es")
    assert services.drop_stale_vectors() == 1
