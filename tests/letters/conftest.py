"""Kinds of letters that a test sets."""

from dataclasses import replace

import pytest
from django.utils import timezone

from letters import registry, services
from letters.registry import Content, Placeholder

HELLO = "Hello {{ name }}\n\nSomething waits.\n"


@pytest.fixture
def templates(settings, tmp_path):
    """A folder of templates that comes before ours."""
    folder = tmp_path / "templates"
    (folder / "letters").mkdir(parents=True)
    ours = settings.TEMPLATES[0]
    settings.TEMPLATES = [ours | {"DIRS": [folder, *ours["DIRS"]]}]
    return folder / "letters"


@pytest.fixture
def kinds(templates, monkeypatch):
    """No kind but those that a test registers by calling this."""
    monkeypatch.setattr(registry, "_kinds", {})

    def register(name, content, **more):
        """A kind whose content the test changes: the returned dict holds it under "now"."""
        (templates / f"{name}.txt").write_text(more.pop("words", HELLO))
        box = {"now": content}
        resolve = lambda subject, occasion: _made(box["now"], subject)  # noqa: E731
        registry.register(name, template=name, resolve=resolve, **more)
        return box

    return register


def _made(content, subject):
    return content(subject) if callable(content) else content


@pytest.fixture
def kind(kinds):
    """A kind of letter to members."""
    return kinds("hello", Content("maria@example.org", context={"name": "Maria"}))


MARIA = Content(
    "maria@example.org",
    name="Maria",
    words={"first_name": "Maria", "link": "https://heard.example.org/r/abc/"},
    context={"name": "Maria"},
)
PLACEHOLDERS = (
    Placeholder("first_name", "what the person is called", "Ana", "Lucía"),
    Placeholder("link", "the private link", "https://example.org/r/x/", is_required=True),
)


@pytest.fixture
def participants_kind(kinds, initiative):
    """A kind of letter to people who take part, about the initiative."""
    content = replace(MARIA, initiative=initiative.pk)
    return kinds(
        "reminder",
        content,
        words="Soon, {{ first_name }}\n\nWe meet soon.\n\nAll about it:\n{{ link }}\n",
        is_for_participants=True,
        title="Reminder",
        sent_when="the day before",
        placeholders=PLACEHOLDERS,
    )


@pytest.fixture
def initiative(db):
    from tests.factories import InitiativeFactory

    return InitiativeFactory(slug="voices", name="Family voices")


def send(now=None):
    """Run the sweep once."""
    return services.send_due_letters(now=now or timezone.now())
