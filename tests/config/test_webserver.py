"""The web server's log says nothing about who called and for what."""

import logging

import pytest
from gunicorn.config import Config

from config.webserver import PrivateLogger


@pytest.fixture
def log(caplog):
    """A logger of the web server, and the lines that it wrote."""
    logger = PrivateLogger(Config())
    logger.error_log.addHandler(caplog.handler)
    with caplog.at_level(logging.WARNING, logger="gunicorn.error"):
        yield logger
    logger.error_log.removeHandler(caplog.handler)


def test_a_request_that_cannot_be_read_leaves_no_address(log, caplog):
    log.warning("Invalid request from ip=203.0.113.9: Invalid HTTP request line: 'GET /r/abc'")
    assert caplog.messages == ["A request could not be read."]


def test_a_failed_request_leaves_no_path(log, caplog):
    try:
        raise RuntimeError("no worker")
    except RuntimeError:
        log.exception("Error handling request %s %s", "GET", "/r/secret/?code=1")
    assert caplog.messages == ["A request failed outside the application."]
    assert "secret" not in caplog.text


def test_other_lines_stay_as_they_are(log, caplog):
    log.warning("Worker with pid %s was terminated", 7)
    assert caplog.messages == ["Worker with pid 7 was terminated"]
