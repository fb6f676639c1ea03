"""Passwords of the people of the demo: random per installation, shown at each start."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from accounts import audit
from accounts.models import User
from home.demo.people import demo_people

# Without letters and digits that look alike.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SignIn:
    """How to sign in as one role of the demo."""

    role: str
    email: str
    password: str


def sign_ins(path: Path) -> list[SignIn]:
    """One sign-in per role, made at the first call and kept in `path` for its owner alone.

    A person who has no password yet gets the one that is kept, so a new database goes on with
    the sign-ins that were shown before.
    """
    kept = _read(path)
    with transaction.atomic():
        people = demo_people()
        found = [SignIn(role, user.email, _password(user, kept)) for role, user in people.items()]
    _write(path, found)
    return found


def _password(user: User, kept: dict[str, str]) -> str:
    password = kept.get(user.email)
    if password is None or not user.has_usable_password():
        password = password or new_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(actor=None, verb="set_password", subject=user, initiative=None)
    return password


def new_password() -> str:
    """Twelve random characters in groups of four (59 bits), easy to read and to type."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def _read(path: Path) -> dict[str, str]:
    try:
        return {row["email"]: row["password"] for row in json.loads(path.read_text("utf-8"))}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def _write(path: Path, rows: list[SignIn]) -> None:
    """Written whole beside the old file and put in its place, readable by nobody else."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump([vars(row) for row in rows], file, indent=1)
    fresh.replace(path)
