"""The apps have one order, and no relation goes around it.

import-linter sees imports only. A foreign key to the right, a name that Django makes on the other
model, `get_model` and a generic relation would each be a way back that it does not see.
"""

import re

import pytest
from django.apps import apps
from django.db import models

from tests.guards.files import APPS, read, source

MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
WAYS_AROUND = re.compile(r"\bget_model\s*\(|\bGenericForeignKey\b|\bGenericRelation\b")


def relations(model: type[models.Model]) -> list[models.Field]:
    """The relations that the model declares itself to another app of ours."""
    return [
        field
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.remote_field
        and field.related_model._meta.app_label in APPS
        and field.related_model._meta.app_label != model._meta.app_label
    ]


CASES = [pytest.param(field, id=str(field)) for model in MODELS for field in relations(model)]


@pytest.mark.parametrize("field", CASES)
def test_relation_points_to_the_left(field):
    here, there = field.model._meta.app_label, field.related_model._meta.app_label
    assert APPS.index(there) < APPS.index(here)


@pytest.mark.parametrize("field", CASES)
def test_relation_leaves_no_name_on_the_other_model(field):
    assert (field.remote_field.related_name or "").endswith("+")


@pytest.mark.parametrize("name", source(*APPS))
def test_source_has_no_way_around(name):
    assert WAYS_AROUND.findall(read(name)) == []


def test_guard_knows_every_app_in_its_order():
    ours = {config.label for config in apps.get_app_configs() if config.name in APPS}
    assert ours == set(APPS)
    assert len(CASES) > 20
    linter = re.search(r'id = "layers".*?layers = \[(.*?)\]', read("pyproject.toml"), re.DOTALL)
    assert tuple(reversed(re.findall(r'"(\w+)"', linter[1]))) == APPS


def test_guard_sees_a_way_around():
    assert WAYS_AROUND.findall('apps.get_model("analysis", "Theme")') == ["get_model("]
    assert WAYS_AROUND.findall("def forget_model_name(): pass") == []
