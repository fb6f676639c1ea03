"""What the engine cannot read goes to a person."""

import pytest

from analysis.engine import CommentRecord, ThemeRecord, readable, reads
from analysis.engine.embedding import USE, available

INTERPRETER = ThemeRecord("int", "Interpreters", keywords=("interpreter", "so: turjubaan*"))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("We waited.", "en", True),
        ("Esperamos.", "es-MX", True),
        ("N/A", "en", True),
        ("Waan sugnay.", "so", False),
        ("Peb tos ntev.", "hmn", False),
        ("انتظرنا", "und", False),
        ("👍👍", "en", False),
        ("?!", "en", False),
    ],
)
def test_a_comment(text, language, expected):
    assert readable(CommentRecord("c", text, language=language)) is expected


def test_keywords_in_a_language_make_it_readable():
    comment = CommentRecord("c", "Turjubaan ma jirin.", language="so")
    assert [readable(comment), readable(comment, [INTERPRETER])] == [False, True]
    assert not reads("hmn", [INTERPRETER])


def test_languages_of_an_installed_model_are_read():
    assert reads("ar") is any(model.key == USE for model in available())
