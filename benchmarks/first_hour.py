"""How long the first hour takes: an import, a run, and each page of the demo.

    .venv/bin/python -m benchmarks.first_hour
    .venv/bin/python -m benchmarks.first_hour --requests 50
    .venv/bin/python -m benchmarks.first_hour --check      fails where a budget is broken

Works in a data folder of its own, which it removes, and with the settings of an installation. Times
are seconds of this machine; pages are asked for inside this process, without a network.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMENTS = ROOT / "home" / "demo" / "patient_feedback" / "comments.csv"
# What the first hour may take: seconds, and for a page the milliseconds of 19 in 20 requests.
IMPORT_SECONDS, RUN_SECONDS, PAGE_MILLISECONDS = 10.0, 30.0, 200.0
COLUMNS = ("text", "id", "respondent", "segment", "date", "question")


@contextmanager
def own_data() -> Iterator[Path]:
    """A data folder that nobody else uses, with the settings of an installation upon it."""
    folder = Path(tempfile.mkdtemp(prefix="heard-benchmark-"))
    os.environ["HEARD_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    try:
        import django

        django.setup()
        from django.conf import settings

        # Tasks run inside this process, so what they cost is counted.
        settings.ALLOWED_HOSTS = ["testserver"]
        import config

        config.celery_app.conf.task_always_eager = True
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def load_demo() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", stdout=nowhere, stderr=nowhere)


def import_comments() -> None:
    """The real comments once more, into an initiative of their own."""
    from django.core.management import call_command

    columns = [word for name in COLUMNS for word in (f"--{name}", name)]
    with open(os.devnull, "w") as nowhere:
        call_command(
            "import_comments",
            str(COMMENTS),
            *("--initiative", "benchmark", "--voice", "own", "--quotable", "yes"),
            *columns,
            stdout=nowhere,
            stderr=nowhere,
        )


def begin_initiative() -> None:
    from initiatives.models import Initiative

    Initiative.objects.create(slug="benchmark", name="Benchmark")


def run_engine() -> None:
    """A tagging run over all comments of `patient-feedback`."""
    from accounts.models import User
    from analysis import services
    from analysis.models import Codebook, Run

    codebook = Codebook.objects.get(initiative__slug="patient-feedback")
    actor = User.objects.get(email="analyst@demo.example")
    run = services.start_run(actor=actor, codebook=codebook)
    run.refresh_from_db()
    if run.state != Run.State.DONE:
        sys.exit(f"The run did not end: {run.state} {run.failure}")


def measure_page(name: str, queries: int, times: list[float]) -> float:
    """Print the page's line; returns its 95th percentile."""
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    print(f"{name:40} {queries:7} {statistics.median(times):7.0f} {p95:7.0f}")
    return p95


def broken(found: dict[str, tuple[float, float]], factor: float) -> list[str]:
    """A line for each name whose number is not below its budget times the factor.

    >>> broken({"import": (9.0, 10.0), "run": (70.0, 30.0)}, 2.0)
    ['run: 70.0, and the budget is 30 × 2']
    """
    return [
        f"{name}: {number:.1f}, and the budget is {budget:g} × {factor:g}"
        for name, (number, budget) in found.items()
        if number >= budget * factor
    ]


def measure(requests: int) -> dict[str, tuple[float, float]]:
    """Do everything once and print it; returns each number with its budget."""
    print(f"{'load_demo':40} {seconds(load_demo):7.1f} s")
    begin_initiative()
    found = {}
    for name, work, budget in (
        ("import of 4,420 comments", import_comments, IMPORT_SECONDS),
        # The first run makes the vectors of every comment, a later one only of what is new.
        ("first run over 4,420 comments", run_engine, RUN_SECONDS),
        ("run over 4,420 comments, vectors kept", run_engine, RUN_SECONDS),
    ):
        found[name] = (seconds(work), budget)
        print(f"{name:40} {found[name][0]:7.1f} s")
    print(f"\n{'page':40} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7}")
    from benchmarks.pages import measured

    for name, queries, times in measured(requests):
        found[name] = (measure_page(name, queries, times), PAGE_MILLISECONDS)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=20, help="how often each page is asked for")
    parser.add_argument(
        "--check",
        action="store_true",
        help="fail where a budget is broken; HEARD_BENCH_FACTOR=2 allows twice as much",
    )
    options = parser.parse_args()
    factor = float(os.environ.get("HEARD_BENCH_FACTOR", "1"))
    with own_data():
        found = measure(options.requests)
    if options.check and (lines := broken(found, factor)):
        sys.exit("\n".join(["Too slow:", *lines]))


if __name__ == "__main__":
    main()
