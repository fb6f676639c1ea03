"""Counter-examples: what looks like a theme and is not of it."""

from dataclasses import replace

import pytest

from analysis.engine import CommentRecord, ThemeRecord, prepare
from analysis.engine.embedding import available
from tests.engine.helpers import coded

WAIT = ThemeRecord("wait", "Waiting", "It takes too long", keywords=("wait*", "delay"))
FOOD = ThemeRecord("food", "Food", keywords=("meal*", "table"))
WARNED = replace(WAIT, counters=("I wait tables", "es: camarero de mesa"))


def codes(text, theme, vectors=None, **fields) -> set[str]:
    tagger = prepare((theme, FOOD), (), {} if vectors is None else vectors)
    return {found.theme for found in tagger.suggest(CommentRecord("x", text, **fields))}


def test_keys_inside_a_counter_example_do_not_count():
    assert "wait" in codes("I wait tables at night.", WAIT)
    assert "wait" not in codes("I wait tables at night.", WARNED)


def test_the_same_words_elsewhere_in_the_comment_still_count():
    text = "I wait tables. For the letter I waited three weeks."
    [found] = [
        each
        for each in prepare((WARNED, FOOD), (), {}).suggest(CommentRecord("x", text))
        if each.theme == "wait"
    ]
    assert text[slice(*found.spans[0])] == "For the letter I waited three weeks."


def test_other_comments_and_other_themes_are_left_as_they_were():
    for text in ("I waited for hours.", "The meals came late, a delay each day.", "Cold table."):
        plain, warned = prepare((WAIT, FOOD), (), {}), prepare((WARNED, FOOD), (), {})
        record = CommentRecord("x", text)
        assert warned.suggest(record) == plain.suggest(record)


def test_a_counter_example_may_name_its_language():
    spanish = replace(WAIT, keywords=("es: mesa",))
    theme = replace(spanish, counters=WARNED.counters)
    assert "wait" in codes("Soy camarero de mesa", spanish, language="es")
    assert "wait" not in codes("Soy camarero de mesa", theme, language="es")


def test_they_hold_when_something_was_learned():
    some = coded(("It rained", ""), ("We waited long", "wait"), ("A fine garden", ""))
    found = prepare((WARNED, FOOD), some, {}).suggest(CommentRecord("x", "I wait tables at night."))
    assert "wait" not in {each.theme for each in found}


@pytest.mark.skipif(not available(), reason="no sentence model is installed")
def test_what_means_the_same_as_a_counter_example_is_further_away():
    text = "My job is waiting on tables in a restaurant."
    record = CommentRecord("x", text)
    scores = []
    for theme in (WAIT, WARNED):
        [look] = prepare((theme, FOOD)).look_all([record])
        found = [*look.suggested, *look.next]
        scores += [each.score for each in found if each.theme == "wait"]
    plain, warned = scores
    assert plain > 0.5 > warned
