"""What searches for new themes suggest, as pages show it: words where there were places."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from django.db.models import Exists, OuterRef, Q, QuerySet

from analysis import adapters
from analysis.discovery.rows import stored_vectors
from analysis.engine import more as engine_more
from analysis.models import Candidate, CandidateComment, CandidatePlace, Codebook, Discovery
from analysis.services.candidates import merged_with, merged_with_each
from analysis.services.discovery import comments_in
from feedback.models import Comment
from feedback.redaction import to_redacted
from feedback.reports import hidden_spans

Kind, State = CandidatePlace.Kind, Candidate.State
NAMELESS = "No name yet"
MORE = 12
LONGEST_NAME = 60


@dataclass(frozen=True)
class Example:
    """What somebody said, or the part of it that shows the candidate."""

    comment: Comment
    words: str


@dataclass(frozen=True)
class CandidateView:
    """A candidate with its words as they stand today.

    `is_named`: its name is a phrase of several people. Otherwise the words of its first example
    stand for it, to tell it apart, and a person finds the name.
    `comments` counts comments, `people` those who sent them (submissions and sessions);
    `segments` are name and people, most first.
    """

    candidate: Candidate
    name: str
    is_named: bool
    keywords: tuple[str, ...]
    closest: tuple[Example, ...]
    different: tuple[Example, ...]
    comments: int
    people: int
    segments: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Wider:
    """Candidates that stand near each other; without a name those that each stand alone."""

    name: str
    below: tuple[CandidateView, ...]


def newest(codebook: Codebook) -> Discovery | None:
    """The search that was begun last."""
    return codebook.discovery_set.select_related("asked_by").first()


def newest_done(codebook: Codebook) -> Discovery | None:
    rows = codebook.discovery_set.filter(state=Discovery.State.DONE)
    return rows.select_related("asked_by").first()


def to_look_through(codebook: Codebook) -> dict[str, int]:
    """Scope → how many comments it has now."""
    return {scope: comments_in(codebook, scope).count() for scope in Discovery.Scope.values}


def open_candidates(discovery: Discovery, segment: str = "") -> QuerySet[Candidate]:
    """What nobody has settled, and of which something still stands; where a segment is named, what
    somebody of it said."""
    said = CandidateComment.objects.standing()
    if segment:
        said = said.filter(comment__segment__name=segment)
    here = Q(candidate=OuterRef("pk")) | Q(candidate__merged_into=OuterRef("pk"))
    rows = discovery.candidate_set.filter(Exists(said.filter(here)), state=State.OPEN)
    return rows.filter(is_wider=False).select_related("segment")


def more_like(candidate: Candidate, comments: Sequence[Comment]) -> list[Comment]:
    """Other comments that are near to those of a candidate, the nearest first."""
    initiative = candidate.discovery.codebook.initiative_id
    others = Comment.objects.as_evidence().filter(initiative=initiative)
    others = list(
        others.exclude(pk__in=[c.pk for c in comments])
        .exclude(pk__in=_rows_by_hand(candidate).values("comment"))
        .select_related("segment")
        .defer("original")
        .order_by("pk")
    )
    found = engine_more.more_like(
        [adapters.comment_record(c) for c in comments],
        [adapters.comment_record(c) for c in others],
        MORE,
        stored_vectors([*comments, *others]),
    )
    by_id = {comment.pk: comment for comment in others}
    return [by_id[pk] for pk in found]


def views_of(candidates: Iterable[Candidate]) -> list[CandidateView]:
    """Views of candidates of one search; five queries, however many they are."""
    candidates = list(candidates)
    if not candidates:
        return []
    merged = merged_with_each(candidates[0].discovery_id)
    sources = {candidate.pk: merged(candidate.pk) for candidate in candidates}
    said = _said_of({pk for ids in sources.values() for pk in ids})
    words = _words_of([candidate.pk for candidate in candidates])
    return [
        _view(candidate, words.get(candidate.pk, {}), _together(said, sources[candidate.pk]))
        for candidate in candidates
    ]


def _view(candidate: Candidate, words: dict, said: dict[int, tuple]) -> CandidateView:
    people = {(segment, sender) for segment, sender in said.values()}
    segments = Counter(segment for segment, _ in people)
    keywords = tuple(dict.fromkeys(example.words for example in words.get(Kind.KEYWORD, ())))
    name = next((example.words for example in words.get(Kind.NAME, ())), "")
    return CandidateView(
        candidate=candidate,
        name=name or _in_its_words(words.get(Kind.CLOSEST, ())) or NAMELESS,
        is_named=bool(name),
        keywords=keywords,
        closest=tuple(words.get(Kind.CLOSEST, ())),
        different=tuple(words.get(Kind.DIFFERENT, ())),
        comments=len(said),
        people=len({sender for _, sender in people}),
        segments=tuple(sorted(segments.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _in_its_words(closest: Sequence[Example]) -> str:
    """The beginning of the closest example, as the words of somebody."""
    for example in closest:
        words = shorten(example.words, LONGEST_NAME, placeholder=" …")
        return f"“{words}”" if example.comment.voice == Comment.Voice.OWN else words
    return ""


def _said_of(candidates: Collection[int]) -> dict[int, dict[int, tuple]]:
    """Candidate → comment → its segment and who sent it."""
    rows = CandidateComment.objects.standing().filter(candidate__in=candidates)
    found: dict[int, dict[int, tuple]] = {}
    for candidate, comment, segment, submission, log in rows.values_list(
        "candidate",
        "comment",
        "comment__segment__name",
        "comment__submission",
        "comment__session_log",
    ):
        sender = ("submission", submission) if submission else ("session", log)
        found.setdefault(candidate, {})[comment] = (segment or "segment not known", sender)
    return found


def _together(said: dict[int, dict], candidates: Iterable[int]) -> dict[int, tuple]:
    whole: dict[int, tuple] = {}
    for pk in candidates:
        whole |= said.get(pk, {})
    return whole


def _words_of(candidates: Collection[int]) -> dict[int, dict[str, list[Example]]]:
    """Candidate → kind → words, of comments that stand; what is hidden by now stays hidden."""
    rows = list(CandidatePlace.objects.standing().filter(candidate__in=candidates))
    ids = {row.comment_id for row in rows}
    comments = Comment.objects.select_related("segment").defer("original").in_bulk(ids)
    hidden = hidden_spans(ids)
    found: dict[int, dict[str, list[Example]]] = {}
    for row in rows:
        comment = comments[row.comment_id]
        start, end = to_redacted(hidden[row.comment_id], row.start, row.end)
        example = Example(comment, comment.redacted_text[start:end].strip())
        if example.words:
            found.setdefault(row.candidate_id, {}).setdefault(row.kind, []).append(example)
    return found


def in_groups(views: Iterable[CandidateView]) -> list[Wider]:
    """The candidates under their wider ones, in their order, then those that stand alone; two
    queries for the names."""
    views = list(views)
    names = _words_of({v.candidate.wider_id for v in views if v.candidate.wider_id})
    groups: dict[int | None, list[CandidateView]] = {}
    for view in views:
        groups.setdefault(view.candidate.wider_id, []).append(view)
    ordered = sorted(groups.items(), key=lambda group: group[0] is None)
    return [
        Wider(_wider_name(names.get(key, {}).get(Kind.NAME, ()), below), tuple(below))
        for key, below in ordered
    ]


def _wider_name(own: Sequence[Example], below: Sequence[CandidateView]) -> str:
    """Its phrase, or where no phrase is said in all of it, the names of the first below it."""
    if own or below[0].candidate.wider_id is None:
        return own[0].words if own else ""
    return ", ".join([view.name for view in below if view.is_named][:2]) or NAMELESS


def settled(discovery: Discovery) -> list[CandidateView]:
    """What people have done something with, to look at or to undo."""
    rows = discovery.candidate_set.filter(is_wider=False).exclude(
        state__in=[State.OPEN, State.UNDONE]
    )
    return views_of(rows.select_related("theme"))


@dataclass(frozen=True)
class ByHand:
    """A comment that a person took out of a candidate (`is_out`) or put in."""

    comment: Comment
    is_out: bool


def by_hand(candidate: Candidate) -> list[ByHand]:
    """What a person took out and put in, each of which can be undone; four queries."""
    rows = _rows_by_hand(candidate).filter(comment__in=Comment.objects.as_evidence())
    found = dict(rows.values_list("comment_id", "by_hand"))
    comments = Comment.objects.select_related("segment").defer("original").in_bulk(found)
    return [
        ByHand(comments[pk], how == CandidateComment.ByHand.TAKEN_OUT) for pk, how in found.items()
    ]


def _rows_by_hand(candidate: Candidate) -> QuerySet[CandidateComment]:
    rows = CandidateComment.objects.filter(candidate__in=merged_with(candidate))
    return rows.exclude(by_hand="")
