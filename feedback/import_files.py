"""The files that wait to be read: in the upload folder, with random names, for its owner alone."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from feedback.models import Import
from initiatives.tables import Unreadable

LARGEST = 50 * 1024 * 1024
PREFIX = "import-"


class Gone(Unreadable):
    """The file has been deleted here."""


def keep(chunks: Iterable[bytes], name: str) -> tuple[str, str]:
    """Store the file; returns its name below the upload folder, and its sha256.

    Raises Unreadable for a file that is too large.
    """
    folder = settings.UPLOAD_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored_as = PREFIX + secrets.token_hex(24)
    number = os.open(folder / stored_as, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "wb") as stream:
            return stored_as, _write(chunks, stream, name)
    except BaseException:
        delete(stored_as)
        raise


def _write(chunks: Iterable[bytes], stream: BinaryIO, name: str) -> str:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            raise Unreadable(
                f"“{name}” is larger than {LARGEST >> 20} MB. Split it and import the parts one "
                "after the other."
            )
        digest.update(chunk)
        stream.write(chunk)
    return digest.hexdigest()


def path_of(file: Import) -> Path:
    """Where the file is. Raises Gone when it has been deleted."""
    path = settings.UPLOAD_DIR / file.stored_as
    if not file.stored_as or not path.exists():
        raise Gone(f"“{file.name}” has been deleted here. Upload it again.")
    return path


def delete(stored_as: str) -> None:
    if stored_as:
        (settings.UPLOAD_DIR / stored_as).unlink(missing_ok=True)


def delete_older_than(moment: datetime) -> None:
    """Whatever lies in the folder from before, known to a row or not."""
    for path in settings.UPLOAD_DIR.glob(f"{PREFIX}*"):
        if path.stat().st_mtime < moment.timestamp():
            path.unlink(missing_ok=True)
