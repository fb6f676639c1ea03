"""What all tests share: where Chromium is, no way out to the network, nothing skipped under CI."""

import ipaddress
import os
import shutil
import socket

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from django.utils import translation

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
BROWSER_FIXTURES = {"browser", "browser_type", "context", "new_context", "page"}
CI = bool(os.environ.get("CI"))
FIRST_TRY = "first try"


def pytest_collection_modifyitems(items):
    """Mark the tests that need a browser; without one they are skipped, and say so."""
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is missing: install chromium"))


def pytest_runtest_protocol(item, nextitem):
    """A browser on a busy machine may lose a connection: what fails in one is tried once more.

    A test that fails twice has failed. Tests without a browser are tried once, as ever. What was
    seen the first time is printed at the end: a fault that comes and goes is to be found.
    """
    if item.get_closest_marker("browser") is None:
        return None
    where = {"nodeid": item.nodeid, "location": item.location}
    item.ihook.pytest_runtest_logstart(**where)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    failed = [report for report in reports if report.failed]
    if failed:
        item._initrequest()
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        reports[0].user_properties.append((FIRST_TRY, "\n".join(map(_seen, failed))))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(**where)
    return True


def _seen(report):
    """The failure, and what stood on the pages."""
    sections = [f"{title}\n{words}" for title, words in report.sections]
    return "\n".join([report.longreprtext, *sections])


def pytest_terminal_summary(terminalreporter):
    """Tell of each test that passed only when it was tried again."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, words in getattr(report, "user_properties", ()):
                if name == FIRST_TRY:
                    terminalreporter.section(f"FIRST TRY FAILED: {report.nodeid}")
                    terminalreporter.line(words)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Under CI a skipped test has failed: nobody reads the list of what was not looked at."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Under CI nothing is skipped. {item.nodeid}: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The machine's own Chromium; the packaged one of playwright is not downloaded."""
    arguments = ["--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix():
    """Nothing: each test process has a data folder, and so a database file, of its own."""


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    """Whatever calls a machine other than this one fails, here as on the agency's server."""
    connect = socket.socket.connect

    def only_this_machine(self, address):
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            raise ConnectionRefusedError(f"A test called {address[0]}; tests use no network.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_this_machine)
        yield


def _is_here(host):
    try:
        return host in ("localhost", "") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _in_english():
    """A page in Spanish leaves its language to the thread, and so to the next test."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def eager_tasks():
    """Tasks run at once, inside the call that sends them, and their errors are raised there.

    tests/settings.py says so for every test; a test that depends on it asks for it by this name.
    """
    assert settings.CELERY_TASK_ALWAYS_EAGER
    assert settings.CELERY_TASK_EAGER_PROPAGATES


@pytest.fixture(scope="session")
def child_environ():
    """The environment for a program that a test starts: the same data, the settings of a server."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
