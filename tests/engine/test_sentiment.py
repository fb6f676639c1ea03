"""Sentiment of comments: from the shipped model, with vectors and without, the same every time."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import CommentRecord
from analysis.engine.__main__ import main
from analysis.engine.embedding import available
from analysis.engine.sentiment import lean, load, sentiments

GOOD, BETTER = "What was good?", "What could we do better?"
AWKWARD = ["👍👍", "GREAT SERVICE", "asdf jkl qwer", "a" * 60_000, "مرحبا", "!!!", "Ok.\x0bok"]


def grades(*texts, question="", language="en", vectors=None):
    comments = [
        CommentRecord(number, text, language=language, question=question)
        for number, text in enumerate(texts)
    ]
    return [found and found.sentiment for found in sentiments(comments, vectors)]


@pytest.mark.parametrize("vectors", [{}, None], ids=["words alone", "what is installed"])
def test_praise_is_low_and_anger_is_high(vectors):
    praise, anger = grades(
        "Excellent service, the crew were friendly and very helpful.",
        "Appalling. Rude staff, nobody called back, the worst service ever.",
        vectors=vectors,
    )
    assert (praise, anger) in {(1, 4), (1, 5)}


@pytest.mark.parametrize("vectors", [{}, None], ids=["words alone", "what is installed"])
def test_the_question_tells_what_nothing_means(vectors):
    [when_good] = grades("Nothing", question=GOOD, vectors=vectors)
    [when_better] = grades("Nothing", question=BETTER, vectors=vectors)
    assert when_better < when_good


def test_what_a_question_asks_for():
    assert [lean(question) for question in (GOOD, BETTER, "FFT Why?")] == [(1, 0), (0, 1), (0, 0)]
    assert lean("What were you satisfied and/or dissatisfied with?") == (0, 0)
    assert lean("¿Qué podemos mejorar?") == (0, 1)


def test_nothing_is_said_of_no_answer_and_of_no_word():
    assert grades("Did not answer", "N/A", "", " \n", "👍") == [None] * 5


def test_nothing_is_said_of_a_language_that_nothing_reads():
    assert grades("Waan sugnay, cidna ma imaan.", language="so") == [None]
    assert grades("La atención fue excelente.", language="es", vectors={}) == [None]


@pytest.mark.skipif(not available(), reason="no weights are installed")
def test_spanish_is_read_by_the_multilingual_model():
    praise, anger = grades(
        "Un servicio excelente, todos muy amables. Gracias.",
        "Un servicio horrible, nadie llamó y el personal fue grosero.",
        language="es-MX",
    )
    assert praise < anger


def test_a_result_does_not_depend_on_the_others_or_their_order():
    texts = ["Very kind staff.", "We waited four hours.", "Ok", "Please call us back."]
    comments = [CommentRecord(number, text) for number, text in enumerate(texts)]
    together = sentiments(comments)
    assert together == tuple(sentiments([comment])[0] for comment in comments)
    assert together == sentiments(comments[::-1])[::-1]


def test_vectors_from_outside_are_used():
    comment = CommentRecord(1, "The van came.")
    rows = {"use": np.zeros((1, 512), np.float32), "minilm": np.zeros((1, 384), np.float32)}
    rows["use"][0, 3] = rows["minilm"][0, 5] = 1
    [one], [other] = sentiments([comment], rows), sentiments([comment], {})
    assert one != other
    # A model that was added later is no reason to stop.
    assert sentiments([comment], rows | {"new": np.zeros((1, 8), np.float32)}) == (one,)
    # Nor are vectors of another width, which the model was not trained with.
    assert sentiments([comment], {"use": np.ones((1, 26), np.float32)}) == (other,)


@given(st.text(), st.sampled_from(["", GOOD, BETTER]))
@settings(max_examples=50, deadline=None)
def test_any_text_has_a_grade_or_none(text, question):
    [found] = sentiments([CommentRecord("c", text, question=question)], {})
    assert found is None or (found.sentiment in range(1, 6) and 0 <= found.probability <= 1)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts(text):
    comment = CommentRecord("c", text)
    assert sentiments([comment], {}) == sentiments([replace(comment)], {})


def test_the_model_is_small_and_knows_no_rare_word():
    model = load()
    assert {"excellent", "delay"} <= set(model.vocabulary["words"])
    assert "zxqv" not in model.vocabulary["words"]


def test_the_command(tmp_path, capsys):
    path = tmp_path / "comments.csv"
    path.write_text(
        "id,text,question\na,Excellent and very kind.,\nb,Nothing,What was good?\nc,N/A,\n",
        encoding="utf-8",
    )
    assert main(["sentiment", str(path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(row) for row in rows] == [["comment", "sentiment", "probability"]] * 3
    assert rows[0]["sentiment"] == 1
    assert 0 < rows[1]["probability"] < 1
    assert rows[2] == {"comment": "c", "sentiment": None, "probability": None}


def test_the_command_names_a_column_that_is_missing(tmp_path, capsys):
    path = tmp_path / "comments.csv"
    path.write_text("id,words\na,Good\n", encoding="utf-8")
    assert main(["sentiment", str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: no column text. Columns found: id, words.\n"
