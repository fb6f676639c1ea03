"""An installation as the guide for administrators describes it has nothing to be warned about."""

import importlib.metadata
import os
import re
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.guards.files import ROOT, read

AS_THE_GUIDE_SAYS = {
    "HEARD_HTTPS": "yes",
    "HEARD_HOSTS": "heard.example.org",
    "HEARD_SITE_URL": "https://heard.example.org",
    "HEARD_PROXIES": "1",
    "HEARD_SMTP_HOST": "mail.example.org",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


@pytest.mark.django_db
def test_models_and_migrations_say_the_same(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert capsys.readouterr().out == "No changes detected\n"


@pytest.mark.processes
def test_django_has_nothing_to_warn_about(tmp_path):
    environ = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    found = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT,
        env=environ | AS_THE_GUIDE_SAYS | {"HEARD_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stderr == ""
    assert found.returncode == 0


def test_what_the_broker_needs_is_installed_without_the_tests():
    """The tests bring packages of their own, which would hide one that is missing."""
    locked = set(re.findall(r"^([a-z0-9-]+)[\[=]", read("requirements.txt"), re.MULTILINE))
    needed = {
        re.match(r"[\w-]+", line).group()
        for line in importlib.metadata.requires("kombu")
        if 'extra == "redis"' in line
    }
    assert needed >= {"redis"}
    assert needed - locked == set()
