"""Accounts: made, closed, opened again. They are never deleted: decisions hang on them."""

from django.db import transaction

from accounts import audit
from accounts.models import User


class NotClosed(ValueError):
    """An account that has to stay open. The message says why."""


@transaction.atomic
def make_account(
    *,
    actor: User | None,
    email: str,
    name: str,
    password: str | None,
    is_administrator: bool = False,
) -> User:
    """An account; without a password nobody can sign in until one is set."""
    user = User.objects.create_user(
        email, password, name=name.strip(), is_administrator=is_administrator
    )
    audit.record(actor=actor or user, verb="make_account", subject=user, initiative=None)
    return user


@transaction.atomic
def rename(*, actor: User, name: str) -> None:
    """A person changes how they are called."""
    actor.name = name.strip()
    actor.save(update_fields=["name"])
    audit.record(actor=actor, verb="rename", subject=actor, initiative=None)


@transaction.atomic
def close_account(*, actor: User, user: User) -> None:
    """The person cannot sign in any more, and is signed out at their next click."""
    if user.pk == actor.pk:
        raise NotClosed("You cannot close your own account. Ask another administrator.")
    _set_active(actor, user, False, "close_account")


@transaction.atomic
def open_account(*, actor: User, user: User) -> None:
    """The person can sign in again, with the roles that were not ended."""
    _set_active(actor, user, True, "open_account")


def _set_active(actor: User, user: User, is_active: bool, verb: str) -> None:
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active == is_active:
        return
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    audit.record(actor=actor, verb=verb, subject=user, initiative=None)
