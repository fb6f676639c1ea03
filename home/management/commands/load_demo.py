"""`manage.py load_demo`: both initiatives of the demo, built anew."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter

from django.core.management import BaseCommand, CommandError

from feedback.models import Comment
from home.demo import BUILDERS
from home.demo.building import NotOurs, tasks_at_once


class Command(BaseCommand):
    help = """Build the initiatives of the demo anew, the same each time.

What was changed in them is lost; nothing else is touched. An initiative at one of their addresses
that this command did not make is refused. No broker has to run. Each is built in one transaction.

Examples:
  manage.py load_demo
  manage.py load_demo family-voices
"""

    def create_parser(self, *args: object, **kwargs: object) -> ArgumentParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = " or ".join(BUILDERS)
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help=f"{names}; all if unsaid")

    def handle(self, *, slugs: list[str], **options: object) -> None:
        for slug in slugs:
            if slug not in BUILDERS:
                raise CommandError(f"“{slug}” is not of the demo. Take {' or '.join(BUILDERS)}.")
        refused = [str(refusal) for slug in slugs or BUILDERS if (refusal := self.build(slug))]
        if refused:
            raise CommandError(" ".join(refused))

    def build(self, slug: str) -> NotOurs | None:
        """Build one of them; the other goes on where one is refused."""
        try:
            with tasks_at_once():
                initiative = BUILDERS[slug]()
        except NotOurs as refusal:
            return refusal
        comments = Comment.objects.standing().filter(initiative=initiative).count()
        self.stdout.write(f"{slug}: {comments} comments")
        return None
