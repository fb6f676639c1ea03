"""What tests of planning share: a place with rooms, people, and a form as a browser sends it."""

from datetime import UTC, datetime

from focusgroups.models import FocusGroup, Place, Registration, Room, Session
from focusgroups.sessions.forms import SessionForm
from tests.factories import SegmentFactory, SessionFactory

# A Tuesday, 6 PM in Chicago; far enough that it is to come.
START = datetime(2090, 11, 8, 0, tzinfo=UTC)
ZONE = "America/Chicago"


def make_group(initiative, name="Kin", **fields):
    segment = fields.pop("segment", None) or SegmentFactory(initiative=initiative)
    return FocusGroup.objects.create(initiative=initiative, name=name, segment=segment, **fields)


def make_room(initiative, name="Hall", place="Library", chairs=12):
    place, _ = Place.objects.get_or_create(initiative=initiative, name=place)
    return Room.objects.create(place=place, name=name, chairs=chairs)


def make_meeting(group, **fields):
    """A session of a group that is there, at START."""
    room = fields.get("room")
    place = {"place": room.place} if room else {}
    return SessionFactory(group=group, **{"starts_at": START} | place | fields)


def register(session, number, **fields):
    """So many people with a place, written down without a letter."""
    first = Registration.objects.filter(session=session).count() + 1
    return [
        Registration.objects.create(
            session=session, position=n, **{"state": "REGISTERED", "name": f"P{n}"} | fields
        )
        for n in range(first, first + number)
    ]


def new_form(group=None, **fields):
    """What a browser sends to plan sessions: Tuesday 7 November 2090, 6 to 7:30 PM."""
    values = {
        "group": group.pk if group else "",
        "new_group": "",
        "segment": "",
        "date": "2090-11-07",
        "time": "18:00",
        "until": "19:30",
        "zone": ZONE,
        "repeat": "once",
        "times": "4",
        "mode": "IN_PERSON",
        "where": "",
        "online_link": "",
        "doors_minutes": "15",
        "language": "en",
        "facilitator": "",
        "assistant": "",
        "chairs": "8",
        "overbooking": "0",
        "closes_hours": "",
    }
    return values | fields


def edit_form(session, **fields):
    """What a browser sends after opening the form of a session and changing some fields."""
    session = Session.objects.get(pk=session.pk)
    form = SessionForm(initiative=session.group.initiative, session=session)
    values = {}
    for name, field in form.fields.items():
        value = form[name].value()
        value = "" if value is None else value
        values[name] = value
        if field.show_hidden_initial:
            values[f"initial-{name}"] = value
    return values | fields
