"""Planned groups, who is to come, and what they need."""

from focusgroups.models.accommodations import Accommodation, Stipend
from focusgroups.models.groups import EligibilityQuestion, FocusGroup
from focusgroups.models.guides import Guide, GuideQuestion
from focusgroups.models.outreach import Invitee, Partner
from focusgroups.models.places import Interpreter, Place, Room
from focusgroups.models.plans import Recruiting, SegmentPlan, Target
from focusgroups.models.polls import TimePoll, TimePollAnswer, TimePollPerson, TimePollTime
from focusgroups.models.registrations import Registration, RegistrationMove
from focusgroups.models.sessions import CalendarFeed, Session, SessionChange, SessionQuota

__all__ = [
    "Accommodation",
    "CalendarFeed",
    "EligibilityQuestion",
    "FocusGroup",
    "Guide",
    "GuideQuestion",
    "Interpreter",
    "Invitee",
    "Partner",
    "Place",
    "Recruiting",
    "Registration",
    "RegistrationMove",
    "Room",
    "SegmentPlan",
    "Session",
    "SessionChange",
    "SessionQuota",
    "Stipend",
    "Target",
    "TimePoll",
    "TimePollAnswer",
    "TimePollPerson",
    "TimePollTime",
]
