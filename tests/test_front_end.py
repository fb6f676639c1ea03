"""What a participant's old phone has to load: one small stylesheet, no script, no font."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_locale import TEMPLATES, of_participants

SHEET = Path(settings.BASE_DIR) / "build" / "static" / "heard" / "participant.css"
MOST_BYTES = 25_000


@pytest.fixture(scope="module")
def sheet():
    assert SHEET.exists(), "The front end is not built: npm run build"
    return SHEET.read_bytes()


def test_the_stylesheet_is_small(sheet):
    assert 1_000 < len(gzip.compress(sheet)) < MOST_BYTES


def test_it_asks_for_no_font_and_no_other_sheet(sheet):
    text = sheet.decode()
    assert re.findall(r"@font-face|@import", text) == []
    # USWDS writes an empty address where a picture is taken away; browsers ask for nothing then.
    files = {name.strip("\"'") for name in re.findall(r"url\(([^)]*)\)", text)} - {""}
    assert [name for name in files if not name.startswith(("img/", "data:"))] == []


@pytest.mark.parametrize("name", of_participants())
def test_no_page_of_theirs_has_a_script(name):
    assert re.findall(r"<script|\.js\b", (TEMPLATES / name).read_text()) == []
