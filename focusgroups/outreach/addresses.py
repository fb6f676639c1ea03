"""Where people and partners find what they may open: addresses that can be given to them."""

from django.conf import settings

from focusgroups.links import address, token_of
from focusgroups.models import FocusGroup, Invitee, Partner
from focusgroups.registering.doors import door_of


def partner_link(partner: Partner) -> str:
    """The private page of a partner."""
    return address("focusgroups_public:partner", token_of("partner", partner))


def invitee_link(invitee: Invitee) -> str:
    """The private page on which an invited person says yes or no, in their language."""
    token = token_of("invitee", invitee)
    return address("focusgroups_public:invite", token, language=invitee.language)


def group_link(group: FocusGroup) -> str:
    """The page of a group that can be given to anybody; empty where one has to be invited."""
    door = door_of(group)
    return f"{settings.SITE_URL}{door.url()}" if door else ""


def poster_path(group: FocusGroup) -> str:
    """The poster of such a group."""
    door = door_of(group)
    return door.url("poster") if door else ""
