"""The programs of an installation: broker, web, worker, scheduler. The supervisor keeps them."""

import http.client
import os
import socket
import sys
from pathlib import Path

from config.broker import Broker
from config.supervisor import Program

CELERY = (sys.executable, "-m", "celery", "-A", "config")


def programs(broker: Broker, data_dir: Path, *, port: int) -> list[Program]:
    """What is started, in this order; the broker only where it is ours to start."""
    environ = dict(os.environ, PORT=str(port), DJANGO_SETTINGS_MODULE="config.settings")
    environ.setdefault("HEARD_SITE_URL", f"http://localhost:{port}")

    def program(name: str, *command: str, **options: object) -> Program:
        return Program(name, command, data_dir / "log" / f"{name}.log", environ, **options)

    found = [
        # First, since a person waits for it and the others would compete with its start.
        program(
            "web",
            *(sys.executable, "-m", "gunicorn", "-c", "config/webserver.py", "config.wsgi"),
            ready=lambda: web_answers(port),
            patience=60.0,
        ),
        # Without gossip and mingle: there is one worker, it has nobody to talk to.
        program(
            "worker",
            *(*CELERY, "worker", "--concurrency", "2", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--hostname", "heard@localhost"),
        ),
        # A process of its own: a scheduler inside a worker (-B) stays dead when it dies.
        program("scheduler", *CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""),
    ]
    if broker.command:
        ready = broker_answers(broker)
        found.insert(0, program("broker", *broker.command, ready=ready, patience=15.0))
    return found


def web_answers(port: int) -> bool:
    """Whether the web server gives any answer at all."""
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        caller.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        caller.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        caller.close()
    return True


def broker_answers(broker: Broker):
    """A function that says whether the broker's socket file takes calls."""

    def answers() -> bool:
        with socket.socket(socket.AF_UNIX) as caller:
            return caller.connect_ex(str(broker.socket)) == 0

    return answers


def port_is_free(port: int) -> bool:
    with socket.socket() as listener:
        # As the web server does it: a port that was closed a moment ago counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
