"""No log of ours holds an address of a caller, a form, or what somebody said."""

import ast

import pytest
from django.conf import settings

from config import webserver
from tests.guards.files import APPS, read, source

TELLING = ("request", ".POST", "original", "redacted_text", "words", "email", ".name", "code_of")


def test_the_web_server_keeps_no_list_of_callers():
    assert webserver.accesslog is None
    assert webserver.logger_class is webserver.PrivateLogger


def test_a_line_of_a_log_holds_time_level_name_and_message_alone():
    formats = [each["format"] for each in settings.LOGGING["formatters"].values()]
    assert formats == ["{asctime} {levelname} {name} {message}"]


def test_logs_go_to_the_output_of_the_program_only():
    handlers = [each["class"] for each in settings.LOGGING["handlers"].values()]
    assert handlers == ["logging.StreamHandler"]


def calls_of_logging(text: str) -> list[str]:
    """Calls such as `logger.info(...)`."""
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in levels
        and isinstance(node.func.value, ast.Name)
        and "log" in node.func.value.id.lower()
    ]


@pytest.mark.parametrize("name", source(*APPS))
def test_no_line_names_what_a_person_gave(name):
    """A log may hold numbers of rows; nothing that a request or a person brought."""
    lines = [call for call in calls_of_logging(read(name)) if any(word in call for word in TELLING)]
    assert lines == []


def test_guard_sees_a_call():
    assert calls_of_logging("logger.info('sent to %s', user.email)") == [
        "logger.info('sent to %s', user.email)"
    ]
