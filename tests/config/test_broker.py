"""The order in which a broker is found, and what each kind needs."""

import pytest

from config import broker
from config.broker import Broker, BrokerUnknown, choose, prepare

NO_PATH = {"PATH": ""}


@pytest.fixture
def no_package(monkeypatch):
    monkeypatch.setattr(broker, "embedded_server", lambda: None)


@pytest.fixture
def folder_with(tmp_path):
    """A folder for PATH that holds programs of these names."""

    def make(*names):
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in names:
            (folder / name).write_text("#!/bin/sh\n")
            (folder / name).chmod(0o755)
        return str(folder)

    return make


def test_a_server_that_is_named_comes_before_one_on_the_path(tmp_path, folder_with):
    environ = {"REDIS_URL": "rediss://broker:6380/2", "PATH": folder_with("valkey-server")}
    found = choose(environ, tmp_path)
    assert (found.kind, found.url, found.command, found.folders) == (
        "external",
        "rediss://broker:6380/2",
        None,
        (),
    )


def test_the_name_may_stand_in_a_file(tmp_path):
    secret = tmp_path / "url"
    secret.write_text("redis://:word@broker/0\n")
    found = choose({"REDIS_URL_FILE": str(secret), **NO_PATH}, tmp_path)
    assert (found.kind, found.url) == ("external", "redis://:word@broker/0")


def test_another_kind_of_server_is_refused_without_repeating_its_password(tmp_path):
    with pytest.raises(BrokerUnknown) as refusal:
        choose({"REDIS_URL": "amqp://heard:secret@host"}, tmp_path)
    assert str(refusal.value) == (
        "REDIS_URL must begin with one of redis://, rediss://, redis+socket://."
    )


@pytest.mark.parametrize(
    ("present", "taken"),
    [
        (["valkey-server", "redis-server"], "valkey-server"),
        (["redis-server"], "redis-server"),
    ],
)
def test_a_server_on_the_path_comes_before_the_package(tmp_path, folder_with, present, taken):
    path = folder_with(*present)
    found = choose({"PATH": path}, tmp_path)
    assert (found.kind, found.command[0]) == ("server", f"{path}/{taken}")


def test_a_server_of_ours_opens_no_port_and_keeps_every_change(tmp_path, monkeypatch):
    monkeypatch.setattr(broker, "embedded_server", lambda: "/opt/valkey-server")
    found = choose(NO_PATH, tmp_path)
    socket = tmp_path / "broker" / "broker.sock"
    assert (found.kind, found.url, found.socket) == ("embedded", f"redis+socket://{socket}", socket)
    words = found.command
    settings = {word: words[place + 1] for place, word in enumerate(words) if word.startswith("--")}
    assert settings == {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(tmp_path / "broker"),
        "--daemonize": "no",
        "--logfile": "",
        "--save": "",
        "--appendonly": "yes",
        "--appendfsync": "everysec",
    }


def test_without_any_server_messages_are_files(tmp_path, no_package):
    found = choose(NO_PATH, tmp_path)
    root = tmp_path / "broker"
    assert found == Broker(
        "filesystem",
        "filesystem://",
        {
            "data_folder_in": str(root / "messages"),
            "data_folder_out": str(root / "messages"),
            "control_folder": str(root / "control"),
        },
        None,
        (root / "messages", root / "control"),
    )
    assert found.socket is None


def test_a_path_too_long_for_a_socket_falls_back_to_files(tmp_path, folder_with):
    path = folder_with("valkey-server")
    long = tmp_path / ("x" * broker.LONGEST_SOCKET_PATH)
    assert choose({"PATH": path}, long).kind == "filesystem"


def test_choosing_writes_nothing_and_preparing_makes_private_folders(tmp_path, no_package):
    data = tmp_path / "data"
    found = choose(NO_PATH, data)
    assert not data.exists()
    prepare(found)
    prepare(found)
    assert [folder.stat().st_mode & 0o777 for folder in found.folders] == [0o700, 0o700]


def test_a_task_has_ended_before_it_is_handed_out_again(tmp_path):
    options = choose({"REDIS_URL": "redis://broker"}, tmp_path).options
    assert options == {
        "visibility_timeout": 600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 3,
    }
    assert options["visibility_timeout"] > broker.LONGEST_TASK_SECONDS
