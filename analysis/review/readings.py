"""How comments sound, as pages show it, and which comments the engine cannot read."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from analysis import adapters, engine
from analysis.models import Codebook, Reading, Tag, Theme
from feedback.models import Comment
from feedback.redaction import to_redacted
from feedback.reports import hidden_spans

KINDS = {"worry": "Worry", "works": "Working well", "idea": "Idea", engine.MIXED: "Mixed"}
UNCLEAR = "Not clear"
GRADES = {1: "very positive", 2: "positive", 3: "in between", 4: "negative", 5: "very negative"}


@dataclass(frozen=True)
class About:
    """A comment in one or two words. `kinds` are those of its clauses, each once.

    `sounds` is its sentiment in words and `probability` how sure the engine is; empty and None
    where it cannot say, and before a run has read the comment.
    """

    is_readable: bool
    whole: str = ""
    kinds: tuple[str, ...] = ()
    sounds: str = ""
    probability: float | None = None

    @property
    def is_mixed(self) -> bool:
        return self.whole == KINDS[engine.MIXED]


def about_comment(codebook: Codebook, comment: Comment) -> About:
    """What the engine makes of one comment; two queries."""
    record = adapters.comment_record(comment)
    is_readable = engine.readable(record, adapters.theme_records(codebook.theme_set.in_use()))
    reading = Reading.objects.current().filter(comment=comment).first()
    if reading is None:
        return About(is_readable)
    found = [engine.VALENCES[kind] for _, _, kind in reading.spans]
    return About(
        is_readable=is_readable,
        whole=_whole(found),
        kinds=tuple(KINDS[kind] for kind in engine.VALENCES if kind in found),
        sounds=GRADES.get(reading.sentiment, ""),
        probability=reading.probability,
    )


def _whole(found: list[str]) -> str:
    records = [engine.ValenceRecord(0, 0, 0, kind) for kind in found]
    return KINDS.get(engine.whole(records), "")


@dataclass(frozen=True)
class Split:
    """How many of a theme's comments are of one kind where they speak of the theme."""

    kind: str
    comments: int


def valence_split(theme: Theme) -> tuple[Split, ...]:
    """The tagged words of a theme by kind, each comment once; empty before a run has read any.

    Three queries. A comment whose tagged words are a worry and praise is mixed.
    """
    places: dict[int, list[tuple[int, int]]] = {}
    for pk, *span in (
        Tag.objects.counted().filter(theme=theme).values_list("comment_id", "start", "end")
    ):
        places.setdefault(pk, []).append(tuple(span))
    read = dict(
        Reading.objects.current().filter(comment__in=places).values_list("comment_id", "spans")
    )
    if not read:
        return ()
    hidden = hidden_spans(read)
    counts = Counter(
        _kind([to_redacted(hidden[pk], *span) for span in places[pk]], spans)
        for pk, spans in read.items()
    )
    counts[UNCLEAR] += len(places) - len(read)
    return tuple(Split(kind, counts[kind]) for kind in (*KINDS.values(), UNCLEAR) if counts[kind])


def _kind(tagged: list[tuple[int, int]], spans: list[list[int]]) -> str:
    """The kind of the clauses that the tagged words touch."""
    found = [
        engine.VALENCES[kind]
        for start, end, kind in spans
        if any(start < last and first < end for first, last in tagged)
    ]
    return _whole(found) or UNCLEAR


def cannot_read(codebook: Codebook) -> QuerySet[Comment]:
    """Comments in languages that the engine does not read with this codebook: for a person.

    Two queries, the second when it is looked at. (A comment without a word has no suggestion
    either, and waits among those without a theme.)
    """
    comments = Comment.objects.as_evidence().filter(initiative=codebook.initiative_id)
    themes = adapters.theme_records(codebook.theme_set.in_use())
    languages = comments.order_by().values_list("language", flat=True).distinct()
    unread = [language for language in languages if not engine.reads(language, themes)]
    return comments.filter(language__in=unread).defer("original").order_by("pk")
