"""Writing the summary of a theme, a segment or a decision point: every sentence rests on what was
said."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.states import InvalidTransition, require_step
from analysis import letters
from analysis.models import Drafting, Sentence, SentenceEvidence, Summary, SummaryVersion
from analysis.models.summaries import About
from feedback.models import Comment
from initiatives.wording import clean_words

State = SummaryVersion.State


@dataclass(frozen=True)
class Span:
    """Words of a comment: positions in the original, code points, end exclusive."""

    comment: int
    start: int
    end: int


class NoEvidence(ValueError):
    """A sentence rests on nothing that may be shown. The message says what to do."""


@transaction.atomic
def begin_summary(*, actor: User, about: About) -> SummaryVersion:
    """Begin a new version: a copy of the last one, or, the first time, an empty one.

    Where a version is in work already, that one is returned.
    """
    summary = _locked(about)
    versions = summary.summaryversion_set.all()
    if in_work := versions.filter(state__in=[State.DRAFT, State.SUBMITTED]).first():
        return in_work
    last = versions.first()
    number = last.number + 1 if last else 1
    version = SummaryVersion.objects.create(summary=summary, number=number, begun_by=actor)
    if last:
        _copy_sentences(last, version)
    record_step(actor, "begin_summary", version)
    return version


def _locked(about: About) -> Summary:
    """The summary, made where there is none, held until the transaction ends: of two people who
    begin at once the second finds what the first began."""
    wanted = Summary.of(about)
    summary, _ = Summary.objects.get_or_create(
        theme=wanted.theme,
        segment=wanted.segment,
        decision_point=wanted.decision_point,
        defaults={"initiative_id": wanted.initiative_id},
    )
    return Summary.objects.select_for_update().get(pk=summary.pk)


def _copy_sentences(source: SummaryVersion, target: SummaryVersion) -> None:
    """With its authors: they wrote it in the next version too. Evidence that is gone stays out."""
    for sentence in source.sentence_set.prefetch_related("authors"):
        standing = evidence_that_stands(sentence)
        if not standing:
            continue
        copy = Sentence.objects.create(version=target, order=sentence.order, words=sentence.words)
        copy.authors.set(sentence.authors.all())
        for row in standing:
            row.pk, row.sentence, row.found_safe_by = None, copy, None
            row.save(force_insert=True)


def evidence_that_stands(sentence: Sentence) -> list[SentenceEvidence]:
    """Evidence that is neither withdrawn nor replaced, and may still be quoted where it is."""
    rows = sentence.sentenceevidence_set.standing()
    return list(rows.filter(Q(is_quoted=False) | Q(comment__may_quote=True)))


@transaction.atomic
def add_quote(*, actor: User, version: SummaryVersion, span: Span) -> Sentence:
    """Add what somebody said, word for word, as a sentence of its own. Once: the same is found."""
    require_draft(version)
    if same := _same(version, "", [span]):
        return same
    sentence = append(actor, version, "", [span], is_quoted=True)
    record_step(actor, "add_quote", version)
    return sentence


@transaction.atomic
def add_sentence(
    *, actor: User, version: SummaryVersion, words: str, evidence: Collection[Span]
) -> Sentence:
    """Add a sentence in our own words, which rests on `evidence`. Once, as a quote."""
    require_draft(version)
    words = clean_words(words)
    if not words:
        raise NoEvidence("Write the sentence first.")
    if same := _same(version, words, evidence):
        return same
    sentence = append(actor, version, words, evidence)
    record_step(actor, "add_sentence", version)
    return sentence


def _same(version: SummaryVersion, words: str, evidence: Collection[Span]) -> Sentence | None:
    """The sentence that says just this already: a double click adds nothing."""
    for sentence in version.sentence_set.filter(words=words):
        rows = sentence.sentenceevidence_set.values_list("comment", "start", "end")
        if {Span(*row) for row in rows} == set(evidence):
            return sentence
    return None


def append(
    actor: User,
    version: SummaryVersion,
    words: str,
    evidence: Collection[Span],
    is_quoted: bool = False,
) -> Sentence:
    """One more sentence at the end of a draft that is locked. No audit: the caller writes it."""
    last = version.sentence_set.aggregate(last=Max("order"))["last"] or 0
    sentence = Sentence.objects.create(version=version, order=last + 1, words=words)
    sentence.authors.add(actor)
    attach(sentence, evidence, is_quoted)
    return sentence


def attach(sentence: Sentence, evidence: Collection[Span], is_quoted: bool) -> None:
    """Raises NoEvidence where a span is not of a comment that may stand here."""
    if not evidence:
        raise NoEvidence("Choose at least one comment that the sentence rests on.")
    initiative = sentence.version.summary.initiative_id
    allowed = Comment.objects.quotable() if is_quoted else Comment.objects.as_evidence()
    ids = {span.comment for span in evidence}
    found = allowed.filter(pk__in=ids, initiative=initiative).in_bulk()
    if missing := ids - found.keys():
        what = "quoted" if is_quoted else "used"
        raise NoEvidence(f"{len(missing)} of the comments may not be {what}. Choose others.")
    for span in evidence:
        comment = found[span.comment]
        if not 0 <= span.start < span.end <= len(comment.original):
            raise NoEvidence("The words chosen are not in the comment. Select them again.")
        SentenceEvidence.objects.create(
            sentence=sentence,
            comment=comment,
            voice=comment.voice,
            start=span.start,
            end=span.end,
            is_quoted=is_quoted,
        )


def require_draft(version: SummaryVersion) -> None:
    """Lock the version; raise InvalidTransition where it may not be written in any more."""
    current = SummaryVersion.objects.select_for_update().get(pk=version.pk)
    if current.state != State.DRAFT:
        raise InvalidTransition(
            f"This version is {current.get_state_display()}. Begin a new version to change it."
        )


def record_step(actor: User, verb: str, version: SummaryVersion) -> None:
    """The audit row of a step; see `analysis.summaries.authorship` for what makes an author."""
    audit.record(actor=actor, verb=verb, subject=version, initiative=version.summary.initiative_id)


def lock(version: SummaryVersion) -> SummaryVersion:
    """The version as it is now, held until the transaction ends."""
    versions = SummaryVersion.objects.with_subject()
    return versions.select_for_update(of=("self",)).get(pk=version.pk)


@transaction.atomic
def submit_summary(*, actor: User, version: SummaryVersion) -> SummaryVersion:
    """Hand the draft to an approver. Every sentence must rest on evidence that stands."""
    locked = lock(version)
    if locked.state == State.SUBMITTED:
        return locked  # the second half of a double click
    require_step(SummaryVersion.STEPS, locked.state, State.SUBMITTED, "summary")
    sentences = list(locked.sentence_set.all())
    if not sentences:
        raise NoEvidence("There is no sentence yet. Add a quote or write a sentence.")
    for sentence in sentences:
        if len(evidence_that_stands(sentence)) < sentence.sentenceevidence_set.count():
            raise NoEvidence(
                f"Sentence {sentence.order} rests on words that were taken back or may not be "
                "quoted. Replace or remove it."
            )
    locked.state, locked.submitted_at = State.SUBMITTED, timezone.now()
    locked.save(update_fields=["state", "submitted_at"])
    # What was taken out is out for good, and what the engine still looks for comes too late.
    Sentence.with_removed.filter(version=locked, removed_at__isnull=False).delete()
    Drafting.objects.unfinished().filter(version=locked).update(
        state=Drafting.State.CANCELLED, ended_at=timezone.now()
    )
    version.submitted_at = locked.submitted_at
    record_step(actor, "submit_summary", locked)
    letters.tell_of_waiting(locked)
    return locked


@transaction.atomic
def take_back_summary(*, actor: User, version: SummaryVersion) -> SummaryVersion:
    """Make a submitted version a draft again, to go on with it."""
    locked = lock(version)
    if locked.state == State.DRAFT:
        return locked
    require_step(SummaryVersion.STEPS, locked.state, State.DRAFT, "summary")
    locked.state = State.DRAFT
    locked.save(update_fields=["state"])
    record_step(actor, "take_back_summary", locked)
    return locked
