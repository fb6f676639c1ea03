"""Every write of this app: a verb and a noun, keyword-only, one transaction."""

from initiatives.services.decision_points import (
    add_decision_point,
    edit_decision_point,
    move_decision_point,
    remove_decision_point,
    start_from_list,
)
from initiatives.services.people import (
    LastCoordinator,
    NotInvited,
    accept_invitation,
    end_role,
    give_role,
    invite,
    join_with_new_account,
    offer_role,
    revoke_invitation,
)
from initiatives.services.setup import (
    NotPossible,
    add_segment,
    edit_initiative,
    edit_segment,
    make_initiative,
    remove_segment,
    start_segments,
    starter_notice,
    write_notice,
)

__all__ = [
    "LastCoordinator",
    "NotInvited",
    "NotPossible",
    "accept_invitation",
    "add_decision_point",
    "add_segment",
    "edit_decision_point",
    "edit_initiative",
    "edit_segment",
    "end_role",
    "give_role",
    "invite",
    "join_with_new_account",
    "make_initiative",
    "move_decision_point",
    "offer_role",
    "remove_decision_point",
    "remove_segment",
    "revoke_invitation",
    "start_from_list",
    "start_segments",
    "starter_notice",
    "write_notice",
]
