"""Compile the catalogues of translations without GNU gettext: `python -m config.catalogues`.

Each `locale/<language>/LC_MESSAGES/<domain>.po` becomes a `.mo` beside it. Entries marked fuzzy
(not yet checked by a person) are left out, so that their page shows the English words.
"""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_all(root: Path = LOCALE) -> list[Path]:
    """Compile every catalogue under `root`; the paths of what was written, in order."""
    return [compile_one(source) for source in sorted(root.rglob("*.po"))]


def compile_one(source: Path) -> Path:
    """Write the `.mo` of one `.po`. A file that cannot be read raises OSError, naming its line."""
    target = source.with_suffix(".mo")
    catalogue = polib.pofile(str(source), check_for_duplicates=True)
    # Written aside and moved, so that a server that starts meanwhile never reads half a file.
    unfinished = target.with_suffix(".mo.part")
    catalogue.save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return target


if __name__ == "__main__":
    try:
        compile_all()
    except (OSError, ValueError) as problem:
        sys.exit(f"A catalogue cannot be compiled: {problem}")
