"""`agreement`: the figures of a CSV of ratings as one JSON object."""

import argparse
from collections.abc import Iterator

from analysis.engine.agreement import LEVELS, Agreement, Figure, agreement
from analysis.engine.files import read_ratings

EXAMPLE = """example:
  python -m analysis.engine agreement --level nominal ratings.csv
  {"level": "nominal", "units": 50, "coders": ["A", "B"], "percent": 70.0, "kappa": 0.4, ...}

ratings.csv   unit,coder,value: one row for each value that a coder gave to a unit
              (names for nominal, numbers for the other levels; an empty value is missing)

percent and pairs look whether two values are equal, at every level. kappa is Cohen's, for exactly
two coders; pairs has it for each two of them. alpha is Krippendorff's. A figure that is not defined
is null, and "why" says why."""
# Further digits are noise of the arithmetic and not of the coders.
DIGITS = 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Print how far coders agree: percent, Cohen's kappa, Krippendorff's alpha."
    parser.add_argument(
        "--level", choices=LEVELS, default=LEVELS[0], help=f"{LEVELS[0]} if not given"
    )
    parser.add_argument("ratings", metavar="RATINGS.csv")


def run(options: argparse.Namespace) -> Iterator[dict]:
    found = agreement(read_ratings(options.ratings, options.level), options.level)
    yield {
        "level": options.level,
        "units": found.units,
        "coders": list(found.coders),
        **_figures(percent=found.percent, kappa=found.kappa, alpha=found.alpha),
        "pairs": _pairs(found),
    }


def _pairs(found: Agreement) -> list[dict]:
    return [
        {
            "coders": list(pair.coders),
            "units": pair.units,
            **_figures(percent=pair.percent, kappa=pair.kappa),
        }
        for pair in found.pairs
    ]


def _figures(**figures: Figure) -> dict:
    """Each figure by its name, and `why` for those that are not defined."""
    numbers = {
        name: None if figure.value is None else round(figure.value, DIGITS)
        for name, figure in figures.items()
    }
    return numbers | {"why": {name: f.why for name, f in figures.items() if f.value is None}}
