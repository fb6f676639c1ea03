"""How often the engine was right so far, from what people decided, with an interval."""

from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, Q

from analysis.models import Codebook, Decision, Suggestion, Theme

# Below this nothing is said: an interval would reach from bad to good.
DECISIONS_AT_LEAST = 20
# Of the normal distribution, for 95 of 100.
Z = 1.959964


@dataclass(frozen=True)
class Share:
    """So many of so many, with Wilson's interval of 95 % (Wilson 1927) in whole per cent."""

    right: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.of) if self.of else 0

    @property
    def interval(self) -> tuple[int, int]:
        low, high = wilson(self.right, self.of)
        return round(100 * low), round(100 * high)


def wilson(right: int, of: int) -> tuple[float, float]:
    """Bounds between 0 and 1 of a share of which `right` of `of` were seen; (0, 1) for none.

    >>> [round(bound, 3) for bound in wilson(84, 100)]
    [0.756, 0.899]
    """
    if not of:
        return 0.0, 1.0
    share, weight = right / of, Z * Z / of
    middle = (share + weight / 2) / (1 + weight)
    half = Z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Sureness:
    """`right`: of the suggestions decided on, how many were accepted (precision).

    `found`: of the themes that people put on comments of the review, how many were suggested
    (recall).
    """

    right: Share
    found: Share

    @property
    def is_enough(self) -> bool:
        return self.right.of >= DECISIONS_AT_LEAST

    @property
    def missing(self) -> int:
        """How many decisions more until something can be said."""
        return max(0, DECISIONS_AT_LEAST - self.right.of)


def sureness(codebook: Codebook, theme: Theme | None = None) -> Sureness:
    """Over all decisions that stand, or those on one theme; one query.

    What was accepted unread, with all above a score, tells nothing and is left out.

    A suggestion that was changed was right about the place and wrong about the theme: it was not
    right for the theme that it named, and the theme it became was not found.
    """
    standing = Decision.objects.filter(theme__codebook=codebook, decision=None, unread=False)
    verb, state = Decision.Verb, Suggestion.State
    was, became = Q(verb=verb.CHANGE), Q(verb=verb.CHANGE)
    if theme is not None:
        was, became = was & Q(suggestion__theme=theme), became & Q(theme=theme)
        standing = standing.filter(Q(theme=theme) | was)
    counts = standing.aggregate(
        accepted=Count("pk", filter=Q(verb=verb.ACCEPT)),
        rejected=Count("pk", filter=Q(verb=verb.REJECT, suggestion__state=state.REJECTED)),
        was=Count("pk", filter=was),
        became=Count("pk", filter=became),
        added=Count("pk", filter=Q(verb=verb.ADD)),
    )
    accepted, missed = counts["accepted"], counts["added"] + counts["became"]
    return Sureness(
        right=Share(accepted, accepted + counts["rejected"] + counts["was"]),
        found=Share(accepted, accepted + missed),
    )
