"""A theme's own words: which they are and where a comment has them."""

from dataclasses import replace

from analysis.engine import ThemeRecord, keys
from analysis.engine.keywords import Keywords, edition, headings, languages_of
from analysis.engine.text import stem, tokens
from tests.engine.helpers import CODEBOOK, FOOD, STAFF


def found(text, codebook=CODEBOOK, language="en"):
    """Code → keys found in the text."""
    words = tokens(text)
    stems = [stem(word.word, language) for word in words]
    hits = Keywords(codebook, language).find(words, stems)
    return {
        codebook[number].code: [keys(codebook[number])[hit.key] for hit in those if hit.key >= 0]
        for number, those in hits.items()
    }


def test_keys_are_the_keywords_then_the_words_of_the_rest_each_once():
    assert keys(STAFF) == ("kind", "rude", "took time to listen", "manner", "staff", "behave")


def test_words_in_quotation_marks_are_keywords():
    theme = ThemeRecord("none", "Empty", 'No answer, "nothing" or “not sure”')
    assert keys(theme)[:2] == ("nothing", "not sure")


def test_an_illustration_is_searched_for_as_a_whole():
    theme = ThemeRecord("pov", "Poverty", phrases=("we needed rent", "word " * 9))
    assert keys(theme) == ("we needed rent", "Poverty".lower())


def test_words_are_found_by_their_stems():
    assert found("She listens but the delays were long") == {"wait": ["Delays".lower()]}
    assert found("The kindness of it") == {"staff": ["kind"]}


def test_a_phrase_stands_in_one_piece():
    assert found("He took time to listen") == {"staff": ["took time to listen"]}
    assert found("It took much time to listen") == {}


def test_a_star_stands_for_any_ending():
    assert found("mealtimes") == {"food": ["meal*"]}
    theme = ThemeRecord("std", "Standards", keywords=("moving goal*",))
    assert found("they keep moving goalposts", (theme, FOOD)) == {"std": ["moving goal*"]}


def test_a_related_word_counts_for_the_key_but_less():
    words = tokens("a sarcastic voice")
    hits = Keywords(CODEBOOK, "en").find(words, [stem(word.word) for word in words])
    [hit] = hits[CODEBOOK.index(STAFF)]
    assert keys(STAFF)[hit.key] == "rude"
    assert hit.weight < 1


def test_what_is_excluded_weighs_against_the_theme():
    words = tokens("the kitchen")
    hits = Keywords(CODEBOOK, "en").find(words, [stem(word.word) for word in words])
    [hit] = hits[CODEBOOK.index(FOOD)]
    assert (hit.key, hit.weight < 0) == (-1, True)


def test_a_word_of_many_themes_weighs_little():
    themes = tuple(ThemeRecord(f"t{n}", f"Care {name}") for n, name in enumerate("abcdefgh"))
    themes += (ThemeRecord("own", "Parking"),)
    words = tokens("care parking")
    hits = Keywords(themes, "en").find(words, [stem(word.word) for word in words])
    assert hits[0][0].weight < 0.01 < hits[8][0].weight


def test_the_keys_of_a_spanish_comment_are_stemmed_in_spanish():
    theme = ThemeRecord("fam", "Family", keywords=("familias",))
    assert found("mi familia", (theme, FOOD), "es") == {"fam": ["familias"]}


def test_the_edition_changes_with_the_keys_and_with_nothing_else():
    assert edition(replace(FOOD, code="other")) == edition(FOOD)
    assert edition(replace(FOOD, keywords=("dish",))) != edition(FOOD)


def test_the_words_of_a_definition_are_read_in_its_own_language():
    assert keys(ThemeRecord("van", "The van", "The van and the son")) == ("van", "son")
    spanish = ThemeRecord("fam", "La familia", "Lo que dicen los abuelos y que van a la escuela")
    assert keys(spanish) == ("familia", "abuelos", "escuela")


def test_headings_have_children_and_no_words_of_their_own():
    top = ThemeRecord("top", "Access")
    child = ThemeRecord("child", "Waiting", parent="top")
    assert headings((top, child)) == {"top"}
    assert headings((replace(top, keywords=("door",)), child)) == frozenset()


def test_a_keyword_that_names_its_language_is_looked_for_in_no_other():
    named = ("interpreter", "so: turjubaan*", "hmn: txhais lus")
    codebook = [ThemeRecord("int", "Interpreters", keywords=named)]
    assert found("Turjubaanka ma imaan.", codebook, "so") == {"int": ["turjubaan*"]}
    assert found("Tsis muaj neeg txhais lus.", codebook, "hmn") == {"int": ["txhais lus"]}
    assert found("Turjubaanka, txhais lus.", codebook) == {}
    assert found("No interpreters.", codebook) == {"int": ["interpreter"]}
    assert languages_of(codebook) == {"so", "hmn"}
