"""Spanish is complete: each text of ours that a participant may meet, and nothing that is gone."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from tests.guards.files import APPS, source

TEMPLATES = Path(settings.BASE_DIR) / "templates"
CATALOGUE = Path(settings.BASE_DIR) / "locale" / "es" / "LC_MESSAGES" / "django.po"
NAMED = re.compile(r"""{%\s*(?:include|extends)\b[^%]*?["']([\w/.]+\.html)["']""")
STRING = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
CALL = re.compile(rf"\b(?:n?gettext|_)\(({STRING})(?:, ({STRING}))?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
# What asks for a text, and how many of its arguments are texts.
ASKING = {"gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}


def of_participants():
    """Templates that a page for everyone is made of: from the base and whatever they include."""
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if "participant_base.html" in NAMED.findall(path.read_text())
    }
    found |= {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("django/**/*.html")}
    waiting = list(found)
    while waiting:
        named = set(NAMED.findall((TEMPLATES / waiting.pop()).read_text())) - found
        waiting += named
        found |= named
    return sorted(found)


def asked_in_template(text):
    """(text, plural or empty) of each translate and blocktranslate."""
    return {
        tuple(ast.literal_eval(part) if part else "" for part in call)
        for call in CALL.findall(templatize(text))
    }


def asked_in_module(text):
    """The same of each call of gettext, whatever name the module imports it by."""
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name: ASKING[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in ASKING
    }
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names
    ]
    return {
        (*(argument.value for argument in call.args[: names[call.func.id]]), "")[:2]
        for call in calls
    }


def asked():
    found = set()
    for name in of_participants():
        found |= asked_in_template((TEMPLATES / name).read_text())
    for app in (*APPS, "config"):
        for path in source(app):
            found |= asked_in_module((Path(settings.BASE_DIR) / path).read_text())
    return found


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE), check_for_duplicates=True)


def in_spanish(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_pages_of_participants_are_found():
    found = of_participants()
    for name in ("participant_base.html", "404.html", "partials/help.html", "home/welcome.html"):
        assert name in found
    assert "member_base.html" not in found


def test_both_ways_of_asking_are_seen():
    template = (
        '{% load i18n %}{% translate "Next" %}{% blocktranslate trimmed count n=n %}{{ n }}\n'
        " day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    assert asked_in_template(template) == {("Next", ""), ("%(n)s day", "%(n)s days")}
    module = (
        "from django.utils.translation import gettext_lazy as _, ngettext\n"
        '_("One " "thing")\nngettext("a", "b", 2)\nother("no")\n'
    )
    assert asked_in_module(module) == {("One thing", ""), ("a", "b")}


def test_each_text_has_its_spanish_and_none_is_left_over(catalogue):
    kept = {(entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}
    wanted = asked()
    assert {"missing": sorted(wanted - kept), "left over": sorted(kept - wanted)} == {
        "missing": [],
        "left over": [],
    }
    assert [entry.msgid for entry in catalogue if not all(in_spanish(entry))] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_each_text_keeps_its_placeholders(catalogue):
    """The singular may say "one" where the plural has the number."""
    wrong = []
    for entry in catalogue:
        full = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        first = sorted(PLACEHOLDER.findall(entry.msgid))
        spanish = [sorted(PLACEHOLDER.findall(words)) for words in in_spanish(entry)]
        wanted = [first, full] if entry.msgid_plural else [full]
        if spanish != wanted:
            wrong.append(entry.msgid)
    assert wrong == []


def test_spanish_is_spanish(catalogue):
    """A text that was copied over is not translated. What is the same in both stands here."""
    same = {entry.msgid for entry in catalogue if entry.msgid in in_spanish(entry)}
    assert same == {"No"}
