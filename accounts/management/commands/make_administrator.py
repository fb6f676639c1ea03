"""`manage.py make_administrator`: the first account of an installation."""

import secrets
from argparse import ArgumentParser, RawDescriptionHelpFormatter

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts import services
from accounts.models import User


class Command(BaseCommand):
    help = """Make an administrator: who makes initiatives and names their coordinators.

Prints a password, once; the person changes it after signing in.

    python manage.py make_administrator ana@example.org "Ana Diaz"
"""

    def create_parser(self, *args: object, **kwargs: object) -> ArgumentParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, email: str, name: str, **options: object) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is an account of {email} already.")
        password = secrets.token_urlsafe(15)
        services.make_account(
            actor=None, email=email, name=name, password=password, is_administrator=True
        )
        self.stdout.write(password)
