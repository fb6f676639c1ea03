"""The three secrets of an installation, kept outside the database.

`secret` signs sessions, `fields` encrypts what people said, `hashes` makes receipts and look-ups.
An agency sets HEARD_SECRET_KEY, HEARD_FIELD_KEYS and HEARD_HASH_KEY (or the same with `_FILE`).
Where none is set, the first start makes them in the data folder, readable by its owner alone.
Losing `fields` loses every comment: the administrators' guide says how to keep it.
"""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from config import env

MAKERS = {
    "secret": lambda: secrets.token_urlsafe(64),
    "fields": lambda: Fernet.generate_key().decode(),
    "hashes": lambda: secrets.token_hex(32),
}
VARIABLES = {
    "secret": "HEARD_SECRET_KEY",
    "fields": "HEARD_FIELD_KEYS",
    "hashes": "HEARD_HASH_KEY",
}


def read_or_make(folder: Path, name: str) -> str:
    """The secret `name`, from the environment, or from its file, which is made when missing."""
    if given := env.text(VARIABLES[name], ""):
        return given
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name}.key"
    try:
        # O_EXCL: of two processes that start at once, one makes the key and both read that one.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(MAKERS[name]())
    return path.read_text(encoding="ascii").strip()
