"""Each model has one word, and the word has one meaning: docs/glossary.md."""

import re

import pytest
from django.apps import apps

from tests.guards.files import APPS, read

MODELS = [
    (model.__name__, model._meta.app_label)
    for model in apps.get_models()
    if model._meta.app_label in APPS
]


def entries() -> dict[str, str]:
    """Word to the app that owns it, from lines such as `- **Theme** (analysis): ...`."""
    found = re.findall(r"^- \*\*(.+?)\*\* \((\w+)\): \S", read("docs/glossary.md"), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize(("model", "app"), MODELS)
def test_model_stands_in_the_glossary_under_its_app(model, app):
    assert entries().get(model) == app


def test_each_word_stands_once():
    words = re.findall(r"^- \*\*(.+?)\*\*", read("docs/glossary.md"), re.MULTILINE)
    assert sorted(words) == sorted(set(words))
