"""Where an invitation is handed over to be sent.

`letters` stands to the right, so this app cannot call it. The app that gathers from all others
says at start-up who takes an invitation (`home.apps`); until then sending is an error, not silence.
"""

from collections.abc import Callable

from initiatives.models import Invitation

Sender = Callable[[Invitation], None]

_senders: list[Sender] = []


def set_sender(sender: Sender) -> None:
    """Say who writes down that an invitation is to be sent."""
    _senders[:] = [sender]


def send(invitation: Invitation) -> None:
    """Hand an invitation over, inside the transaction that made it."""
    if not _senders:
        raise RuntimeError(
            "Nobody takes invitations: initiatives.outbox.set_sender was not called."
        )
    _senders[0](invitation)
