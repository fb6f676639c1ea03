"""The line as a rule: never more than the places, in order, within the quotas, nobody passed by."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from focusgroups.slots import Room, Waiting, gets_a_place, next_in_line

segments = st.sampled_from([None, 1, 2, 3])
lines = st.lists(segments, max_size=12).map(
    lambda found: [Waiting(number, segment) for number, segment in enumerate(found, 1)]
)
quotas = st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(0, 5))


@st.composite
def rooms(draw):
    """A room as it may be: also one that holds more than its places or quotas, since both can be
    lowered below what was given.
    """
    held = draw(st.lists(segments, max_size=10))
    return Room(draw(st.integers(0, 12)), draw(quotas), held)


def after(room: Room, line, offered) -> list:
    """The segments that hold a place when all who are offered one have it."""
    by_id = {person.id: person.segment for person in line}
    return [*room.held, *(by_id[pk] for pk in offered)]


@given(rooms(), lines)
def test_no_more_places_are_held_than_there_are(room, line):
    offered = next_in_line(room, line)
    assert len(offered) <= max(0, room.places - len(room.held))


@given(rooms(), lines)
def test_quotas_are_kept(room, line):
    offered = next_in_line(room, line)
    before, then = Counter(room.held), Counter(after(room, line, offered))
    over = {
        segment
        for segment, most in room.quotas.items()
        if then[segment] > most and then[segment] > before[segment]
    }
    assert over == set()


@given(rooms(), lines)
def test_the_order_is_kept_and_nobody_is_offered_two(room, line):
    offered = next_in_line(room, line)
    assert offered == sorted(set(offered))


@given(rooms(), lines)
def test_only_a_full_quota_of_their_own_passes_somebody_by(room, line):
    """Whoever waits still, waits since all places are held, or all of their segment."""
    offered = next_in_line(room, line)
    full = Room(room.places, room.quotas, after(room, line, offered))
    waiting = [person for person in line if person.id not in offered]
    assert [person for person in waiting if full.has_place_for(person.segment)] == []


@given(rooms(), lines)
def test_who_is_offered_a_place_had_room_when_all_before_them_had_theirs(room, line):
    offered = next_in_line(room, line)
    for number, pk in enumerate(offered):
        [person] = [each for each in line if each.id == pk]
        before = Room(room.places, room.quotas, after(room, line, offered[:number]))
        assert before.has_place_for(person.segment)


@given(rooms(), lines)
def test_offering_again_offers_nothing_new(room, line):
    offered = next_in_line(room, line)
    full = Room(room.places, room.quotas, after(room, line, offered))
    assert next_in_line(full, [person for person in line if person.id not in offered]) == []


@given(rooms(), lines, segments)
def test_who_comes_now_takes_nothing_from_those_who_wait(room, line, segment):
    """With the newcomer at the end of the line the same people are offered a place as without."""
    newcomer = Waiting(99, segment)
    with_them = next_in_line(room, [*line, newcomer])
    assert [pk for pk in with_them if pk != 99] == next_in_line(room, line)
    assert gets_a_place(room, line, segment) == (99 in with_them)


@given(st.integers(0, 12), lines)
def test_without_quotas_the_first_in_line_come_first(places, line):
    assert next_in_line(Room(places, {}, []), line) == [p.id for p in line][:places]
