"""Which files the guards read: what git tracks, and what is new and not ignored."""

import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = (
    "accounts",
    "initiatives",
    "letters",
    "surveys",
    "focusgroups",
    "feedback",
    "analysis",
    "followup",
    "home",
)


@cache
def names() -> tuple[str, ...]:
    """Every file of the project, as a path from its root."""
    listing = subprocess.run(
        # The folder may belong to another account than the one that tests it.
        ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(sorted({name for name in listing.splitlines() if (ROOT / name).is_file()}))


def source(*folders: str, suffix: str = ".py") -> tuple[str, ...]:
    """The files with this suffix in these folders, without migrations, which Django writes."""
    return tuple(
        name
        for name in names()
        if name.endswith(suffix) and name.split("/")[0] in folders and "/migrations/" not in name
    )


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
