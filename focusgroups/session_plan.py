"""What a session is planned to be, apart from when: what a form gives to the services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User
from focusgroups.models import Interpreter, Place, Room, Session


@dataclass(frozen=True)
class SessionPlan:
    """Everything about a session but its group and its time; a series shares one."""

    zone: str
    minutes: int = 90
    mode: str = Session.Mode.IN_PERSON
    place: Place | None = None
    room: Room | None = None
    online_link: str = ""
    doors_minutes: int = 15
    language: str = "en"
    interpreters: tuple[Interpreter, ...] = ()
    facilitator: User | None = None
    assistant: User | None = None
    chairs: int = 10
    overbooking: int = 0
    # People can register until so many hours before the start; None: until it starts.
    closes_hours: int | None = None
    # The most places by segment number.
    quotas: dict[int, int] = field(default_factory=dict)

    @property
    def places(self) -> int:
        return self.chairs + self.overbooking

    def columns(self, starts_at: datetime) -> dict[str, object]:
        """The columns of the Session that begins at `starts_at`."""
        hours = self.closes_hours
        return {
            "starts_at": starts_at,
            "zone": self.zone,
            "minutes": self.minutes,
            "mode": self.mode,
            "place": self.place,
            "room": self.room,
            "online_link": self.online_link,
            "doors_minutes": self.doors_minutes,
            "language": self.language,
            "facilitator": self.facilitator,
            "assistant": self.assistant,
            "chairs": self.chairs,
            "overbooking": self.overbooking,
            "closes_at": None if hours is None else starts_at - timedelta(hours=hours),
        }


def plan_of(session: Session) -> SessionPlan:
    """The plan that made this session."""
    closes = session.closes_at
    until_start = None if closes is None else session.starts_at - closes
    return SessionPlan(
        zone=session.zone,
        minutes=session.minutes,
        mode=session.mode,
        place=session.place,
        room=session.room,
        online_link=session.online_link,
        doors_minutes=session.doors_minutes,
        language=session.language,
        interpreters=tuple(session.interpreters.all()),
        facilitator=session.facilitator,
        assistant=session.assistant,
        chairs=session.chairs,
        overbooking=session.overbooking,
        closes_hours=None if until_start is None else round(until_start / timedelta(hours=1)),
        quotas={quota.segment_id: quota.places for quota in session.sessionquota_set.all()},
    )
