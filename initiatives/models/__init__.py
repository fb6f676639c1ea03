"""A change process: who works on it, whom it listens to, and the decisions it is about."""

from initiatives.models.initiative import DecisionPoint, Initiative, Segment
from initiatives.models.people import Invitation, Membership, Role
from initiatives.models.texts import NoticeGiven, PrivacyNotice, Text, Translation

__all__ = [
    "DecisionPoint",
    "Initiative",
    "Invitation",
    "Membership",
    "NoticeGiven",
    "PrivacyNotice",
    "Role",
    "Segment",
    "Text",
    "Translation",
]
