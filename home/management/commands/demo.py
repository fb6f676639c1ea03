"""`manage.py demo`: Heard with its demo on this machine, in one command."""

import fcntl
import os
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from config import broker
from config.programs import port_is_free, programs
from config.supervisor import Supervisor
from home.demo import BUILDERS
from home.demo.sign_ins import SignIn, sign_ins
from initiatives.models import Initiative
from initiatives.wording import whole_number


class Command(BaseCommand):
    help = """Run Heard with its demo: database, data, sign-ins, broker, worker, scheduler, web.

Data stand in var/ (or $HEARD_DATA) and stay there; Ctrl-C stops all programs.

    PORT=8080 python manage.py demo
"""

    def create_parser(self, *args: object, **kwargs: object) -> ArgumentParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="8000 if unsaid")

    def handle(self, **options: object) -> None:
        port = read_port(str(options["port"]))
        os.chdir(settings.BASE_DIR)
        os.umask(0o077)
        settings.DATA_DIR.chmod(0o700)
        lock = take_lock(settings.DATA_DIR)
        if not port_is_free(port):
            raise CommandError(f"Port {port} is taken. Take another: PORT={port + 1} make demo")
        self.prepare()
        people = sign_ins(settings.DATA_DIR / "demo-sign-ins.json")
        supervisor = Supervisor(
            programs(settings.BROKER, settings.DATA_DIR, port=port), say=self.say
        )
        self.say("Starting ...")
        with lock:
            supervisor.run(on_ready=lambda: self.say(welcome(port, people)))
        self.say("Stopped.")

    def prepare(self) -> None:
        broker.prepare(settings.BROKER)
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        self.load_what_is_missing()

    def load_what_is_missing(self) -> None:
        """Each initiative comes in one transaction: an interrupted start leaves all of it or none.

        An initiative of somebody at the same address stays, and does not stop the others.
        """
        there = Initiative.objects.filter(slug__in=BUILDERS).values_list("slug", flat=True)
        missing = [slug for slug in BUILDERS if slug not in set(there)]
        if missing:
            self.say("Loading the demo (once) ...")
            call_command("load_demo", *missing, stdout=self.stdout)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def read_port(text: str) -> int:
    port = whole_number(text)
    if port is None or not 1 <= port <= 65535:
        raise CommandError(f"PORT is {text!r}; write a number from 1 to 65535.")
    return port


def take_lock(data_dir: Path):
    """Hold the data folder: two brokers on one folder would write over each other."""
    lock = open(data_dir / "demo.lock", "w")  # noqa: SIM115 (held until the command ends)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise CommandError(
            f"Heard already runs with the data in {data_dir}. Stop it there with Ctrl-C, or take "
            "another folder: HEARD_DATA=other make demo"
        ) from None
    return lock


def welcome(port: int, people: list[SignIn]) -> str:
    here = f"http://localhost:{port}"
    width = max((len(person.email) for person in people), default=0)
    return "\n".join(
        [
            "",
            f"Heard runs at    {here}/",
            f"A public page    {here}/i/family-voices/",
            f"Sign in at       {here}/accounts/login/",
            *[f"  {who.role:14} {who.email:{width}}  {who.password}" for who in people],
            "Ctrl-C stops it.",
        ]
    )
