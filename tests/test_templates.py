"""What holds for every template: the security policy refuses inline style and script."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
TAG = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
REFUSED = {
    "style attribute": re.compile(r"""\sstyle\s*=""", re.IGNORECASE),
    "event attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=""", re.IGNORECASE),
    "hx-on": re.compile(r"""\shx-on\b""", re.IGNORECASE),
    "style element": re.compile(r"""<style\b""", re.IGNORECASE),
    "inline script": re.compile(r"""<script(?![^>]*\ssrc=)""", re.IGNORECASE),
    "address of a script": re.compile(r"""=\s*["']?javascript:""", re.IGNORECASE),
}
# A mail is no page: the policy does not hold for it, and no stylesheet of ours reaches it.
ALLOWED = {"letters/letter.html": ["style element"]}


def refused(text):
    bare = TAG.sub("x", text)
    return [name for name, pattern in REFUSED.items() if pattern.search(bare)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_loads_and_holds_nothing_the_policy_refuses(name):
    get_template(name)
    assert refused((FOLDER / name).read_text()) == ALLOWED.get(name, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p style="color: red">', ["style attribute"]),
        ('<a href="/" onclick="go()">', ["event attribute"]),
        ('<form hx-on:submit="go()">', ["hx-on"]),
        ("<script>go()</script>", ["inline script"]),
        ("<script type='module'>go()</script>", ["inline script"]),
        ('<script src="/static/a.js" defer></script>', []),
        ('<a href="javascript:go()">', ["address of a script"]),
        ('{% include "x.html" with only=style %}<option value="one">on = 1</option>', []),
    ],
)
def test_guard_sees_what_it_is_for(text, found):
    assert refused(text) == found


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_short_enough_to_read(name):
    assert len((FOLDER / name).read_text().splitlines()) <= 120
