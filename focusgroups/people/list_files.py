"""The file of a list of people while it is looked at: with a random name, for its owner alone.

It is deleted as soon as its people are in, and by the sweep after a day at the latest.
"""

import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from initiatives.tables import Unreadable

LARGEST = 10 * 1024 * 1024
PREFIX = "people-"


def keep(chunks: Iterable[bytes], name: str) -> str:
    """Store the file; returns its name below the upload folder. Raises Unreadable: too large."""
    folder = settings.UPLOAD_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored_as = PREFIX + secrets.token_hex(24)
    number = os.open(folder / stored_as, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    size = 0
    with os.fdopen(number, "wb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                break
            stream.write(chunk)
    if size > LARGEST:
        delete(stored_as)
        raise Unreadable(f"“{name}” is larger than {LARGEST >> 20} MB. Split it.")
    return stored_as


def path_of(stored_as: str, name: str) -> Path:
    """Where the file is. Raises Unreadable when it has been deleted."""
    path = settings.UPLOAD_DIR / stored_as
    if not stored_as.startswith(PREFIX) or "/" in stored_as or not path.exists():
        raise Unreadable(f"“{name}” has been deleted here. Upload it again.")
    return path


def delete(stored_as: str) -> None:
    if stored_as.startswith(PREFIX) and "/" not in stored_as:
        (settings.UPLOAD_DIR / stored_as).unlink(missing_ok=True)


def delete_older_than(moment: datetime) -> None:
    """Lists that somebody began to look at and left."""
    for path in settings.UPLOAD_DIR.glob(f"{PREFIX}*"):
        if path.stat().st_mtime < moment.timestamp():
            path.unlink(missing_ok=True)
