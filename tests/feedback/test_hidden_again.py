"""Words that a person hid stay hidden when the participant changes what they said."""

import pytest
from django.urls import reverse

from feedback import services, tasks
from feedback.models import Comment
from tests.factories import InitiativeFactory, UserFactory, make_comment, make_log, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory()


@pytest.fixture
def lied(initiative):
    """“Somebody [hidden] lied”, hidden by a person: no rule knows this name."""
    comment = make_comment(initiative, "That Hill lied, said Hill.")
    return hide(comment, "Hill")


def hide(comment, words):
    start = comment.original.index(words)
    services.hide_words(actor=UserFactory(), comment=comment, start=start, end=start + len(words))
    comment.refresh_from_db()
    return comment


def change(comment, words):
    """By the receipt of the person, and redacted as the worker does it."""
    services.change_words(submission=comment.submission, comment=comment, words=words)
    tasks.redact_comments(list(Comment.objects.values_list("pk", flat=True)))
    return Comment.objects.get(replaces=comment)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("That Hill lied!", "That [hidden] lied!"),
        (
            "HILL lied, and hill knows. Hillside, uphill.",
            "[hidden] lied, and [hidden] knows. Hillside, uphill.",
        ),
        ("My worker Hill lied. Call 651-266-4500.", "My worker [hidden] lied. Call [phone]."),
        ("My worker Tom Hill lied.", "My worker [name][hidden] lied."),
        ("She lied.", "She lied."),
    ],
)
def test_hidden_words_are_hidden_again_and_a_person_looks(lied, words, shown):
    new = change(lied, words)
    assert (new.redacted_text, new.state) == (shown, "REDACTED")
    assert new not in Comment.objects.ready_for_analysis()


def test_what_a_person_said_may_be_shown_stays_shown(initiative):
    comment = make_comment(initiative, "My worker Hill lied.")
    row = comment.redaction_set.get()
    services.settle_redactions(actor=UserFactory(), comment=comment, lift=[row.pk])
    new = change(comment, "That Hill lied.")
    assert (new.redacted_text, new.state) == ("That Hill lied.", "READY")


def test_what_a_person_kept_hidden_is_hidden_without_its_introduction(initiative):
    comment = make_comment(initiative, "My worker Hill lied.")
    services.settle_redactions(actor=UserFactory(), comment=comment, lift=[])
    new = change(comment, "That Hill lied.")
    assert (new.redacted_text, new.state) == ("That [name] lied.", "REDACTED")


def test_a_version_that_nobody_redacted_passes_it_on(lied):
    services.change_words(submission=lied.submission, comment=lied, words="Hill lied to me.")
    hurried = Comment.objects.get(replaces=lied)
    new = change(hurried, "Hill lied to us.")
    assert (new.redacted_text, new.state) == ("[hidden] lied to us.", "REDACTED")


def test_where_rules_alone_hid_words_nobody_has_to_look(initiative):
    comment = make_comment(initiative, "Call 651-266-4500.")
    assert change(comment, "Call me.").state == "READY"


def test_a_note_written_anew_keeps_hidden_what_was(initiative):
    log = make_log(initiative)
    note = hide(make_comment(initiative, "Hill lied.", session_log=log, voice="NOTED"), "Hill")
    services.receive_comment(
        actor=UserFactory(),
        words="Hill lied again.",
        voice="NOTED",
        may_quote=False,
        session_log=log,
        replaces=note,
    )
    tasks.redact_comments(list(Comment.objects.values_list("pk", flat=True)))
    new = Comment.objects.get(replaces=note)
    assert (new.redacted_text, new.state) == ("[hidden] lied again.", "REDACTED")


def test_the_page_asks_for_each_place_and_says_why_where_there_is_none(client, initiative, lied):
    new = change(lied, "She lied.")
    client.force_login(make_member(initiative, "analyst"))
    text = client.get(reverse("feedback:protect", args=[initiative.slug])).content.decode()
    assert "Somebody hid words in an earlier version of this comment." in text
    client.post(reverse("feedback:settle", args=[initiative.slug, new.pk]))
    new.refresh_from_db()
    assert (new.redacted_text, new.state) == ("She lied.", "READY")
