"""Every write of focus groups: planning, registering, the line."""

from focusgroups.services.guides import get_starter_guide, make_guide
from focusgroups.services.line import decline_offer, expire_offers, offer_places, take_offer
from focusgroups.services.planning import (
    OtherGroup,
    cancel_session,
    change_session,
    close_session,
    hold_session,
    plan_session,
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

__all__ = [
    "Closed",
    "Contact",
    "OtherGroup",
    "Outcome",
    "cancel_registration",
    "cancel_session",
    "change_session",
    "close_session",
    "confirm_registration",
    "decline_offer",
    "expire_offers",
    "get_starter_guide",
    "hold_session",
    "make_guide",
    "move_registration",
    "offer_places",
    "plan_session",
    "register",
    "say_late",
    "take_offer",
]
