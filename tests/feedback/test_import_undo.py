"""Undoing an import leaves nothing of the file: where a column was wrong, names are words too."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.states import InvalidTransition
from feedback import services
from feedback.models import Comment
from tests.factories import InitiativeFactory, UserFactory, make_import, make_member, make_session

pytestmark = pytest.mark.django_db
SECRET = "They took Leo from school"
# The header is missing, so that a person's words are the name of a column.
HEADLESS = f"{SECRET},2\nAnother one,{SECRET} too\nThird one,{SECRET} again,more cells\n"


@pytest.fixture
def initiative():
    return InitiativeFactory()


def undo(file):
    return services.undo_import(actor=UserFactory(), import_file=file)


def everything_stored():
    with connection.cursor() as cursor:
        stored = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608, names of our tables
            stored += repr(cursor.fetchall())
    return stored


def test_words_that_a_wrong_column_made_names_go(initiative):
    file = make_import(initiative, HEADLESS, text=SECRET, segment="2")
    assert SECRET in everything_stored()
    assert file.columns["new_segments"] == [f"{SECRET} too"]
    assert undo(file) == 1
    file.refresh_from_db()
    assert (file.columns, file.failure, file.importproblem_set.count()) == ({}, "", 0)
    assert initiative.segment_set.count() == 0
    assert SECRET not in everything_stored()


def test_segments_that_something_uses_or_that_were_there_stay(initiative):
    initiative.segment_set.create(code="kin", name="Kin", order=1)
    first = "text,kind\nOne,Kin\nTwo,Parents\nThree,Youth\nFour,Nobody\nFive,Renamed\n"
    file = make_import(initiative, first, segment="kind")
    make_import(initiative, "text,kind\nSix,Parents\n", segment="kind")
    make_session(initiative, segment=initiative.segment_set.get(name="Youth"))
    initiative.segment_set.filter(name="Renamed").update(name="Workers")
    assert undo(file) == 5
    names = [segment.name for segment in initiative.segment_set.all()]
    assert names == ["Kin", "Parents", "Youth", "Workers"]


def test_what_a_person_took_back_before_keeps_no_segment(initiative):
    file = make_import(initiative, "text,kind\nOne,Parents\nTwo,Parents\n", segment="kind")
    services.withdraw_comment(
        actor=UserFactory(), comment=Comment.objects.get(row=2), reason="asked"
    )
    assert undo(file) == 1
    assert initiative.segment_set.count() == 0


def test_a_file_that_brought_segments_alone_can_be_undone(client, initiative):
    """Its rows were here before, and its wrong column made names."""
    make_import(initiative, "id,text,kind\na,One,\n", id="id")
    member = make_member(initiative, "coordinator")
    again = f"id,text,kind\na,One,{SECRET}\n"
    file = make_import(initiative, again, id="id", segment="kind", actor=member)
    assert (file.imported, file.columns["new_segments"]) == (0, [SECRET])
    client.force_login(member)
    page = reverse("feedback:import_page", args=[initiative.slug, file.pk])
    undo_url = reverse("feedback:import_undo", args=[initiative.slug, file.pk])
    assert undo_url in client.get(page).content.decode()
    client.post(undo_url)
    assert SECRET not in client.get(page).content.decode()
    assert initiative.segment_set.count() == 0
    with pytest.raises(InvalidTransition):
        undo(file)
