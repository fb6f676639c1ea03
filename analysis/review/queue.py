"""Which comments wait for review, which is next, and which say the same words again."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from analysis import adapters
from analysis.engine.orders import ORDERS
from analysis.engine.readable import reads
from analysis.models import (
    AuditSample,
    Codebook,
    Decision,
    NextThemes,
    ReviewPlace,
    Run,
    Suggestion,
    Tag,
    Theme,
)
from analysis.themes.draws import drawn, waiting_in
from feedback.models import Comment

MIX = ORDERS[0]
ORDER_NAMES = {
    "mix": "A mix, fair to small segments",
    "uncertain": "Least sure first",
    "typical": "Most typical first",
    "chance": "By chance",
}
NOTHING_QUEUE, UNREAD_QUEUE = "nothing", "unread"


def open_suggestions(codebook: Codebook) -> QuerySet[Suggestion]:
    """Those that wait, of themes in use and not below their threshold, on comments that stand.

    A run that is still at work shows nothing: it may have to begin again.
    """
    waiting = Suggestion.objects.pending().of_standing_comments()
    waiting = waiting.filter(run__state=Run.State.DONE)
    waiting = waiting.filter(theme__in=Theme.objects.in_use().filter(codebook=codebook))
    return waiting.filter(Q(theme__threshold=None) | Q(score__gte=F("theme__threshold")))


def next_themes(codebook: Codebook, comment: Comment) -> list[tuple[Theme, int, int]]:
    """The themes that the last run found next likely on a comment, each with where it comes
    nearest (positions in the original), the most probable first; two queries.

    Leaves out what is suggested, on it, or decided against there already.
    """
    done = NextThemes.objects.filter(run__codebook=codebook, run__state=Run.State.DONE)
    row = done.filter(comment=comment).order_by("-run").first()
    if row is None:
        return []
    here = {"comment": comment, "theme": OuterRef("pk")}
    against = Decision.objects.filter(verb=Decision.Verb.REJECT, decision=None, **here)
    changed = Suggestion.objects.filter(state=Suggestion.State.CHANGED, **here)
    themes = Theme.objects.in_use().filter(
        ~Exists(open_suggestions(codebook).filter(**here)),
        ~Exists(Tag.objects.filter(is_final=True, **here)),
        ~Exists(against),
        ~Exists(changed),
        codebook=codebook,
    )
    found = themes.in_bulk([number for number, _, _ in row.themes])
    return [(found[pk], start, end) for pk, start, end in row.themes if pk in found]


def without_theme(codebook: Codebook) -> QuerySet[Comment]:
    """Comments that a run read and found nothing in, and that no person has read either."""
    here = {"comment": OuterRef("pk")}
    suggested = open_suggestions(codebook).filter(**here)
    decided = Decision.objects.filter(decision=None, **here).exclude(verb=Decision.Verb.UNDO)
    tagged = Tag.objects.filter(is_final=True, **here)
    last = codebook.run_set.filter(state=Run.State.DONE).first()
    comments = Comment.objects.as_evidence().filter(initiative=codebook.initiative_id)
    comments = comments.filter(pk__lte=last.cursor if last else 0)
    return comments.filter(~Exists(suggested), ~Exists(decided), ~Exists(tagged))


def unread(codebook: Codebook) -> QuerySet[Comment]:
    """Those of them in a language that the engine does not read with this codebook."""
    comments = without_theme(codebook)
    spoken = comments.order_by("language").values_list("language", flat=True).distinct()
    themes = adapters.theme_records(codebook.theme_set.in_use())
    return comments.filter(language__in=[code for code in spoken if not reads(code, themes)])


@dataclass(frozen=True)
class Queue:
    """What is reviewed, in which order.

    `nothing`: the comments in which the engine found no theme; `unread`: only those of them that it
    cannot read. `sample`: those of a random sample, in the order in which they were drawn.
    """

    codebook: Codebook
    order: str = MIX
    nothing: bool = False
    unread: bool = False
    sample: AuditSample | None = None

    @property
    def query(self) -> str:
        """For the address; empty for what is the rule."""
        parts = [f"order={self.order}"] if self.order != MIX else []
        if self.nothing:
            parts.append(f"queue={UNREAD_QUEUE if self.unread else NOTHING_QUEUE}")
        parts += [f"sample={self.sample.pk}"] if self.sample else []
        return "&".join(parts)

    def waiting(self) -> QuerySet:
        """The numbers of the comments that wait, as rows of one column."""
        if self.nothing:
            found = (unread if self.unread else without_theme)(self.codebook)
            return found.values_list("pk", flat=True)
        return open_suggestions(self.codebook).values_list("comment_id", flat=True)

    def next(self, after: int = 0) -> int | None:
        """The comment that follows the number `after`, round to the beginning; None: all done.

        First those that a run has placed, then those that it has not, by number.
        """
        if self.sample is not None:
            return self._next_drawn(after)
        waiting = self.waiting()
        here = ReviewPlace.objects.filter(comment=after).values_list(self.order, flat=True).first()
        placed = ReviewPlace.objects.filter(comment__in=waiting).order_by(self.order)
        placed = placed.values_list("comment_id", flat=True)
        loose = Comment.objects.filter(pk__in=waiting).order_by("pk")
        loose = loose.filter(~Exists(ReviewPlace.objects.filter(comment=OuterRef("pk"))))
        loose = loose.values_list("pk", flat=True)
        if here is not None:
            steps = (placed.filter(**{f"{self.order}__gt": here}), loose, placed)
        else:
            steps = (loose.filter(pk__gt=after), placed, loose) if after else (placed, loose)
        return next((found for step in steps if (found := step.first()) is not None), None)

    def _next_drawn(self, after: int) -> int | None:
        ids = [row.comment_id for row in drawn(self.sample)]
        waiting = set(waiting_in(self.sample))
        here = ids.index(after) + 1 if after in ids else 0
        return next((pk for pk in ids[here:] + ids[:here] if pk in waiting), None)


@dataclass(frozen=True)
class Progress:
    """How many comments of the review are done."""

    done: int
    total: int

    @property
    def label(self) -> str:
        return f"{self.done:,} of {self.total:,} reviewed"


def progress(codebook: Codebook) -> Progress:
    """Comments with suggestions, and those of them on which nothing waits; two queries."""
    waiting = open_suggestions(codebook).values("comment_id").distinct().count()
    decided = Suggestion.objects.of_standing_comments().filter(theme__codebook=codebook)
    decided = decided.exclude(state__in=[Suggestion.State.PENDING, Suggestion.State.SUPERSEDED])
    open_ones = open_suggestions(codebook).values("comment_id")
    done = decided.exclude(comment__in=open_ones).values("comment_id").distinct().count()
    return Progress(done, done + waiting)


@dataclass(frozen=True)
class Repeats:
    """How often a text came. `others` are the comments, without this one, that say it again."""

    times: int
    submissions: int
    others: tuple[int, ...]
    waiting: int

    @property
    def label(self) -> str:
        if self.submissions > 1:
            return f"1 text, {self.times:,} times, in {self.submissions:,} submissions"
        return f"1 text, {self.times:,} times"


def repeats_of(codebook: Codebook, comment: Comment) -> Repeats | None:
    """The comments that a run found to say the same; None where it is alone. Three queries."""
    place = ReviewPlace.objects.filter(comment=comment.pk).first()
    if place is None:
        return None
    same = ReviewPlace.objects.filter(first=place.first_id).values("comment")
    standing = Comment.objects.as_evidence().filter(pk__in=same).order_by("pk")
    rows = list(standing.values_list("pk", "submission"))
    if len(rows) < 2:
        return None
    others = tuple(pk for pk, _ in rows if pk != comment.pk)
    waiting = open_suggestions(codebook).filter(comment__in=others)
    return Repeats(
        times=len(rows),
        submissions=len({submission for _, submission in rows if submission}),
        others=others,
        waiting=waiting.values("comment").distinct().count(),
    )
