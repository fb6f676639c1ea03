"""The language of short texts as people write them, and of texts that nobody should guess at."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.language import ENGLISH, HMONG, SOMALI, SPANISH, UNCLEAR, UNKNOWN, detect

VOICES = Path(__file__).resolve().parents[2] / "home" / "demo" / "family_voices.csv"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nobody told us about the hearing.", ENGLISH),
        ("staff was NICE and helpful", ENGLISH),
        ("Ambulance crew arrived quickly. Very reassuring.", ENGLISH),
        ("Nadie me explicó el plan.", SPANISH),
        ("Gracias por todo", SPANISH),
        ("Me quitaron a mis hijos y no sé por qué", SPANISH),
        ("Turjubaan ma jirin marka ay yimaadeen.", SOMALI),
        ("Waxay qaateen carruurtayda habeen, cidna iima sheegin sababta.", SOMALI),
        ("Muddo dheer ayaan sugnay.", SOMALI),
        ("Kuv xav tau ib tus neeg txhais lus.", HMONG),
        ("Lawv tsis hais qhia kuv tias kuv muaj cai.", HMONG),
        ("Ua tsaug ntau rau nej txoj kev pab.", HMONG),
        ("Wir haben drei Stunden gewartet und niemand hat mit uns gesprochen", UNKNOWN),
        ("Chúng tôi đã chờ ba giờ", UNKNOWN),
        ("انتظرنا ثلاث ساعات", UNKNOWN),
        ("他们没有告诉我们", UNKNOWN),
        ("Slow", UNCLEAR),
        ("👍👍", UNCLEAR),
        ("24/7", UNCLEAR),
        ("[name] [phone]", UNCLEAR),
        ("", UNCLEAR),
    ],
)
def test_the_language_of_a_text(text, code):
    assert detect(text) == code


def test_english_words_that_end_like_hmong_ones_are_english():
    assert detect("His mom has dogs, us kids had none") == ENGLISH


def test_what_was_hidden_is_nobodys_language():
    assert detect("Nadie le llamó a [name] al [phone], nunca.") == SPANISH


def test_every_comment_of_the_demo_is_read_as_it_is_marked():
    with VOICES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["key"]: detect(row["text"]) for row in rows} == {
        row["key"]: row["language"] for row in rows
    }


@given(st.text())
def test_any_text_has_an_answer(text):
    assert detect(text) in {ENGLISH, SPANISH, SOMALI, HMONG, UNKNOWN, UNCLEAR}
