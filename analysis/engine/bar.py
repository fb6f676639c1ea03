"""How far a command is, on the terminal of whoever waits for it."""

import sys
from collections.abc import Iterator, Sequence

WIDTH = 30
AT_ONCE = 256


def show(done: int, total: int) -> None:
    """A bar on stderr, where somebody looks on; nothing where it goes to a file."""
    if sys.stderr.isatty():
        bar = "#" * (WIDTH * done // total)
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r[{bar:<{WIDTH}}] {done:,} of {total:,} comments read{end}")
        sys.stderr.flush()


def in_parts[T](rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows some hundred at a time; the bar goes on after each part."""
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        yield part
        show(start + len(part), len(rows))
