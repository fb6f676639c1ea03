"""The docs are true: the settings, links, commands and files that they name exist."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.guards.files import APPS, ROOT, names, read, source

PAGES = [name for name in names() if name == "README.md" or re.match(r"docs/.*\.md$", name)]
SETTING = re.compile(r"\bHEARD_[A-Z_]+[A-Z]\b")
OURS = {name for name, app in get_commands().items() if app in APPS}


def in_code(text: str) -> list[str]:
    """What stands between backticks, in lines and in blocks."""
    return re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)


def links(text: str) -> list[str]:
    """Targets of links and pictures on this machine."""
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    return [link for link in found if "://" not in link and not link.startswith("mailto:")]


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def settings_read(*folders: str) -> set[str]:
    """Each HEARD_ setting that config/, or what is in these folders, reads."""
    paths = source(*(folders or ("config",)))
    return {name for path in paths for name in re.findall(r'"(HEARD_\w+)"', read(path))}


def test_each_setting_stands_in_the_guide_for_administrators():
    assert settings_read() - set(SETTING.findall(read("docs/administrators.md"))) == set()


@pytest.mark.parametrize("name", PAGES)
def test_each_setting_that_is_named_exists(name):
    named = {setting.removesuffix("_FILE") for setting in SETTING.findall(read(name))}
    assert named - settings_read("config", "benchmarks") == set()


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    broken = []
    for link in links(read(name)):
        path, _, anchor = link.partition("#")
        target = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("name", PAGES)
def test_commands_of_manage_that_are_named_exist(name):
    code = "\n".join(in_code(read(name)))
    named = set(re.findall(r"manage\.py ([a-z_]+)", code))
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("name", PAGES)
def test_scripts_and_files_that_are_named_exist(name):
    folders = {*APPS, "config", "bin", "docs", "frontend", "tests", "templates", "benchmarks"}
    named = {
        word.rstrip("/.,:;")
        for code in in_code(read(name))
        for word in re.findall(r"(?<![\w/<>.-])[a-z]+/[\w./-]+(?![\w<*])", code)
        if word.split("/")[0] in folders
    }
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_commands_show_an_example(name):
    """`--help` of each has a line that can be copied, and the docs name each."""
    app = get_commands()[name]
    assert f"manage.py {name}" in read(f"{app}/management/commands/{name}.py")
    assert [page for page in PAGES if name in read(page)] != []


def test_files_that_the_code_names_exist():
    named = {
        (name, path)
        for name in source(*APPS, "config", "tests", "benchmarks")
        for path in re.findall(r"\bdocs/[\w/-]+\.md", read(name))
    }
    assert [each for each in sorted(named) if not (ROOT / each[1]).exists()] == []
