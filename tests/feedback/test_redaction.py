"""What the rules hide, and positions that survive hiding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.redaction import Span, doubtful, find, redact, to_original, to_redacted


def hidden(text):
    return redact(text, find(text, region="US"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to Ana.Diaz+x@mail.example.org.", "Write to [e-mail]."),
        ("ana at example dot org", "[e-mail]"),
        ("Call (651) 266-4500, ask for me", "Call [phone], ask for me"),
        ("Call 651.266.4500.", "Call [phone]."),
        ("my cell 266-4500 please", "my cell [phone] please"),
        ("+44 20 7946 0958 is my aunt", "[phone] is my aunt"),
        ("See https://example.org/a?b=c, it says", "See [link], it says"),
        ("See www.example.org/case", "See [link]"),
        ("on example.com today", "on [link] today"),
        ("I am @northside_mom there", "I am [handle] there"),
        ("a@b and 3@4", "a@b and 3@4"),
        ("From 2019-2021 we waited", "From 2019-2021 we waited"),
        ("on 30/09/2021 at 10.30", "on 30/09/2021 at 10.30"),
        ("They wanted $1200 and 12 months", "They wanted $1200 and 12 months"),
        ("", ""),
    ],
)
def test_what_rules_are_sure_of_is_hidden(text, shown):
    assert hidden(text) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My case number is 4471902 they said", ["4471902"]),
        ("card 4111 1111 1111 1111", ["4111 1111 1111 1111"]),
        ("My name is Rosa Lind and I", ["Rosa Lind"]),
        ("Me llamo Rosa y", ["Rosa"]),
        ("We waited 1200 days", []),
        ("Between 2019-2021 it was fine", []),
        ("we waited 90-120 minutes on 1-1-2022", []),
    ],
)
def test_what_may_point_to_a_person_waits_for_a_person(text, words):
    sure = find(text, region="US")
    spans = [*sure, *doubtful(text, sure)]
    assert [text[span.start : span.end] for span in sorted(spans)] == words


def test_a_span_that_is_known_is_not_doubtful_too():
    text = "Call 651-266-4500"
    assert doubtful(text, find(text, region="US")) == ()


@st.composite
def texts_with_spans(draw):
    text = draw(st.text(max_size=80))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, tuple(Span(start, end, "name") for start, end in pairs)


@given(texts_with_spans(), st.data())
def test_positions_outside_of_hidden_words_go_there_and_back(example, data):
    text, spans = example
    position = data.draw(st.integers(0, len(text)))
    if any(span.start < position < span.end for span in spans):
        return
    there = to_redacted(spans, position, position)
    assert to_original(spans, *there) == (position, position)


@given(texts_with_spans(), st.data())
def test_a_span_of_the_shown_text_covers_its_words_in_the_original(example, data):
    text, spans = example
    shown = redact(text, spans)
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    first, last = to_original(spans, start, end)
    assert 0 <= first <= last <= len(text)
    again = to_redacted(spans, first, last)
    assert again[0] <= start
    assert again[1] >= end


@given(st.text(max_size=300))
def test_spans_never_overlap_and_lie_in_the_text(text):
    sure = find(text, region="US")
    spans = sorted([*sure, *doubtful(text, sure)])
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
