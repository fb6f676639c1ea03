"""What the final tags of many themes say about them, read in one go.

One pass over the tags of all themes is several times quicker than one grouped query a question.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from analysis.models import Tag, Theme
from analysis.themes.counts import Raised

COLUMNS = (
    "theme_id",
    "comment__submission_id",
    "comment__session_log_id",
    "comment__segment_id",
    "comment__said_on",
)


@dataclass
class Facts:
    """Of one theme: how many comments in each segment (by its number) and month (its first day)."""

    comments: int = 0
    submissions: set[int] = field(default_factory=set)
    sessions: set[int] = field(default_factory=set)
    by_segment: Counter[int | None] = field(default_factory=Counter)
    by_month: Counter[date] = field(default_factory=Counter)

    @property
    def raised(self) -> Raised:
        segments = sum(segment is not None for segment in self.by_segment)
        return Raised(self.comments, len(self.submissions), len(self.sessions), segments)


def facts_of(themes: Collection[Theme]) -> dict[int, Facts]:
    """The facts of each theme by its number; one query. A comment has a final tag of a theme once.

    What was withdrawn or replaced counts nowhere.
    """
    found = {theme.pk: Facts() for theme in themes}
    rows = Tag.objects.counted().filter(theme__in=found).order_by().values_list(*COLUMNS)
    for theme, submission, session, segment, said_on in rows.iterator():
        facts = found[theme]
        facts.comments += 1
        facts.by_segment[segment] += 1
        facts.by_month[said_on.replace(day=1)] += 1
        if submission is not None:
            facts.submissions.add(submission)
        if session is not None:
            facts.sessions.add(session)
    return found
