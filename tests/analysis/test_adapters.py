"""Rows become records and records rows; what is hidden is carried over and never leaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import adapters, engine, services
from feedback import services as feedback
from feedback.redaction import Span, redact, to_original, to_redacted
from tests import factories as make

KINDS = ["email", "phone", "name", "other"]


@st.composite
def hidden_texts(draw) -> tuple[str, tuple[Span, ...]]:
    """A text, emoji and letters that need two units among it, and sorted spans of it."""
    text = draw(st.text(st.sampled_from("ab é😀👩‍👧\n[]"), min_size=1, max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    return text, tuple(Span(a, b, draw(st.sampled_from(KINDS))) for a, b in pairs)


@st.composite
def spans_in(draw, length: int) -> tuple[int, int]:
    start = draw(st.integers(0, length - 1))
    return start, draw(st.integers(start + 1, length))


@given(st.data(), hidden_texts())
def test_spans_carried_to_the_original_stay_in_it_and_are_spans(data, case):
    text, hidden = case
    shown = redact(text, hidden)
    start, end = data.draw(spans_in(len(shown)))
    there = to_original(hidden, start, end)
    assert 0 <= there[0] < there[1] <= len(text)
    back = to_redacted(hidden, *there)
    # It may have grown to the edges of a label, and never shrinks.
    assert 0 <= back[0] <= start < end <= back[1] <= len(shown)
    assert to_original(hidden, *back) == there


@given(st.data(), hidden_texts())
def test_words_outside_what_is_hidden_are_the_same_on_both_sides(data, case):
    text, hidden = case
    start, end = data.draw(spans_in(len(text)))
    shown = redact(text, hidden)
    there = to_redacted(hidden, start, end)
    assert 0 <= there[0] < there[1] <= len(shown)
    if all(end <= span.start or span.end <= start for span in hidden):
        assert shown[slice(*there)] == text[start:end]
        assert to_original(hidden, *there) == (start, end)


@given(st.data(), hidden_texts())
def test_evidence_never_shows_part_of_what_is_hidden(data, case):
    """A tag that ends inside hidden words is shown to the edge of their label."""
    text, hidden = case
    start, end = data.draw(spans_in(len(text)))
    there = to_redacted(hidden, start, end)
    wide = to_original(hidden, *there)
    assert wide[0] <= start < end <= wide[1]
    for span in hidden:
        assert (
            span.end <= wide[0]
            or wide[1] <= span.start
            or (wide[0] <= span.start and span.end <= wide[1])
        )


@pytest.fixture
def run(codebook):
    return make.make_run(codebook)


def decide(person, suggestion, *, accept):
    services.decide_suggestions(
        actor=person,
        comment=suggestion.comment,
        accept=[suggestion.pk] if accept else [],
        reject=[] if accept else [suggestion.pk],
    )


def coded(codebook) -> list[tuple[int, tuple[str, ...]]]:
    return [(r.comment.id, r.themes) for r in adapters.coded_records(codebook.pk)]


@pytest.mark.django_db
def test_coded_records_hold_examples_of_themes_and_of_none(
    initiative, analyst, codebook, waiting, run
):
    accepted, rejected, untouched, imported = (
        make.make_comment(initiative, f"waiting {n}") for n in range(4)
    )
    decide(analyst, make.make_suggestion(run, accepted, waiting), accept=True)
    decide(analyst, make.make_suggestion(run, rejected, waiting), accept=False)
    make.make_suggestion(run, untouched, waiting)
    for code in ("school", "lawyer"):
        make.make_tag(imported, codebook.theme_set.get(code=code))
    assert coded(codebook) == [
        (accepted.pk, ("waiting",)),
        (rejected.pk, ()),
        (imported.pk, ("lawyer", "school")),
    ]


@pytest.mark.django_db
def test_an_undone_decision_is_no_example(initiative, analyst, codebook, waiting, run):
    comment = make.make_comment(initiative, "waiting")
    decide(analyst, make.make_suggestion(run, comment, waiting), accept=False)
    services.undo_last(actor=analyst, initiative_id=initiative.pk)
    assert coded(codebook) == []


@pytest.mark.django_db
def test_a_tag_taken_off_leaves_an_example_of_none(initiative, analyst, codebook, waiting):
    tag = make.make_tag(make.make_comment(initiative, "waiting"), waiting, analyst)
    services.remove_tag(actor=analyst, tag=tag)
    assert coded(codebook) == [(tag.comment_id, ())]


@pytest.mark.django_db
def test_nothing_is_learned_from_what_is_gone_blind_or_elsewhere(
    initiative, analyst, codebook, waiting
):
    gone, blind = (make.make_comment(initiative, "waiting") for _ in range(2))
    make.make_tag(gone, waiting)
    make.make_blind_tag(blind, waiting, analyst)
    elsewhere = make.InitiativeFactory()
    theirs = make.make_codebook(elsewhere, "waiting").theme_set.get()
    make.make_tag(make.make_comment(elsewhere, "waiting"), theirs)
    feedback.withdraw_submission(actor=None, submission=gone.submission)
    assert coded(codebook) == []


@pytest.mark.django_db
def test_the_newest_are_learned_from_where_there_are_many(
    initiative, codebook, waiting, monkeypatch
):
    monkeypatch.setattr(adapters, "CODED_AT_MOST", 2)
    comments = [make.make_comment(initiative, f"waiting {n}") for n in range(3)]
    for comment in comments:
        make.make_tag(comment, waiting)
    assert [pk for pk, _ in coded(codebook)] == [comment.pk for comment in comments[1:]]


@pytest.mark.django_db
def test_the_engine_reads_what_is_shown_and_no_more(initiative, parents):
    comment = make.make_comment(initiative, "Call 651-266-4500 please", segment=parents)
    assert adapters.comment_record(comment) == engine.CommentRecord(
        id=comment.pk,
        text="Call [phone] please",
        language="en",
        segment=str(parents.pk),
        voice="OWN",
        submission=comment.submission_id,
    )
    note = make.make_comment(
        initiative, "waits", session_log=make.make_log(initiative), voice="NOTED"
    )
    assert adapters.comment_record(note).submission == f"log-{note.session_log_id}"


@pytest.mark.django_db
def test_a_theme_as_the_engine_reads_it(codebook, waiting):
    lawyer = codebook.theme_set.get(code="lawyer")
    lawyer.parent, lawyer.keywords = waiting, " attorney \n\n\nlegal aid"
    lawyer.save()
    records = {r.code: r for r in adapters.theme_records(codebook.theme_set.all())}
    assert records["lawyer"].keywords == ("attorney", "legal aid")
    assert (records["lawyer"].parent, records["waiting"].parent) == ("waiting", "")
    [alone] = adapters.theme_records([lawyer])
    assert alone.parent == "", "a parent that is not used is not named"


@pytest.mark.django_db
def test_spans_are_mapped_by_what_was_hidden_when_it_was_read(initiative, analyst, waiting, run):
    """A person hides more while the engine works: positions of then still find the same words."""
    comment = make.make_comment(initiative, "😀 Ring Bob at 651-266-4500 when I wait.")
    batch = adapters.Batch.of([comment])
    start = comment.original.index("Bob")
    feedback.hide_words(actor=analyst, comment=comment, start=start, end=start + 3)
    comment.refresh_from_db()
    assert comment.redacted_text == "😀 Ring [hidden] at [phone] when I wait."
    assert [span.kind for span in batch.hidden[comment.pk]] == ["phone"]
    now = adapters.Batch.of([comment])
    assert [span.kind for span in now.hidden[comment.pk]] == ["other", "phone"]
    seen = "😀 Ring Bob at [phone] when I wait."
    assert redact(comment.original, batch.hidden[comment.pk]) == seen
    place = seen.index("when")
    mapped = to_original(batch.hidden[comment.pk], place, len(seen))
    assert comment.original[slice(*mapped)] == "when I wait."


@pytest.mark.django_db
def test_further_spans_of_the_evidence_are_kept_and_shown(initiative, codebook, run):
    words = "We were waiting. 651-266-4500 was dead. Then waiting again. And I slept."
    comment = make.make_comment(initiative, words)
    tagger = engine.prepare(adapters.theme_records(codebook.theme_set.all()), ())
    numbers = {theme.code: theme.pk for theme in codebook.theme_set.all()}
    batch = adapters.Batch.of([comment])
    vectors = engine.vectors_of([adapters.comment_record(comment)])
    [row], [further] = adapters.suggestions(run, batch, tagger, numbers, vectors)
    assert [theme for theme, _, _ in further.themes] == [
        number for code, number in numbers.items() if code != row.theme.code
    ]
    spans = [(row.start, row.end), *row.more_spans]
    assert [comment.original[slice(*span)] for span in spans] == [
        "We were waiting.",
        "Then waiting again.",
    ]
    shown = adapters.shown_spans(row, batch.hidden[comment.pk])
    assert [comment.redacted_text[slice(*span)] for span in shown] == [
        "We were waiting.",
        "Then waiting again.",
    ]
    assert adapters.suggestions(run, batch, tagger, {}, vectors) == ([], [])
