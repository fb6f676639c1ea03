"""Figures: every mark stands inside, and the title says every number."""

from hypothesis import given
from hypothesis import strategies as st

from initiatives import figures
from initiatives.figures import Share

RADIUS = 5.5


@st.composite
def shares(draw) -> Share:
    of = draw(st.integers(0, 1_000_000))
    raised = draw(st.integers(0, of))
    share = raised / of if of else 0.0
    low, high = draw(st.floats(0, share)), draw(st.floats(share, 1))
    return Share(draw(st.text(max_size=60)), raised, of, low, high)


@given(st.lists(shares(), max_size=50))
def test_marks_stand_inside_the_view_box(rows):
    figure = figures.dots("Shares", rows)
    assert len(figure.rows) == len(rows)
    for row in figure.rows:
        assert 0 < row.y - RADIUS < row.y + RADIUS < figure.axis_end < figure.height
        assert figure.left <= row.x_low <= row.x <= row.x_high <= round(figure.right, 1)
        # Its count stands right of the axis and of a dot at its end.
        assert len(row.share.count) * 6 + RADIUS < figure.width - figure.right
        assert len(row.lines) <= 2
        assert all(len(line) <= figures.LABEL for line in row.lines)


@given(st.lists(shares(), min_size=1, max_size=20))
def test_title_says_every_number(rows):
    said = ", ".join(f"{row.label} {row.raised:,} of {row.of:,}" for row in rows)
    assert figures.dots("Shares", rows).title == f"Shares: {said}"


def test_a_figure_of_nothing_has_a_title_without_numbers():
    figure = figures.dots("Shares", [])
    assert (figure.title, figure.rows) == ("Shares", ())


def test_dots_stand_where_their_share_is():
    none, half, every = figures.dots(
        "Shares",
        [Share("a", 0, 8, 0, 0.3), Share("b", 4, 8, 0.2, 0.8), Share("c", 8, 8, 0.7, 1)],
    ).rows
    figure = figures.dots("Shares", [])
    assert [none.x, half.x, every.x] == [figure.left, figure.middle, figure.right]
    assert none.y < half.y < every.y


def test_long_labels_take_two_lines_and_then_end():
    [row] = figures.dots(
        "Shares", [Share("Relatives and kinship caregivers who wait for a licence", 1, 2, 0, 1)]
    ).rows
    assert row.lines == ("Relatives and", "kinship…")


@given(shares(), st.text(max_size=150), st.text(max_size=200))
def test_a_sheet_holds_the_figure_and_every_line(row, heading, note):
    sheet = figures.sheet("Shares", [row], heading=heading, note=note)
    ys = [y for y, _ in (*sheet.above, *sheet.below)]
    assert ys == sorted(ys)
    assert all(0 < y < sheet.height for y in ys)
    assert all(y <= sheet.top for y, _ in sheet.above)
    assert all(y > sheet.top + sheet.figure.height for y, _ in sheet.below)
    assert sheet.margin + sheet.figure.width < sheet.width
    assert " ".join(line for _, line in sheet.below).split() == note.split()


@given(st.lists(st.integers(0, 100_000), max_size=300))
def test_columns_stand_inside_and_what_is_not_nothing_is_seen(values):
    figure = figures.columns("Months", values)
    assert len(figure.columns) == len(values)
    assert 0 <= figure.end <= figure.width
    for column, value in zip(figure.columns, values, strict=True):
        assert column.x >= 0
        assert round(column.x + column.width, 1) <= figure.width
        assert column.width >= 1
        assert column.y >= 0
        assert round(column.y + column.height, 1) == figure.height
        assert (column.height >= 2) == (value > 0)


def test_the_largest_column_is_as_high_as_the_chart():
    figure = figures.columns("Months", [1, 4, 0])
    assert [column.height for column in figure.columns] == [6, 24, 0]
    assert [column.x for column in figure.columns] == [0, 12, 24]


PEOPLE = st.integers(0, 100_000)


@given(st.lists(st.builds(figures.Progress, st.text(max_size=60), PEOPLE, PEOPLE, PEOPLE)))
def test_bars_stand_inside_and_are_as_long_as_their_numbers(rows):
    figure = figures.bars("People", rows)
    assert [bar.progress for bar in figure.rows] == rows
    room = figure.width - figure.left
    for bar in figure.rows:
        longest = max(bar.expected, bar.target - figure.left)
        assert 0 <= longest < room - len(bar.progress.count) * figures.DIGIT
        assert 0 < bar.y < figure.height
        assert (bar.expected > bar.target - figure.left + 0.2) <= (
            bar.progress.expected > bar.progress.target
        )


def test_the_title_of_bars_says_every_number():
    rows = [figures.Progress("Kin", 5, 15, 32), figures.Progress("Youth", 0, 0, 24)]
    assert figures.bars("People", rows).title == "People: Kin 15 of 32, Youth 0 of 24"
