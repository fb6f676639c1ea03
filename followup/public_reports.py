"""What the public reads: You said, we did, why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min
from django.utils.translation import get_language

from analysis.models import Theme
from analysis.summaries.reports import Quote, SummaryView, approved_views
from analysis.themes.counts import sessions_of_themes
from feedback.models import SessionLog
from followup.models import Action
from followup.reports import days_late
from initiatives.models import Initiative

# How many quotes stand open; the others are one click away, and the page prints on two pages.
QUOTES_OPEN = 2


@dataclass(frozen=True)
class Answer:
    """What was decided on a theme, and whether its day has passed."""

    action: Action
    is_late: bool


@dataclass(frozen=True)
class Pair:
    """A theme as people said it, and what was answered; `sessions` of `of_sessions` raised it."""

    theme: Theme
    summary: SummaryView
    answers: tuple[Answer, ...]
    sessions: int
    of_sessions: int

    @property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """What we wrote, without quotes: words, and the language they are in.

        In the language of the page where they were translated.
        """
        page = get_language()
        texts = [row.text for row in self.summary.sentences if row.text]
        return tuple(
            (text.in_language(page), page if text.is_in(page) else text.language) for text in texts
        )

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(quote for row in self.summary.sentences for quote in row.quotes)

    @property
    def first_quotes(self) -> tuple[Quote, ...]:
        return self.quotes[:QUOTES_OPEN]

    @property
    def more_quotes(self) -> tuple[Quote, ...]:
        return self.quotes[QUOTES_OPEN:]


@dataclass(frozen=True)
class Tally:
    """How many answers stand where, and how many themes have none. Never a count of people."""

    did: int
    doing: int
    agreed: int
    not_done: int
    unanswered: int


@dataclass(frozen=True)
class Listened:
    """How many sessions were held, and from when to when (None where there was none)."""

    sessions: int
    first: datetime | None
    last: datetime | None


def pairs(initiative: Initiative, today: date) -> tuple[Pair, ...]:
    """What the public page shows: approved themes with a summary, answered ones first.

    Actions that are only proposed, drafts and counts of people are left out on purpose. Sentences
    whose words were taken back are not shown, and a theme with nothing left to show is left out.
    """
    themes = list(Theme.objects.approved().filter(codebook__initiative=initiative))
    views = approved_views(themes)
    shown = [theme for theme in themes if theme.pk in views and views[theme.pk].sentences]
    answers = _answers(shown, today)
    sessions, of_sessions = sessions_of_themes(initiative, shown)
    found = [
        Pair(
            theme,
            views[theme.pk],
            tuple(answers.get(theme.pk, ())),
            sessions.get(theme.pk, 0),
            of_sessions,
        )
        for theme in shown
    ]
    return tuple(sorted(found, key=lambda pair: not pair.answers))


def _answers(themes: Collection[Theme], today: date) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    actions = Action.objects.answered().filter(theme__in=themes)
    for action in actions.select_related("decision_point").order_by("id"):
        answer = Answer(action, days_late(action, today) > 0)
        found.setdefault(action.theme_id, []).append(answer)
    return found


def tally(shown: Collection[Pair]) -> Tally:
    """The answers of the page in five numbers."""
    states = [answer.action.state for pair in shown for answer in pair.answers]
    return Tally(
        did=states.count("ADOPTED"),
        doing=states.count("TESTING") + states.count("ADAPTED"),
        agreed=states.count("ACCEPTED"),
        not_done=states.count("DECLINED") + states.count("ABANDONED"),
        unanswered=sum(not pair.answers for pair in shown),
    )


def listened(initiative: Initiative) -> Listened:
    """The sessions whose notes are closed; two queries."""
    closed = SessionLog.objects.filter(session__group__initiative=initiative, state="CLOSED")
    days = closed.aggregate(first=Min("session__starts_at"), last=Max("session__starts_at"))
    return Listened(closed.count(), days["first"], days["last"])
