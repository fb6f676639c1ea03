"""`manage.py demo`: what it prints, what it loads, and that it leaves nothing running."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from io import StringIO

import psutil
import pytest
from django.core.management import CommandError

from accounts.models import AuditEntry, User
from home import demo
from home.demo.people import PEOPLE
from home.demo.sign_ins import sign_ins
from home.management.commands import demo as command
from tests.factories import InitiativeFactory
from tests.guards.files import ROOT

PATIENCE = 120  # seconds until a test fails that would otherwise wait for ever
EMAILS = [person.email for person in PEOPLE]
ROLES = ["administrator", "coordinator", "facilitator", "analyst", "approver", "reader"]


@pytest.mark.django_db
def test_there_is_one_sign_in_per_role_the_same_at_each_start(tmp_path):
    path = tmp_path / "sign-ins.json"
    first = sign_ins(path)
    assert [who.role for who in first] == ROLES
    assert sign_ins(path) == first
    assert len({who.password for who in first}) == 6
    for who in first:
        assert User.objects.get(email=who.email).check_password(who.password)


@pytest.mark.django_db
def test_sign_ins_are_for_their_owner_alone_and_not_the_same_elsewhere(tmp_path):
    here = sign_ins(tmp_path / "here.json")
    assert stat.S_IMODE((tmp_path / "here.json").stat().st_mode) == 0o600
    User.objects.update(password="!")
    there = sign_ins(tmp_path / "there.json")
    assert {who.password for who in here} & {who.password for who in there} == set()
    audit = AuditEntry.objects.filter(verb="set_password")
    assert audit.count() == 12
    assert set(audit.values_list("reason", flat=True)) == {""}


@pytest.mark.django_db
def test_a_new_database_goes_on_with_the_sign_ins_that_were_shown(tmp_path):
    path = tmp_path / "sign-ins.json"
    first = sign_ins(path)
    AuditEntry.objects.all().delete()
    User.objects.all().delete()
    assert sign_ins(path) == first


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"email": "x"}]'])
def test_a_file_of_sign_ins_that_is_broken_is_written_anew(tmp_path, content):
    path = tmp_path / "sign-ins.json"
    path.write_text(content)
    found = sign_ins(path)
    assert [who.email for who in found] == EMAILS
    assert json.loads(path.read_text()) == [vars(who) for who in found]


@pytest.mark.django_db
def test_welcome_prints_each_sign_in(tmp_path):
    people = sign_ins(tmp_path / "sign-ins.json")
    lines = command.welcome(8123, people).splitlines()
    assert lines[1] == "Heard runs at    http://localhost:8123/"
    assert [tuple(line.split()) for line in lines[4:-1]] == [
        (who.role, who.email, who.password) for who in people
    ]
    assert lines[-1] == "Ctrl-C stops it."


@pytest.fixture
def loaded(monkeypatch):
    """The names of what was loaded, instead of loading it."""
    names = []
    for slug in list(demo.BUILDERS):
        monkeypatch.setitem(demo.BUILDERS, slug, lambda slug=slug: _make(names, slug))
    return names


def _make(names, slug):
    names.append(slug)
    return InitiativeFactory(slug=slug, is_demo=True)


@pytest.mark.django_db
def test_only_what_is_missing_is_loaded(loaded):
    out = StringIO()
    InitiativeFactory(slug="patient-feedback", is_demo=True)
    command.Command(stdout=out).load_what_is_missing()
    assert loaded == ["family-voices"]
    command.Command(stdout=out).load_what_is_missing()
    assert loaded == ["family-voices"]
    assert out.getvalue() == "Loading the demo (once) ...\nfamily-voices: 0 comments\n"


@pytest.mark.django_db
def test_an_initiative_of_somebody_at_that_address_does_not_stop_the_demo(loaded):
    InitiativeFactory(slug="family-voices", is_demo=False)
    command.Command(stdout=StringIO()).load_what_is_missing()
    assert loaded == ["patient-feedback"]


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_said(port):
    with pytest.raises(CommandError, match="write a number from 1 to 65535"):
        command.read_port(port)


def test_a_data_folder_is_used_once_at_a_time(tmp_path):
    lock = command.take_lock(tmp_path)
    with pytest.raises(CommandError, match="Heard already runs with the data in"):
        command.take_lock(tmp_path)
    lock.close()
    command.take_lock(tmp_path).close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """Start `manage.py demo` in a data folder of its own, as a terminal does."""
    started = []

    def make(port):
        environ = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
        environ |= {"HEARD_DATA": str(tmp_path / "data"), "PORT": str(port)}
        environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        started.append(
            subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=ROOT,
                env=environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
                # Whoever started the tests may have told them not to hear Ctrl-C.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        )
        return started[-1]

    yield make
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


@pytest.mark.processes
def test_a_taken_port_is_said_in_one_line(start):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        said, _ = start(port).communicate(timeout=PATIENCE)
    assert said == f"CommandError: Port {port} is taken. Take another: PORT={port + 1} make demo\n"


@pytest.mark.processes
def test_demo_starts_all_and_ctrl_c_leaves_nothing(start, tmp_path):
    """On an empty data folder, without a broker running: loaded, started, printed, stopped."""
    process = start(free_port())
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("Ctrl-C stops it"):
            break
    assert lines[:3] == [
        "Loading the demo (once) ...",
        "family-voices: 176 comments",
        "patient-feedback: 4420 comments",
    ]
    assert [line.split()[1] for line in lines if "@demo.example" in line] == EMAILS
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 5  # guard, worker, scheduler, web and its two processes
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=PATIENCE)[0].splitlines()[-1] == "Stopped."
    assert process.returncode == 0
    assert [child for child in children if child.is_running()] == []
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
