"""Every write of focus groups: planning, registering, the line."""

from focusgroups.services.copies import copied_starts, copy_groups, sessions_to_copy
from focusgroups.services.groups import AskedPlan, GroupPlan, change_group, make_group
from focusgroups.services.guides import get_starter_guide, make_guide
from focusgroups.services.line import decline_offer, expire_offers, offer_places, take_offer
from focusgroups.services.places import (
    InterpreterFacts,
    InUse,
    PlaceFacts,
    RoomFacts,
    remove_interpreter,
    remove_place,
    remove_room,
    save_interpreter,
    save_place,
)
from focusgroups.services.planning import (
    OtherGroup,
    cancel_session,
    close_session,
    hold_session,
    plan_session,
)
from focusgroups.services.plans import (
    Aim,
    RecruitingAim,
    SegmentAim,
    write_plan,
    write_recruiting,
)
from focusgroups.services.registrations import (
    Closed,
    Contact,
    Outcome,
    cancel_registration,
    confirm_registration,
    move_registration,
    register,
    say_late,
)
from focusgroups.services.sessions import (
    ChangedMeanwhile,
    TooFewPlaces,
    change_session,
    plan_sessions,
    plan_sessions_of,
)

__all__ = [
    "Aim",
    "AskedPlan",
    "ChangedMeanwhile",
    "Closed",
    "Contact",
    "GroupPlan",
    "InUse",
    "InterpreterFacts",
    "OtherGroup",
    "Outcome",
    "PlaceFacts",
    "RecruitingAim",
    "RoomFacts",
    "SegmentAim",
    "TooFewPlaces",
    "cancel_registration",
    "cancel_session",
    "change_group",
    "change_session",
    "close_session",
    "confirm_registration",
    "copied_starts",
    "copy_groups",
    "decline_offer",
    "expire_offers",
    "get_starter_guide",
    "hold_session",
    "make_group",
    "make_guide",
    "move_registration",
    "offer_places",
    "plan_session",
    "plan_sessions",
    "plan_sessions_of",
    "register",
    "remove_interpreter",
    "remove_place",
    "remove_room",
    "save_interpreter",
    "save_place",
    "say_late",
    "sessions_to_copy",
    "take_offer",
    "write_plan",
    "write_recruiting",
]
