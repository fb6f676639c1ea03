"""The first account of an installation is made by a command."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db


def test_administrator_signs_in_with_the_printed_password(capsys):
    call_command("make_administrator", "Ana@Example.org", "Ana Diaz")
    user = User.objects.get()
    assert (user.email, user.name, user.is_administrator) == ("ana@example.org", "Ana Diaz", True)
    assert user.check_password(capsys.readouterr().out.strip())
    assert AuditEntry.objects.get().verb == "make_account"


def test_no_second_account_of_one_address():
    call_command("make_administrator", "ana@example.org", "Ana Diaz")
    with pytest.raises(CommandError, match="There is an account of ANA"):
        call_command("make_administrator", "ANA@example.org", "Ana")
    assert User.objects.count() == 1


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="'ana' is not an e-mail address"):
        call_command("make_administrator", "ana", "Ana")
    assert User.objects.count() == 0
