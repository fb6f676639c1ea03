"""Whether the probabilities of a run come true, as its page shows it."""

from dataclasses import dataclass

from analysis import engine
from analysis.models import Codebook, Run
from analysis.themes.sureness import wilson
from initiatives import figures

# Of fewer comments with a probability from a tenth on nothing is said.
SEEN_AT_LEAST = 20
TITLE = "How often a theme was there"


@dataclass(frozen=True)
class Reliability:
    """What was said of coded comments beside what people had coded.

    `expected` and `right` are sums over everything from a tenth on: below it nothing is suggested.
    """

    figure: figures.Dots
    said: int
    expected: int
    right: int

    @property
    def is_enough(self) -> bool:
        return self.said >= SEEN_AT_LEAST


def reliability_of(run: Run) -> Reliability | None:
    """From the bands that the run kept; None where it had nothing to learn from."""
    bands = [engine.Band(*row) for row in run.reliability]
    bands = [band for band in bands if band.low > 0]
    if not bands:
        return None
    return Reliability(
        figure=figures.dots(TITLE, [_share(band) for band in bands]),
        said=sum(band.count for band in bands),
        expected=round(sum(band.expected for band in bands)),
        right=sum(band.right for band in bands),
    )


def last_reliable(codebook: Codebook) -> int | None:
    """The number of the newest run that learned from something; one query."""
    done = codebook.run_set.filter(state=Run.State.DONE).exclude(reliability=[])
    return done.values_list("pk", flat=True).first()


def _share(band: engine.Band) -> figures.Share:
    low, high = round(100 * band.low), round(100 * band.low) + 10
    return figures.Share(
        label=f"{low} to {high} %",
        raised=band.right,
        of=band.count,
        low=wilson(band.right, band.count)[0],
        high=wilson(band.right, band.count)[1],
        expected=band.expected / band.count,
    )
