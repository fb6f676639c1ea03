"""Texts that come again: equal ones, pasted campaigns with small changes, and what is no copy."""

import random

from analysis.engine.duplicates import repeated
from analysis.engine.records import CommentRecord

CAMPAIGN = (
    "Please stop taking children from families only because they are poor. Give us help with "
    "rent and food first, and send a worker who speaks our language before anybody goes to court."
)
OTHER = (
    "My caseworker changed four times in one year, and every new one asked me to tell the whole "
    "story again from the start, as if nobody had written down a single word of it."
)


def groups(*texts) -> dict:
    return repeated([CommentRecord(n, text) for n, text in enumerate(texts, 1)])


def test_capitals_marks_and_spaces_make_no_other_text():
    assert groups("Thank you!", "thank  YOU", "Thank him") == {1: 1, 2: 1, 3: 3}


def test_a_pasted_text_with_a_word_changed_or_a_name_below_is_one():
    signed = f"{CAMPAIGN} Maria"
    changed = CAMPAIGN.replace("rent and food", "rent and meals")
    assert groups(CAMPAIGN, signed, OTHER, changed) == {1: 1, 2: 1, 3: 3, 4: 1}


def test_half_of_it_in_own_words_is_no_copy():
    half = CAMPAIGN[: len(CAMPAIGN) // 2] + " that is what my neighbor always says to us here"
    assert groups(CAMPAIGN, half)[2] == 2


def test_one_changed_word_makes_a_short_text_another():
    assert groups("The staff were not kind to us", "The staff were very kind to us")[2] == 2


def test_texts_without_words_are_never_the_same():
    assert groups("", "", "🙂", "🙂", "...") == {n: n for n in range(1, 6)}


def test_small_changes_do_not_chain_up():
    """Each is near to the one before; the last is far from the first."""
    words = CAMPAIGN.split()
    texts = []
    for step in range(0, len(words), 2):
        new = [f"word{n}" for n in range(step)]
        texts.append(" ".join(new + words[step:]))
    found = groups(*texts)
    assert found[len(texts)] != 1
    assert found[2] == 1


def test_the_order_of_the_input_changes_nothing():
    records = [
        CommentRecord(n, text)
        for n, text in enumerate([CAMPAIGN, OTHER, f"{CAMPAIGN} Ana", "Yes", "yes", OTHER], 1)
    ]
    shuffled = records[:]
    random.Random(3).shuffle(shuffled)
    assert repeated(shuffled) == repeated(records) == {1: 1, 2: 2, 3: 1, 4: 4, 5: 4, 6: 2}


def test_a_very_long_text_and_other_scripts():
    assert groups("word " * 12_000, "word " * 12_000, "شكرا لكم", "شكرا لكم") == {
        1: 1,
        2: 1,
        3: 3,
        4: 3,
    }
