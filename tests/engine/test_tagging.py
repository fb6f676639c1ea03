"""What is suggested, where it stands and why."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import (
    THRESHOLD,
    CodedRecord,
    CommentRecord,
    Evidence,
    Reason,
    ThemeRecord,
    explain,
    keys,
    prepare,
)
from tests.engine.helpers import CODEBOOK, COMMENTS, STAFF, WAIT, coded

TAGGER = prepare(CODEBOOK)
LEARNED = coded(
    *[(f"The bus was parked {where}", "wait") for where in ("here", "there", "outside", "badly")],
    *[(f"I like the {what}", "") for what in ("room", "house", "garden", "view", "bed", "desk")],
)
WITH_EXAMPLES, ALSO_WITH_EXAMPLES = prepare(CODEBOOK, LEARNED), prepare(CODEBOOK, LEARNED)


def said(text, **more):
    return CommentRecord("x", text, **more)


def codes(text, tagger=TAGGER, **more):
    return [found.theme for found in tagger.suggest(said(text, **more))]


def test_a_comment_may_have_several_themes_each_with_its_sentence():
    comment = COMMENTS[0]
    first, second = TAGGER.suggest(comment)
    assert (first.theme, comment.text[slice(*first.spans[0])]) == (
        "wait",
        "The van was two hours late.",
    )
    assert (second.theme, comment.text[slice(*second.spans[0])]) == (
        "staff",
        "The driver was kind.",
    )
    assert first.score > second.score >= THRESHOLD
    assert first.evidence == (Evidence("c1", 0, 27),)


@pytest.mark.parametrize("text", ["", "  \n", "🚐", "Blue chairs.", "[name]"])
def test_a_comment_may_have_none(text):
    assert codes(text) == []


def test_an_impression_of_a_facilitator_is_no_evidence():
    assert codes("The driver was kind.", voice="OBSERVED") == []
    assert codes("The driver was kind.", voice="NOTED") == ["staff"]


def test_what_a_theme_excludes_can_outweigh_its_words():
    assert codes("The meals") == ["food"]
    assert codes("The kitchen staff and the kitchen meals")[-1:] != ["food"]


def test_suggestions_of_one_score_stand_in_the_order_of_their_codes():
    twins = [ThemeRecord(code, "Van", keywords=("van",)) for code in ("b", "a", "c")]
    assert codes("The van", prepare(twins)) == ["a", "b", "c"]


def test_headings_are_not_suggested_and_a_code_counts_once():
    top = ThemeRecord("top", "Van")
    child = ThemeRecord("child", "Driver", keywords=("van",), parent="top")
    assert codes("The van", prepare([top, child, replace(child, name="Twice")])) == ["child"]


def test_an_empty_codebook_suggests_nothing():
    assert codes("The van was late", prepare([])) == []
    assert codes("The van was late", prepare([], LEARNED)) == []


def test_a_long_sentence_is_cut_to_the_clauses_that_show_the_theme():
    before, after = "we walked by the river, " * 20, ", then it rained on the hill" * 20
    text = f"{before}the driver was rude to us{after}."
    [found] = TAGGER.suggest(said(text))
    [(start, end)] = found.spans
    assert "the driver was rude to us" in text[start:end]
    assert end - start <= 200
    assert text[start:end][0].isalpha()


def test_words_without_any_mark_are_cut_around_the_one_that_counts():
    text = "word " * 200 + "rude " + "word " * 200
    [found] = TAGGER.suggest(said(text))
    [(start, end)] = found.spans
    assert "rude" in text[start:end]
    assert end - start <= 200


def test_neighbouring_sentences_are_one_span_and_distant_ones_two():
    assert TAGGER.suggest(said("It was late. Late again."))[0].spans == ((0, 24),)
    far = "It was late. " + "We saw a river. " * 20 + "It was late again."
    assert len(TAGGER.suggest(said(far))[0].spans) == 2


def test_examples_teach_words_that_the_codebook_does_not_have():
    tagger = prepare(CODEBOOK, LEARNED)
    assert codes("The bus was parked somewhere") == []
    assert codes("The bus was parked somewhere", tagger) == ["wait"]
    [found] = tagger.suggest(said("The bus was parked somewhere"))
    assert found.reason.kind == "examples"
    assert set(found.reason.similar) <= {"coded-0", "coded-1", "coded-2", "coded-3"}
    assert len(found.reason.similar) == 3
    assert explain(found.reason, WAIT) == "like 4 comments that people coded so"
    assert tagger.learned_from == tuple(record.comment.id for record in LEARNED)


def test_examples_teach_what_a_keyword_does_not_mean():
    rows = [(f"A kind of {what}", "") for what in ("bus", "van", "seat", "chair")] * 3
    three = coded(("So kind", "staff"), ("Very kind", "staff"), ("How kind", "staff"), start=90)
    tagger = prepare(CODEBOOK, (*LEARNED, *coded(*rows, start=50), *three))
    assert codes("A kind of train") == ["staff"]
    assert codes("A kind of train", tagger) == []


def known_terms(tagger):
    """Every word and run of letters that the model knows."""
    return {*tagger._known.space.words.places, *tagger._known.space.letters.places}


def test_a_word_of_two_submissions_is_not_learned():
    """Nothing in the model can point to one person, however often they said it."""
    same = [
        CodedRecord(CommentRecord(n, "Zanzibar came", submission=f"s{n % 2}"), ("wait",))
        for n in range(20)
    ]
    tagger = prepare(CODEBOOK, (*LEARNED, *same))
    assert [term for term in known_terms(tagger) if "zan" in term] == []
    third = CodedRecord(CommentRecord(99, "Zanzibar came", submission="s3"), ("wait",))
    assert "zanzibar" in known_terms(prepare(CODEBOOK, (*LEARNED, *same, third)))


def test_an_example_of_one_theme_does_not_silence_the_keywords_of_another():
    one = coded(("Lovely soup with bread", "food"), start=70)
    assert "staff" in codes("The driver was rude", prepare(CODEBOOK, (*LEARNED, *one), {}))


def test_a_common_theme_is_not_suggested_without_a_word_for_it():
    common = coded(*[(f"It was {colour}", "staff") for colour in ("red", "blue", "grey", "pink")])
    assert codes("Zanzibar", prepare(CODEBOOK, common, {})) == []


def test_observed_comments_teach_nothing():
    seen = [replace(r, comment=replace(r.comment, voice="OBSERVED")) for r in LEARNED]
    assert prepare(CODEBOOK, seen).learned_from == ()


def test_a_reason_holds_numbers_and_becomes_words_of_the_theme():
    [found] = TAGGER.suggest(said("Someone took time to listen and was kind"))
    data = json.loads(json.dumps(found.reason.to_json()))
    assert Reason.from_json(data) == found.reason
    assert [keys(STAFF)[place] for place in found.reason.keywords] == [
        "kind",
        "took time to listen",
    ]
    assert explain(found.reason, STAFF) == 'keywords "kind", "took time to listen"'
    assert set(map(type, data["keywords"] + data["numbers"] + data["similar"])) <= {int, float}


def test_a_word_of_the_same_family_is_not_called_the_keyword():
    """Who checks the reason looks for what it names: it has to stand in the comment."""
    waits = ThemeRecord("wait", "Waiting", keywords=("delay", "three hours"))
    tagger = prepare([waits, STAFF], (), {})

    def why(words):
        [found] = [row for row in tagger.suggest(said(words)) if row.theme == "wait"]
        assert Reason.from_json(found.reason.to_json()) == found.reason
        return explain(found.reason, waits)

    assert why("The van was late") == 'a word like "delay"'
    assert why("Three hours late") == 'keyword "three hours"; a word like "delay"'
    assert why("A delay, and late again") == 'keyword "delay"'


def test_a_theme_edited_since_is_not_explained_by_other_words():
    [found] = TAGGER.suggest(said("The driver was rude"))
    edited = replace(STAFF, keywords=("gentle", "polite"))
    assert explain(found.reason, edited) == "keywords the theme had then"


def test_a_reason_that_was_not_kept():
    assert explain(Reason.from_json({}), STAFF) == "no reason was kept"


texts = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("late kind rude meal. ,\n")), max_size=400
)


@given(texts, st.sampled_from(["en", "es", "so", ""]))
@settings(max_examples=150, deadline=None)
def test_any_text_has_spans_inside_it(text, language):
    comment = said(text, language=language)
    found = WITH_EXAMPLES.suggest(comment)
    assert found == ALSO_WITH_EXAMPLES.suggest(comment)
    for suggestion in found:
        assert THRESHOLD <= suggestion.score <= 1
        assert suggestion.spans
        assert all(0 <= start < end <= len(text) for start, end in suggestion.spans)
        assert all(text[start:end].strip() for start, end in suggestion.spans)
