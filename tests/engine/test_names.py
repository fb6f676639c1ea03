"""What a small group is called: a phrase that several use, or openly no name."""

import pytest

from analysis.engine import names, phrases
from analysis.engine.described import describe
from analysis.engine.records import CommentRecord

# What everybody else says.
REST = (
    "The lawyer did not call back",
    "My lawyer never called",
    "Nobody asked the children",
    "Ask the children what they want",
    "They were kind to us",
)


def said(*texts: str, **fields) -> list[CommentRecord]:
    return [CommentRecord(f"c{n:02}", text, **fields) for n, text in enumerate(texts)]


def named(*texts: str, rest=REST, **fields) -> tuple[str, bool]:
    """The words of the name of these comments, and whether it is one."""
    comments = said(*texts, **fields)
    others = [CommentRecord(f"r{n:02}", text, **fields) for n, text in enumerate(rest)]
    [(name, _)] = describe([comments], others)
    text = next(c.text for c in comments if c.id == name.place.comment)
    return text[name.place.start : name.place.end], name.is_shared


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        # A phrase beats one word that is said as often.
        (("Street lights are out", "We need street lights", "Fix the lights"), "Street lights"),
        (("The waiting room is cold", "Cold in that waiting room"), "waiting room"),
        # An ordinal, a number, a time or a verb of all work is no name, though all say it.
        (("Second visit, no ramp", "The second time no ramp again"), "ramp"),
        (("Two hours for a form", "The form took two hours"), "form"),
        (("I went to the library", "We went when the library opened"), "library"),
        # The words of one person alone name nothing.
        (("The bus is a purple dinosaur", "No bus on our road"), "bus"),
    ],
)
def test_a_small_group_is_called_by_what_several_say(texts, name):
    assert named(*texts) == (name, True)


def test_what_all_say_together_beats_its_single_words():
    texts = ("My case worker left", "A new case worker again", "Case worker number three")
    assert named(*texts)[0].lower() == "case worker"


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("Because it was very good.", "Very good", "Good"), "Because it was very good"),
        (("The first one", "First, second", "A second time"), "The first one"),
        (("All of it is fine with me, mine and yours", "Fine"), "All of it is fine with me, mine"),
        (("Potholes", "Noise at night"), "Potholes"),
    ],
)
def test_where_nothing_is_good_enough_the_closest_stands_there(texts, words):
    assert named(*texts) == (words, False)


def test_one_comment_alone_has_no_name():
    assert named("A late van made us miss court") == ("A late van made us miss court", False)


def test_what_everybody_says_names_no_group():
    assert named("The lawyer and the ramp", "A lawyer, a ramp")[0] == "ramp"


def test_several_comments_of_one_person_are_no_several_people():
    first = CommentRecord("a", "The purple ramp", submission=1)
    again = CommentRecord("b", "Our purple ramp", submission=1)
    other = CommentRecord("c", "No door at the station", submission=2)
    [(name, keywords)] = describe([[first, again, other]], said(*REST))
    assert (name.is_shared, name.place.comment) == (False, "a")
    assert keywords == ()


def test_a_name_is_not_given_twice():
    texts = ("Street lights out", "No street lights")
    groups = [said(*texts), said(*texts)]
    (one, _), (other, _) = describe(groups, said(*REST))
    assert one.stems != other.stems


def test_a_wider_name_is_said_in_two_of_its_parts():
    group = [phrases.read(c) for c in said("cold ramp", "cold ramp", "cold door", "a cold door")]
    weights = phrases.Rarity([*group, *map(phrases.read, said(*REST))]).weights(group)
    found = names.name(group, weights, parts=[1, 1, 2, 2])
    assert found.stems == {"cold"}


def test_spanish_numbers_and_times_name_nothing():
    texts = ("La segunda vez sin rampa", "Segunda visita, la rampa rota")
    assert named(*texts, rest=(), language="es") == ("rampa", True)


def test_sixty_thousand_characters_are_read_in_part():
    long = "the ramp was steep " * 4_000
    words, is_named = named(long, "A steep ramp")
    assert is_named
    assert "ramp" in words


def test_numbers_and_times_are_no_keywords_either():
    [(_, keywords)] = describe([said("Two hours for a form", "The form took two hours")])
    assert [place.end - place.start for place in keywords] == [len("form")]
