"""The supervisor with real, tiny programs. Each calls a socket of the test, which waits for calls
and for their end instead of waiting for time to pass."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from config.supervisor import Program, Supervisor

TINY = Path(__file__).parent / "tiny_program.py"
ROOT = Path(__file__).parents[2]
PATIENCE = 20  # seconds until a test fails that would otherwise wait for ever

pytestmark = pytest.mark.processes


class Calls:
    """Where the programs call."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.port = self.listener.getsockname()[1]
        self.open = []

    def next(self):
        """The next call: its two words, and the connection that ends with the program."""
        connection, _ = self.listener.accept()
        connection.settimeout(PATIENCE)
        self.open.append(connection)
        name, word = connection.makefile().readline().split()
        return name, word, connection

    def close(self):
        for connection in (self.listener, *self.open):
            connection.close()


def has_ended(connection):
    """Wait for the end of the program at the other side of the connection."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.fixture
def calls():
    calls = Calls()
    yield calls
    calls.close()


@pytest.fixture
def tiny(calls, tmp_path):
    def make(name, *how, **options):
        command = (sys.executable, "-S", str(TINY), str(calls.port), name, *how)
        return Program(name, command, tmp_path / "log" / f"{name}.log", **options)

    return make


@pytest.fixture
def start():
    """Start a supervisor in a thread; at the end of the test it is stopped and must return."""
    running = []

    def begin(*programs, on_ready=lambda: None, **options):
        supervisor = Supervisor(programs, say=said.append, **{"delays": (0.01,), **options})
        thread = threading.Thread(target=supervisor.run, kwargs={"on_ready": on_ready})
        thread.start()
        running.append((supervisor, thread))
        return supervisor, thread

    said = begin.said = []
    yield begin
    for supervisor, thread in running:
        supervisor.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_killed_program_returns(start, tiny, calls):
    program = tiny("worker")
    start(program)
    _, first, connection = calls.next()
    os.kill(int(first), signal.SIGKILL)
    assert has_ended(connection)
    name, second, _ = calls.next()
    assert (name, second != first) == ("worker", True)
    assert start.said == [
        f"worker was ended by SIGKILL; it starts again in 0.01 s. See {program.log}"
    ]


def test_what_a_killed_program_had_started_ends_with_it(start, tiny, calls):
    start(tiny("worker", "parent"))
    found = {name: (int(number), call) for name, number, call in (calls.next(), calls.next())}
    os.kill(found["worker"][0], signal.SIGKILL)
    assert has_ended(found["child-of-worker"][1])


def test_restarts_in_a_row_wait_longer_each_time(tmp_path):
    enough = threading.Event()
    program = Program("web", (sys.executable, "-S", "-c", "raise SystemExit(3)"), tmp_path / "log")
    lines = []

    def say(line):
        lines.append(line)
        if len(lines) == 4:
            enough.set()

    supervisor = Supervisor([program], say=say, delays=(0.01, 0.02, 0.03))
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    assert enough.wait(PATIENCE)
    supervisor.stop()
    thread.join(PATIENCE)
    assert lines[:4] == [
        f"web ended with code 3; it starts again in {delay} s. See {program.log}"
        for delay in ("0.01", "0.02", "0.03", "0.03")
    ]


def test_a_long_life_forgets_earlier_deaths(start, tiny, calls):
    start(tiny("web"), delays=(0.01, 0.02), long_life=0)
    for _ in range(2):
        _, number, _ = calls.next()
        os.kill(int(number), signal.SIGKILL)
    calls.next()
    assert [line.split("; ")[1].split(".")[1] for line in start.said] == ["01 s", "01 s"]


def test_a_program_waits_until_the_one_before_it_is_ready(start, tiny, calls):
    broker_answers, all_run = threading.Event(), threading.Event()
    start(tiny("broker", ready=broker_answers.is_set), tiny("web"), on_ready=all_run.set)
    assert calls.next()[0] == "broker"
    assert not all_run.is_set()
    broker_answers.set()
    assert calls.next()[0] == "web"
    assert all_run.wait(PATIENCE)


def test_the_last_started_stops_first(start, tiny, calls):
    names = ["broker", "worker", "web"]
    supervisor, _ = start(*[tiny(name, "farewell") for name in names])
    assert sorted(calls.next()[0] for _ in names) == sorted(names)
    supervisor.stop()
    assert [calls.next()[:2] for _ in names] == [(name, "ends") for name in reversed(names)]


def test_a_program_that_will_not_end_is_killed_when_its_grace_is_over(start, tiny, calls):
    supervisor, thread = start(tiny("worker", "stubborn"), grace=0.05)
    *_, connection = calls.next()
    supervisor.stop()
    assert has_ended(connection)
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_second_request_to_stop_does_not_wait(start, tiny, calls):
    supervisor, _ = start(tiny("worker", "stubborn"), grace=100 * PATIENCE)
    *_, connection = calls.next()
    supervisor.stop()
    supervisor.stop()
    assert has_ended(connection)


def test_a_guard_that_was_killed_is_replaced(start, tiny, calls):
    supervisor, _ = start(tiny("worker"))
    _, first, _ = calls.next()
    guard = supervisor._guard
    guard.kill()
    guard.wait()
    os.kill(int(first), signal.SIGKILL)
    calls.next()
    assert supervisor._guard.poll() is None


def test_logs_are_for_the_owner_alone(start, tiny, calls):
    program = tiny("worker")
    start(program)
    calls.next()
    assert program.log.stat().st_mode & 0o777 == 0o600


SCRIPT = """
import sys
from pathlib import Path
from config.supervisor import Program, Supervisor
tiny, port, log = sys.argv[1:]
command = (sys.executable, "-S", tiny, port)
Supervisor([
    Program("worker", (*command, "worker", "parent"), Path(log)),
    Program("web", (*command, "web"), Path(log)),
]).run()
"""


@pytest.fixture
def process(calls, tmp_path):
    """A supervisor in a process of its own, and the calls of its two programs and their child."""
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(TINY), str(calls.port), str(tmp_path / "log")],
        cwd=ROOT,
    )
    yield supervisor, [calls.next()[2] for _ in range(3)]
    supervisor.kill()
    supervisor.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(process, number):
    supervisor, connections = process
    supervisor.send_signal(number)
    assert supervisor.wait(PATIENCE) == 0
    assert [has_ended(connection) for connection in connections] == [True] * 3


def test_nothing_is_left_when_the_supervisor_itself_is_killed(process):
    supervisor, connections = process
    supervisor.kill()
    assert supervisor.wait(PATIENCE) == -signal.SIGKILL
    assert [has_ended(connection) for connection in connections] == [True] * 3
