"""Every write of letters: writing them down, sending, stopping, rewording, calling, mending."""

from letters.services.calling import (
    note_no_answer,
    note_no_more,
    note_not_needed,
    note_reached,
    put_back,
)
from letters.services.mending import (
    note_bounce,
    put_aside,
    read_bounces,
    try_again,
    try_all_again,
)
from letters.services.queue import send_later, send_many_later
from letters.services.rewording import back_to_our_words, save_words, send_test
from letters.services.sending import send_due_letters, send_letter
from letters.services.stopping import is_stopped, start_again, stop

__all__ = [
    "back_to_our_words",
    "is_stopped",
    "note_bounce",
    "note_no_answer",
    "note_no_more",
    "note_not_needed",
    "note_reached",
    "put_aside",
    "put_back",
    "read_bounces",
    "save_words",
    "send_due_letters",
    "send_later",
    "send_letter",
    "send_many_later",
    "send_test",
    "start_again",
    "stop",
    "try_again",
    "try_all_again",
]
