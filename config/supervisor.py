"""Keep several programs running: start them in order, restart what dies, stop all of them together.

    supervisor = Supervisor([Program("web", ("gunicorn", "config.wsgi"), Path("var/log/web.log"))])
    supervisor.run(on_ready=lambda: print("It runs."))

Each program has a process group of its own, so that what it starts itself ends with it. A second
process, the guard, holds the list of groups and ends them when this one is killed outright: it
sees that because the pipe between the two closes. Nothing here knows Django.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

LOOK_EVERY = 0.1  # seconds
LONGEST_LOG = 5_000_000  # bytes; a longer one is put aside at the next start


@dataclass(frozen=True)
class Program:
    """A program to keep running. The next one starts when `ready` says so, or after `patience`."""

    name: str
    command: tuple[str, ...]
    log: Path
    environ: dict[str, str] | None = None
    ready: Callable[[], bool] = field(default=lambda: True)
    patience: float = 30.0  # seconds


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen
    started: float
    deaths: int = 0  # in a row, without a long life between
    due: float | None = None  # when it starts again, while it is dead


class Supervisor:
    """Runs programs until `stop` is called or SIGINT, SIGTERM or SIGHUP arrives.

    `grace` is how many seconds a program has to end before it is killed, `delays` how long to wait
    before the first, second, … restart in a row; a life of `long_life` seconds starts them anew.
    """

    def __init__(
        self,
        programs: Iterable[Program],
        *,
        grace: float = 10.0,
        delays: tuple[float, ...] = (0.5, 1, 2, 4, 8, 16, 30),
        long_life: float = 60.0,
        say: Callable[[str], None] = print,
    ):
        self.programs = list(programs)
        self.grace, self.delays, self.long_life, self.say = grace, delays, long_life, say
        self.children: list[_Child] = []
        # A number, not an Event: whose lock a signal could find taken by the code it interrupts.
        self._stops = 0

    def stop(self, *_signal: object) -> None:
        """Begin to stop; a second call no longer waits for what is still at work."""
        self._stops += 1

    def run(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Start all, call `on_ready`, watch until stopped, and leave nothing behind."""
        self._listen()
        self._guard = _start_guard()
        try:
            if self._start_all():
                on_ready()
            while not self._stops:
                time.sleep(LOOK_EVERY)
                self._look()
        finally:
            self._stop_all()
            self._guard.stdin.close()
            self._guard.wait()

    def _listen(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                    signal.signal(number, self.stop)

    def _start_all(self) -> bool:
        """Whether all of them were started before somebody asked to stop."""
        for program in self.programs:
            self.children.append(_Child(program, self._spawn(program), time.monotonic()))
            give_up = time.monotonic() + program.patience
            while not program.ready() and time.monotonic() < give_up:
                if self._stops:
                    return False
                time.sleep(LOOK_EVERY)
                self._look()
            if not program.ready():
                self.say(f"{program.name} does not answer yet. See {program.log}")
        return True

    def _spawn(self, program: Program) -> subprocess.Popen:
        program.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if program.log.exists() and program.log.stat().st_size > LONGEST_LOG:
            program.log.replace(program.log.with_suffix(".old.log"))
        with open(os.open(program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=program.environ,
                start_new_session=True,
            )
        self._tell_guard("+", process.pid)
        return process

    def _tell_guard(self, sign: str, group: int) -> None:
        with contextlib.suppress(BrokenPipeError):  # it was killed; the next look starts another
            self._guard.stdin.write(f"{sign}{group}\n".encode())

    def _look(self) -> None:
        if self._guard.poll() is not None:
            self._guard.stdin.close()
            self._guard = _start_guard()
            for child in self.children:
                if child.due is None:
                    self._tell_guard("+", child.process.pid)
        now = time.monotonic()
        for child in self.children:
            if child.due is not None and now >= child.due:
                child.process, child.started, child.due = self._spawn(child.program), now, None
            elif child.due is None and child.process.poll() is not None:
                self._bury(child, now)

    def _bury(self, child: _Child, now: float) -> None:
        _signal_group(child.process.pid, signal.SIGKILL)  # what it had started itself
        self._tell_guard("-", child.process.pid)
        child.deaths = 1 if now - child.started > self.long_life else child.deaths + 1
        delay = self.delays[min(child.deaths, len(self.delays)) - 1]
        child.due = now + delay
        how, name = _how_it_ended(child.process.returncode), child.program.name
        self.say(f"{name} {how}; it starts again in {delay:g} s. See {child.program.log}")

    def _stop_all(self) -> None:
        """The last started stops first, so that the broker outlives those who use it."""
        for child in reversed(self.children):
            if child.due is not None:
                continue
            if child.process.poll() is None:
                _signal_group(child.process.pid, signal.SIGTERM, only_leader=True)
                self._wait(child.process)
            _signal_group(child.process.pid, signal.SIGKILL)
            child.process.wait()
            self._tell_guard("-", child.process.pid)

    def _wait(self, process: subprocess.Popen) -> None:
        give_up = time.monotonic() + self.grace
        while process.poll() is None and time.monotonic() < give_up and self._stops < 2:
            time.sleep(LOOK_EVERY / 4)


def _how_it_ended(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


def _signal_group(group: int, number: signal.Signals, *, only_leader: bool = False) -> None:
    # macOS answers with PermissionError when all of a group have ended and wait to be read.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(group, number) if only_leader else os.killpg(group, number)


def _start_guard() -> subprocess.Popen:
    return subprocess.Popen(
        (sys.executable, "-S", "-E", __file__),
        stdin=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )


def _keep_guard(grace: float = 5.0) -> None:
    """The guard: know the living groups, and when the pipe closes, end those that are left."""
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    for group in groups:
        _signal_group(group, signal.SIGTERM)
    give_up = time.monotonic() + grace
    while any(map(_is_alive, groups)) and time.monotonic() < give_up:
        time.sleep(LOOK_EVERY)
    for group in groups:
        _signal_group(group, signal.SIGKILL)


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    _keep_guard()
