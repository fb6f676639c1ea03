"""Codes given elsewhere become tags on the whole comment, and never twice."""

import pytest

from accounts.models import AuditEntry
from analysis.models import Tag
from analysis.services import imported_tags
from analysis.services.imported_tags import UnknownCode, import_tags
from feedback import services as feedback
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring_in(initiative, codebook):
    def bring_in(codes, actor=None):
        return import_tags(
            actor=actor, initiative=initiative, codes={c.pk: many for c, many in codes.items()}
        )

    return bring_in


def tags() -> list[tuple]:
    rows = Tag.objects.order_by("comment", "theme__code")
    return [(t.comment, t.theme.code, t.start, t.end, t.source, t.coder) for t in rows]


def test_tags_on_the_whole_original_without_a_coder(initiative, bring_in, analyst):
    comment = make.make_comment(initiative, "😀 Call 651-266-4500", voice="NOTED")
    assert bring_in({comment: ["waiting", "lawyer", "waiting"]}, analyst) == 2
    assert tags() == [
        (comment, "lawyer", 0, 19, "IMPORTED", None),
        (comment, "waiting", 0, 19, "IMPORTED", None),
    ]
    assert Tag.objects.first().voice == "NOTED"
    assert Tag.objects.first().is_final
    [entry] = AuditEntry.objects.filter(verb="import_tags")
    assert (entry.actor, entry.subject_kind, entry.initiative) == (
        analyst,
        "Codebook",
        initiative.pk,
    )


def test_an_unknown_or_retired_code_stops_all_of_it(initiative, codebook, bring_in):
    comment = make.make_comment(initiative, "waited")
    codebook.theme_set.filter(code="school").update(state="RETIRED")
    for code in ("nowhere", "school"):
        with pytest.raises(UnknownCode, match=f"no theme “{code}”"):
            bring_in({comment: ["waiting", code]})
    assert tags() == []
    assert not AuditEntry.objects.filter(verb="import_tags").exists()


def test_what_is_there_stays_as_it_is(initiative, analyst, bring_in, waiting):
    comment = make.make_comment(initiative, "waited long")
    by_hand = make.make_tag(comment, waiting, analyst, end=6)
    assert bring_in({comment: ["waiting", "lawyer"]}) == 1
    assert bring_in({comment: ["waiting", "lawyer"]}) == 0
    assert tags() == [
        (comment, "lawyer", 0, 11, "IMPORTED", None),
        (comment, "waiting", 0, 6, "BY_HAND", analyst),
    ]
    assert Tag.objects.get(pk=by_hand.pk).coder == analyst


def test_a_blind_code_is_no_reason_to_leave_it_out(initiative, analyst, bring_in, waiting):
    comment = make.make_comment(initiative, "waited")
    make.make_blind_tag(comment, waiting, analyst)
    assert bring_in({comment: ["waiting"]}) == 1


def test_withdrawn_observed_and_foreign_comments_get_none(initiative, bring_in):
    gone = make.make_comment(initiative, "gone")
    feedback.withdraw_submission(actor=None, submission=gone.submission)
    observed = make.make_comment(initiative, "They wait", voice="OBSERVED")
    foreign = make.make_comment(make.InitiativeFactory(), "theirs")
    waits = make.make_comment(initiative, "My name is Ana Ruiz and I wait")
    assert waits.state == "REDACTED"
    codes = dict.fromkeys([gone, observed, foreign, waits], ("waiting",))
    assert bring_in(codes) == 1
    assert [row[0] for row in tags()] == [waits]


def test_comments_without_a_code_are_left_alone(initiative, bring_in):
    assert bring_in({make.make_comment(initiative, "waited"): []}) == 0
    assert bring_in({}) == 0
    assert tags() == []


def test_more_than_one_batch(initiative, bring_in, monkeypatch):
    monkeypatch.setattr(imported_tags, "BATCH", 2)
    comments = [make.make_comment(initiative, f"waited {n}") for n in range(5)]
    assert bring_in(dict.fromkeys(comments, ("waiting",))) == 5
    assert [row[0] for row in tags()] == comments
