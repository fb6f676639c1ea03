"""New themes in comments: every id once, the same themes whatever the order, minor ones kept."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import clusters, embedding
from analysis.engine.discovery import Discovery, discover, not_covered
from analysis.engine.records import CommentRecord, ThemeRecord

BOWLING_GREEN = Path(__file__).parents[2] / "benchmarks/data/polis_bowling_green/comments.csv"
# Nothing is installed: words alone.
WORDS = {}
SAID = (
    "The van was late again",
    "The van never came",
    "Our van was two hours late",
    "The lawyer did not call back",
    "My lawyer never called",
    "No lawyer came to court",
    "Nobody asked the children",
    "Ask the children what they want",
    "The children were never asked",
)


def said(*texts: str, **fields) -> list[CommentRecord]:
    return [CommentRecord(f"c{n:02}", text, **fields) for n, text in enumerate(texts)]


def together(found: Discovery) -> list[set]:
    return [set(theme.comments) for theme in found.themes]


def words(comments, place) -> str:
    text = next(c.text for c in comments if c.id == place.comment)
    return text[place.start : place.end]


@pytest.fixture(scope="module")
def residents() -> list[CommentRecord]:
    """Statements of Bowling Green; the segment is the author's opinion group."""
    with BOWLING_GREEN.open(encoding="utf-8", newline="") as file:
        return [CommentRecord(**row) for row in csv.DictReader(file)]


@pytest.fixture(scope="module", params=["words", "weights"])
def made_of(request, residents):
    """The vectors of those comments, made once: none, and by the weights."""
    if request.param == "words":
        return WORDS
    if not embedding.available():
        pytest.skip("no weights are installed")
    return embedding.vectors_of(_with_few(residents))


def _with_few(residents) -> list[CommentRecord]:
    """Two hundred of the one group who speak of other things, and those three."""
    others = [c for c in residents if c.segment == "0" and "recycl" not in c.text.lower()]
    return [*others[:200], *_recycling(residents)]


def _recycling(residents) -> list[CommentRecord]:
    """What three people of the other group say about one thing."""
    wanted = {"536", "578", "471"}
    return [c for c in residents if c.id in wanted]


def test_what_belongs_together_is_one_theme():
    comments = said(*SAID)
    found = discover(comments, 3, vectors=WORDS)
    assert sorted(map(sorted, together(found))) == [
        ["c00", "c01", "c02"],
        ["c03", "c04", "c05"],
        ["c06", "c07", "c08"],
    ]
    assert found.unplaced == ()
    assert (found.was_set, found.features) == (True, ("words",))


def test_themes_are_described_by_words_that_somebody_said():
    comments = said(*SAID)
    found = discover(comments, 3, vectors=WORDS)
    by_first = {min(theme.comments): theme for theme in found.themes}
    assert "van" in words(comments, by_first["c00"].name)
    assert words(comments, by_first["c03"].keywords[0]) == "lawyer"
    closest = by_first["c06"].closest
    assert {e.comment for e in closest} == {"c06", "c07", "c08"}
    assert all(words(comments, e) in SAID for e in closest)


def test_what_three_people_of_a_small_segment_say_is_offered(residents, made_of):
    comments, few = _with_few(residents), _recycling(residents)
    assert len({c.submission for c in few}) == 3
    found = discover(comments, vectors=made_of)
    [theme] = [t for t in found.themes if {c.id for c in few} <= set(t.comments)]
    assert len(theme.comments) <= 2 * len(few)
    assert dict(theme.segments)["1"] == 3
    assert "recycling" in " ".join(words(comments, place) for place in theme.keywords).lower()


def test_it_is_offered_where_few_themes_are_asked_for(residents, made_of):
    """Two themes among two hundred comments have no place for three of them."""
    few = {c.id for c in _recycling(residents)}
    found = discover(_with_few(residents), 3, vectors=made_of)
    assert [t.segment for t in found.themes if few <= set(t.comments)] == ["1"]
    assert len(found.themes) == 3


def test_the_segment_of_the_majority_has_no_minor_themes():
    comments = [*said(*SAID, segment="parents"), CommentRecord("z", "Thank you", segment="kin")]
    assert {t.segment for t in discover(comments, 1, vectors=WORDS).themes} == {""}


def test_a_pasted_text_counts_once():
    paste = [CommentRecord(f"p{n}", "KEEP the van!" if n % 2 else "keep the van") for n in range(9)]
    found = discover([*said(*SAID), *paste], 3, vectors=WORDS)
    [theme] = [t for t in found.themes if "p0" in t.comments]
    assert {"c00", "c01", "c02", *(p.id for p in paste)} == set(theme.comments)
    assert theme.texts == 4


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["The van was late"],
        ["None", "N/A", "😀😀", " "],
        ["The van was late", "the van was LATE!"],
        ["and", "or", "the"],
    ],
)
def test_without_two_texts_that_say_something_nothing_is_placed(texts):
    comments = said(*texts)
    found = discover(comments, vectors=WORDS)
    assert found.themes == found.wider == ()
    assert found.unplaced == tuple(c.id for c in comments)


def test_odd_comments_are_an_answer_and_no_fault():
    long = "the van was late " * 4000
    odd = said(
        *SAID, long, "مرحبا بكم في المدينة", "WHY WAS NOBODY ASKED", "asdf jkl qwer", "\n\t "
    )
    odd.append(CommentRecord("so", "Qareenka waan u mahadcelinayaa", language="so"))
    found = discover(odd, vectors=WORDS)
    placed = [id_ for theme in found.themes for id_ in theme.comments]
    assert sorted([*placed, *found.unplaced]) == sorted(c.id for c in odd)
    longest = max(e.end - e.start for t in found.themes for e in (*t.closest, *t.different))
    assert longest <= 300


def test_impressions_are_not_looked_at():
    comments = [*said(*SAID), CommentRecord("seen", "The van was late", voice="OBSERVED")]
    assert "seen" in discover(comments, vectors=WORDS).unplaced


def test_more_themes_than_texts_are_as_many_as_there_are_texts():
    found = discover(said(*SAID[:3]), 50, vectors=WORDS)
    assert len(found.themes) == 3


def test_a_number_below_one_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        discover(said(*SAID), 0, vectors=WORDS)


def test_wider_themes_hold_each_theme_once():
    comments = said(*SAID)
    found = discover(comments, 9, vectors=WORDS)
    below = [n for wider in found.wider for n in wider.themes]
    assert sorted(below) == list(range(len(found.themes)))
    assert len(found.wider) == 3
    for number, wider in enumerate(found.wider):
        assert {found.themes[n].group for n in wider.themes} == {number}


def test_what_the_codebook_covers_is_not_new():
    late = ThemeRecord("late", "Late", keywords=("late",))
    left = not_covered(said(*SAID), [late])
    assert [c.id for c in left] == ["c01", "c03", "c04", "c05", "c06", "c07", "c08"]


TEXTS = st.lists(
    st.sampled_from([*SAID, "None", "😀", "", "van", "Van!", "2026", "Ask the lawyer"]), max_size=14
)


@settings(max_examples=25, deadline=None)
@given(texts=TEXTS, data=st.data(), number=st.none() | st.integers(1, 5))
def test_each_id_stands_once_and_the_order_makes_no_difference(texts, data, number):
    comments = [
        CommentRecord(n, text, segment="ab"[n % 3 == 0], submission=n // 2)
        for n, text in enumerate(texts)
    ]
    found = discover(comments, number, vectors=WORDS)
    placed = [id_ for theme in found.themes for id_ in theme.comments]
    assert sorted([*placed, *found.unplaced]) == list(range(len(texts)))
    assert discover(data.draw(st.permutations(comments)), number, vectors=WORDS) == found
    by_id = {c.id: c for c in comments}
    for theme in found.themes:
        for place in (theme.name, *theme.keywords, *theme.closest, *theme.different):
            assert place.comment in theme.comments
            assert 0 <= place.start < place.end <= len(by_id[place.comment].text)
        assert sum(count for _, count in theme.segments) <= len(theme.comments)


def test_vectors_are_taken_in_the_order_of_their_comments():
    comments = said(*SAID)
    rows = np.zeros((9, 3), dtype=np.float32)
    rows[np.arange(9), np.arange(9) % 3] = 1
    found = discover(comments, 3, vectors={"any": rows})
    assert sorted(map(sorted, together(found))) == [
        ["c00", "c03", "c06"],
        ["c01", "c04", "c07"],
        ["c02", "c05", "c08"],
    ]
    backwards = discover(comments[::-1], 3, vectors={"any": rows[::-1]})
    assert backwards == found


def test_of_many_rows_a_part_makes_the_tree_and_the_others_join(monkeypatch):
    random = np.random.default_rng(1)
    places = np.repeat(np.eye(6), 40, axis=0) + random.normal(0, 0.05, (240, 6))
    whole = clusters.group(clusters.unit(places), 6)
    monkeypatch.setattr(clusters, "TREE_AT_MOST", 60)
    part = clusters.group(clusters.unit(places), 6)
    pairs = set(zip(whole.tolist(), part.tolist(), strict=True))
    assert len(pairs) == 6


def test_progress_is_told():
    told = []
    discover(said(*SAID), 2, progress=lambda done, total: told.append((done, total)))
    assert told == ([(9, 9)] if embedding.available() else [])
