"""Every write of letters: writing them down, sending, stopping, rewording, calling, mending."""

from letters.services.queue import send_later, send_many_later
from letters.services.sending import send_due_letters, send_letter
from letters.services.stopping import is_stopped, start_again, stop

__all__ = [
    "is_stopped",
    "send_due_letters",
    "send_later",
    "send_letter",
    "send_many_later",
    "start_again",
    "stop",
]
