"""What a person does with a suggested new theme. Nothing is deleted; each step can be undone."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis import adapters
from analysis.discovery.rows import Kind, Writer, stored_vectors
from analysis.engine import Reason
from analysis.engine.described import CLOSEST, describe
from analysis.engine.discovery import discover
from analysis.models import (
    Candidate,
    CandidateComment,
    CandidatePlace,
    Run,
    Suggestion,
    Theme,
)
from analysis.services.codebook import make_theme, remove_theme
from feedback.models import Comment

State, ByHand = Candidate.State, CandidateComment.ByHand
# Nobody has measured how often a comment of a suggested theme is about it. A little less than what
# is ticked by itself on the review, so that a person looks at each.
FOUND_SCORE = 0.45
FOUND = Reason(kind="found")


class CandidateRefused(ValueError):
    """It cannot be done so. The message says why."""


@transaction.atomic
def take_candidate(
    *, actor: User, candidate: Candidate, suggest: bool, name: str, **words: str
) -> Theme:
    """Make a theme of a candidate, in the person's own words (as of `make_theme`).

    `suggest`: the theme is suggested on the candidate's comments, beside the last run's
    suggestions. Raises ThemeRefused for its name.
    """
    locked = _move(candidate, State.TAKEN)
    initiative = candidate.discovery.codebook.initiative
    theme = make_theme(actor=actor, initiative=initiative, name=name, **words)
    locked.theme = theme
    locked.save(update_fields=["theme"])
    if suggest:
        _suggest(locked, theme)
    _audit(actor, "take_candidate", locked)
    return theme


def last_run(candidate: Candidate) -> Run | None:
    """The run beside whose suggestions those of a new theme can wait."""
    return candidate.discovery.codebook.run_set.filter(state=Run.State.DONE).first()


def _suggest(candidate: Candidate, theme: Theme) -> None:
    run = last_run(candidate)
    if run is None:
        raise CandidateRefused("No run has ended yet. Make the theme; the first run looks for it.")
    spans = {
        place.comment_id: (place.start, place.end)
        for place in CandidatePlace.objects.standing().filter(
            candidate=candidate, kind__in=[Kind.CLOSEST, Kind.DIFFERENT]
        )
    }
    rows = []
    for comment in comments_of(candidate):
        start, end = spans.get(comment.pk, (0, len(comment.original)))
        rows.append(
            Suggestion(
                run=run,
                comment=comment,
                theme=theme,
                start=start,
                end=end,
                score=FOUND_SCORE,
                reason=FOUND.to_json(),
            )
        )
    Suggestion.objects.bulk_create(rows)


def comments_of(candidate: Candidate, *, whole: bool = True) -> list[Comment]:
    """The comments of a candidate and of those merged into it that stand, the nearest first."""
    rows = CandidateComment.objects.standing().filter(candidate__in=merged_with(candidate))
    ids = list(dict.fromkeys(rows.values_list("comment_id", flat=True)))
    comments = Comment.objects.select_related("segment", "decision_point")
    found = (comments if whole else comments.defer("original")).in_bulk(ids)
    return [found[pk] for pk in ids]


def merged_with(candidate: Candidate) -> list[int]:
    """The numbers of the candidate and of all that were merged into it."""
    return merged_with_each(candidate.discovery_id)(candidate.pk)


def merged_with_each(discovery_id: int) -> Callable[[int], list[int]]:
    """The same for every candidate of a search, by its number; one query."""
    rows = Candidate.objects.filter(discovery=discovery_id, state=State.MERGED)
    into: dict[int, list[int]] = {}
    for pk, target in rows.values_list("pk", "merged_into"):
        into.setdefault(target, []).append(pk)

    def whole(pk: int) -> list[int]:
        return [pk, *(each for part in into.get(pk, ()) for each in whole(part))]

    return whole


@transaction.atomic
def merge_candidates(*, actor: User, into: Candidate, others: Collection[Candidate]) -> None:
    """Put other candidates of the same search into one."""
    others = [other for other in others if other.pk != into.pk]
    if not others:
        raise CandidateRefused("Tick at least one other theme to merge with.")
    require_step(Candidate.STEPS, _locked(into).state, State.MERGED, "candidate")
    for other in others:
        if other.discovery_id != into.discovery_id:
            raise CandidateRefused("They were found by different searches.")
        locked = _move(other, State.MERGED)
        locked.merged_into = into
        locked.save(update_fields=["merged_into"])
    _audit(actor, "merge_candidates", into)


@transaction.atomic
def split_candidate(
    *, actor: User, candidate: Candidate, apart: Collection[int] = ()
) -> list[Candidate]:
    """Make two candidates of one: the comments `apart` (numbers) and the rest, or, where none is
    named, the two that the engine sees in it."""
    locked = _move(candidate, State.SPLIT)
    comments = comments_of(locked, whole=False)
    records = {c.pk: adapters.comment_record(c) for c in comments}
    if apart:
        groups = [[pk for pk in records if pk in apart], [pk for pk in records if pk not in apart]]
    else:
        groups = _in_two(comments, records)
    if len(groups) < 2 or not all(groups):
        raise CandidateRefused("That leaves one of the two without a comment.")
    writer = Writer(locked.discovery, adapters.Batch.of(comments), set(records))
    described = describe([[records[pk] for pk in group] for group in groups])
    parts = []
    for group, (name, keywords) in zip(groups, described, strict=True):
        place = name.place if name.is_shared else None
        part = writer.add(place, keywords, wider=locked.wider, split_from=locked)
        writer.add_comments(part, group)
        writer.add_examples(part, [records[pk] for pk in group[:CLOSEST]])
        parts.append(part)
    writer.save()
    _audit(actor, "split_candidate", locked)
    return parts


def _in_two(comments, records) -> list[list[int]]:
    found = discover(records.values(), 2, vectors=stored_vectors(comments))
    groups = [list(theme.comments) for theme in found.themes]
    # What says nothing stays with the larger one.
    return [[*groups[0], *found.unplaced], *groups[1:]] if groups else []


@transaction.atomic
def dismiss_candidate(*, actor: User, candidate: Candidate) -> None:
    """It is no theme, or none of use here."""
    _audit(actor, "dismiss_candidate", _move(candidate, State.DISMISSED))


@transaction.atomic
def add_to_candidate(*, actor: User, candidate: Candidate, comments: Collection[Comment]) -> int:
    """Add comments that a person found to belong to it, or put back what was taken out.

    `remove_from_candidate` undoes it. Returns how many were not in it before.
    """
    locked = _locked(candidate)
    require_step(Candidate.STEPS, locked.state, State.TAKEN, "candidate")
    rows = CandidateComment.objects.filter(candidate__in=merged_with(locked))
    here = rows.filter(comment__in=comments)
    known = set(here.values_list("comment_id", flat=True))
    back = here.filter(by_hand=ByHand.TAKEN_OUT)
    number = back.values("comment").distinct().count()
    back.update(by_hand="")
    last = rows.aggregate(last=Max("order"))["last"] or 0
    new = [comment for comment in comments if comment.pk not in known]
    CandidateComment.objects.bulk_create(
        CandidateComment(
            candidate=locked, comment=comment, order=last + place, by_hand=ByHand.ADDED
        )
        for place, comment in enumerate(new, 1)
    )
    number += len(new)
    if number:
        _audit(actor, "add_to_candidate", locked)
    return number


@transaction.atomic
def remove_from_candidate(*, actor: User, candidate: Candidate, comments: Collection[int]) -> int:
    """Take comments (their numbers) out of it; returns how many.

    `add_to_candidate` undoes it. Raises CandidateRefused where nothing would be left.
    """
    locked = _locked(candidate)
    require_step(Candidate.STEPS, locked.state, State.TAKEN, "candidate")
    inside = CandidateComment.objects.filter(candidate__in=merged_with(locked))
    inside = inside.exclude(by_hand=ByHand.TAKEN_OUT)
    rows = inside.filter(comment__in=comments)
    number = rows.values("comment").distinct().count()
    if not number:
        return 0
    if not inside.standing().exclude(comment__in=comments).exists():
        raise CandidateRefused("That leaves it without a comment. Dismiss it instead.")
    rows.filter(by_hand=ByHand.ADDED).delete()
    rows.update(by_hand=ByHand.TAKEN_OUT)
    _audit(actor, "remove_from_candidate", locked)
    return number


@transaction.atomic
def reopen_candidate(*, actor: User, candidate: Candidate) -> None:
    """Undo what was done with a candidate.

    A theme that was made of it is deleted with what is suggested of it; a used one is refused
    (ThemeRefused). Parts of a split give way; InvalidTransition where somebody has gone on with
    one, or with the candidate that it was merged into.
    """
    locked = _locked(candidate)
    was, theme = locked.state, locked.theme
    locked = _move(candidate, State.OPEN)
    if was == State.SPLIT:
        for part in locked.parts.exclude(state=State.UNDONE):
            _move(part, State.UNDONE)
    if was == State.MERGED and locked.merged_into and locked.merged_into.state != State.OPEN:
        raise InvalidTransition("Undo first what was done with the one it was merged into.")
    if was == State.TAKEN and theme is not None:
        remove_theme(actor=actor, theme=theme)
    locked.theme = locked.merged_into = None
    locked.save(update_fields=["theme", "merged_into"])
    _audit(actor, "reopen_candidate", locked)


def _locked(candidate: Candidate) -> Candidate:
    rows = Candidate.objects.select_for_update(of=("self",))
    return rows.select_related("discovery__codebook__initiative").get(pk=candidate.pk)


def _move(candidate: Candidate, state: str) -> Candidate:
    locked = _locked(candidate)
    require_step(Candidate.STEPS, locked.state, state, "candidate")
    locked.state = state
    locked.save(update_fields=["state"])
    return locked


def _audit(actor: User, verb: str, candidate: Candidate) -> None:
    initiative = candidate.discovery.codebook.initiative_id
    audit.record(actor=actor, verb=verb, subject=candidate, initiative=initiative)
