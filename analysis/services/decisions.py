"""What a person decides on a comment: every decision is kept, and can be undone by one more.

Decisions of one key stroke share a number (`together`): they are made and undone as one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis.models import Decision, Suggestion, Tag, Theme
from analysis.services import next_places
from analysis.services.codebook import make_theme
from feedback.models import Comment
from initiatives.wording import clean_words

State, Verb = Suggestion.State, Decision.Verb
GONE = "This comment was taken back or changed meanwhile. It counts no more; go on with the next."


@dataclass(frozen=True)
class Stroke:
    """One key stroke of one person on one comment."""

    actor: User
    comment: Comment
    together: UUID = field(default_factory=uuid4)

    def decide(self, verb: str, **fields) -> Decision:
        return Decision.objects.create(
            by=self.actor, verb=verb, together=self.together, comment=self.comment, **fields
        )


@transaction.atomic
def decide_suggestions(
    *,
    actor: User,
    comment: Comment,
    accept: Collection[int],
    reject: Collection[int],
    also: Collection[int] = (),
    alike: Collection[int] = (),
) -> int:
    """Accept some of the suggestions on a comment (their numbers) and reject others, as one, and
    put the themes `also` (their numbers), which were only offered, on the words nearest to them.

    On the comments `alike` (their numbers) the same themes are decided in the same way, where
    they wait there too or were not decided against; returns on how many. A suggestion that the
    same person decided in the same way already stays as it is (a double click). Raises
    InvalidTransition where somebody else was quicker, or the comment is gone.
    """
    stroke = Stroke(actor, lock_evidence(comment))
    wanted = dict.fromkeys(accept, State.ACCEPTED) | dict.fromkeys(reject, State.REJECTED)
    rows = Suggestion.objects.select_for_update().filter(comment=comment, pk__in=wanted)
    open_rows = [row for row in rows if not _is_done_by(actor, row, wanted[row.pk])]
    _decide(stroke, [(row, wanted[row.pk]) for row in open_rows])
    themes = next_places.themes_of(comment, also)
    _put(stroke, themes)
    by_theme = {row.theme_id: wanted[row.pk] for row in open_rows}
    return _decide_alike(stroke, alike, by_theme, themes)


def _put(stroke: Stroke, themes: Iterable[Theme]) -> None:
    for theme, start, end in next_places.places_of(stroke.comment, themes):
        _add(stroke, theme, start, end)


def _decide(stroke: Stroke, rows: Iterable[tuple[Suggestion, str]]) -> None:
    rows = list(rows)
    for row, state in rows:
        if state == State.ACCEPTED:
            _accept(stroke, row)
        else:
            _reject(stroke, row)
    if rows:
        _audit(stroke, "decide_suggestions")


def _decide_alike(
    stroke: Stroke,
    alike: Collection[int],
    by_theme: Mapping[int, str],
    themes: Collection[Theme],
) -> int:
    """The same on comments that say the same; those that were taken back are left out."""
    pending = Suggestion.objects.pending().of_standing_comments().select_for_update(of=("self",))
    found: dict[int, list[Suggestion]] = {}
    rows = pending.filter(comment__in=alike, theme__in=by_theme).order_by("comment_id", "pk")
    for row in rows:
        found.setdefault(row.comment_id, []).append(row)
    comments = Comment.objects.as_evidence().filter(initiative=stroke.comment.initiative_id)
    comments = comments.defer("original").in_bulk(list(alike if themes else found))
    for comment in comments.values():
        other = Stroke(stroke.actor, lock_evidence(comment), stroke.together)
        waiting = found.get(comment.pk, ())
        _decide(other, [(row, by_theme[row.theme_id]) for row in waiting])
        _put(other, next_places.not_refused(comment, themes))
    return len(comments)


@transaction.atomic
def find_no_theme(*, actor: User, comment: Comment, alike: Collection[int] = ()) -> None:
    """A person read the comment, and those `alike`, and no theme of the codebook is in it."""
    stroke = Stroke(actor, lock_evidence(comment))
    standing = Comment.objects.as_evidence().filter(initiative=comment.initiative_id)
    others = standing.filter(pk__in=set(alike) - {comment.pk}).values_list("pk", flat=True)
    numbers = [comment.pk, *others]
    there = Decision.objects.filter(comment__in=numbers, verb=Verb.NONE, decision=None)
    have = set(there.values_list("comment_id", flat=True))
    rows = [
        Decision(by=actor, verb=Verb.NONE, together=stroke.together, comment_id=pk)
        for pk in numbers
        if pk not in have
    ]
    Decision.objects.bulk_create(rows)
    if rows:
        _audit(stroke, "find_no_theme")


def _is_done_by(actor: User, row: Suggestion, wanted: str) -> bool:
    if wanted == State.ACCEPTED and row.state == State.MERGED:
        return True  # the theme is on the comment, whoever put it there
    if row.state != wanted:
        return False
    return row.decision_set.filter(by=actor, decision=None).exists()


def _accept(stroke: Stroke, row: Suggestion) -> None:
    """Where the theme is on the comment already, the suggestion is merged into that tag."""
    merged = _has(stroke.comment, row.theme_id)
    move_suggestion(row, State.MERGED if merged else State.ACCEPTED)
    decision = stroke.decide(Verb.ACCEPT, suggestion=row, theme_id=row.theme_id)
    if not merged:
        _tag(stroke, row.theme_id, row.start, row.end, Tag.Source.ACCEPTED, decision)


def _reject(stroke: Stroke, row: Suggestion) -> None:
    move_suggestion(row, State.REJECTED)
    stroke.decide(Verb.REJECT, suggestion=row, theme_id=row.theme_id)


@transaction.atomic
def change_suggestion(*, actor: User, suggestion: Suggestion, theme: Theme) -> None:
    """The span is right and the theme is another one."""
    stroke = Stroke(actor, lock_evidence(suggestion.comment))
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if _is_done_by(actor, row, State.CHANGED):
        return
    move_suggestion(row, State.CHANGED)
    decision = stroke.decide(Verb.CHANGE, suggestion=row, theme=theme)
    if not _has(stroke.comment, theme.pk):
        _tag(stroke, theme.pk, row.start, row.end, Tag.Source.BY_HAND, decision)
    _audit(stroke, "change_suggestion")


@transaction.atomic
def add_tag(*, actor: User, comment: Comment, theme: Theme, start: int, end: int) -> None:
    """Put a theme on words of a comment (positions in the original). Once is enough."""
    stroke = Stroke(actor, lock_evidence(comment))
    _add(stroke, theme, start, end)


@transaction.atomic
def add_new_theme(
    *, actor: User, comment: Comment, name: str, start: int, end: int, parent: Theme | None = None
) -> Theme:
    """A new theme, put on words of a comment at once. Raises ThemeRefused for its name.

    The same once more by the same person (a double click) is the same theme.
    """
    stroke = Stroke(actor, lock_evidence(comment))
    mine = Theme.objects.filter(made_by=actor, codebook__initiative=comment.initiative_id)
    just_made = mine.filter(name__iexact=clean_words(name), tag__comment=comment).first()
    if just_made is not None:
        return just_made
    theme = make_theme(actor=actor, initiative=comment.initiative, name=name, parent=parent)
    _add(stroke, theme, start, end)
    return theme


def _add(stroke: Stroke, theme: Theme, start: int, end: int) -> None:
    if _has(stroke.comment, theme.pk):
        return
    decision = stroke.decide(Verb.ADD, theme=theme)
    _tag(stroke, theme.pk, start, end, Tag.Source.BY_HAND, decision)
    _answer_waiting(stroke, theme)
    _audit(stroke, "add_tag")


def _answer_waiting(stroke: Stroke, theme: Theme) -> None:
    """What the engine suggests of a theme that is on the comment now needs no answer any more."""
    waiting = Suggestion.objects.pending().select_for_update()
    for row in waiting.filter(comment=stroke.comment, theme=theme):
        move_suggestion(row, State.MERGED)
        stroke.decide(Verb.ACCEPT, suggestion=row, theme=theme)


@transaction.atomic
def remove_tag(*, actor: User, tag: Tag) -> None:
    """Take a theme off a comment. A decision against it is kept."""
    stroke = Stroke(actor, lock_evidence(tag.comment))
    stroke.decide(Verb.REJECT, theme_id=tag.theme_id)
    tag.delete()
    _audit(stroke, "remove_tag")


@transaction.atomic
def undo_last(*, actor: User, initiative_id: int) -> Comment | None:
    """Undo what the person decided last in this initiative; returns the comment, None at the end.

    What was decided together (`Decision.together`) is undone together; the comment is the first
    of them. Tags of those decisions go, and their suggestions wait again.
    """
    mine = Decision.objects.filter(by=actor, comment__initiative=initiative_id)
    standing = mine.filter(decision=None).exclude(verb=Verb.UNDO)
    # Taking a tag off cannot be undone here: nothing is kept of where it stood.
    last = standing.exclude(verb=Verb.REJECT, suggestion=None).order_by("-pk").first()
    if last is None:
        return None
    rows = standing.filter(together=last.together).select_related("suggestion__theme", "comment")
    rows = list(rows.defer("comment__original").order_by("pk"))
    Decision.objects.bulk_create(
        Decision(
            by=actor,
            verb=Verb.UNDO,
            together=rows[0].together,
            comment=row.comment,
            suggestion=row.suggestion,
            theme_id=row.theme_id,
            undoes=row,
        )
        for row in rows
    )
    Tag.objects.filter(decision__in=rows).delete()
    suggestions = [row.suggestion for row in rows if row.suggestion is not None]
    for suggestion in suggestions:
        require_step(Suggestion.STEPS, suggestion.state, State.PENDING, "suggestion")
        suggestion.state = State.PENDING
    Suggestion.objects.bulk_update(suggestions, ["state"], 500)
    _audit(Stroke(actor, rows[0].comment), "undo_decision")
    return rows[0].comment


def lock_evidence(comment: Comment) -> Comment:
    """The comment, locked. Raises InvalidTransition where it cannot be evidence (any more)."""
    found = Comment.objects.as_evidence().select_for_update(of=("self",)).filter(pk=comment.pk)
    standing = found.defer("original").first()
    if standing is None:
        raise InvalidTransition(GONE)
    return standing


def _has(comment: Comment, theme: int) -> bool:
    return Tag.objects.filter(comment=comment, theme=theme, is_final=True).exists()


def move_suggestion(row: Suggestion, state: str) -> None:
    """Raises InvalidTransition where somebody has decided on it meanwhile."""
    if row.state != State.PENDING != state:
        raise InvalidTransition(
            f"Somebody has decided on “{row.theme}” here meanwhile: {row.get_state_display()}."
        )
    require_step(Suggestion.STEPS, row.state, state, "suggestion")
    row.state = state
    row.save(update_fields=["state"])


def _tag(stroke: Stroke, theme: int, start: int, end: int, source: str, decision) -> Tag:
    return Tag.objects.create(
        comment=stroke.comment,
        voice=stroke.comment.voice,
        theme_id=theme,
        start=start,
        end=end,
        coder=stroke.actor,
        source=source,
        decision=decision,
    )


def _audit(stroke: Stroke, verb: str) -> None:
    audit.record(
        actor=stroke.actor,
        verb=verb,
        subject=stroke.comment,
        initiative=stroke.comment.initiative_id,
    )
