"""Objects for tests, as small as they can be and still be believable."""

from dataclasses import fields as fields_of
from datetime import UTC, datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from analysis.models import (
    Candidate,
    Codebook,
    CodingTask,
    Discovery,
    Run,
    Suggestion,
    Summary,
    Tag,
    Theme,
)
from analysis.models.summaries import About
from feedback import services
from feedback.import_rows import Columns
from feedback.models import Comment, Import, SessionLog, Submission
from focusgroups.models import FocusGroup, Guide, GuideQuestion, Place, Session
from initiatives.models import (
    DecisionPoint,
    Initiative,
    Membership,
    PrivacyNotice,
    Segment,
    Text,
    Translation,
)
from initiatives.wording import words_hash
from surveys.models import Choice, Question, Survey, SurveyVersion

PASSWORD = "a long enough password"
ABOUT = fields_of(services.About)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save()


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = Initiative

    slug = factory.Sequence(lambda n: f"initiative-{n}")
    name = factory.Sequence(lambda n: f"Initiative {n}")
    agency_name = "River County"
    agency_contact = "1 Main Street, 555-0100"
    is_public = True


def make_member(initiative: Initiative, *roles: str, **fields) -> User:
    """A person with these roles in the initiative."""
    user = UserFactory(**fields)
    for role in roles:
        Membership.objects.create(initiative=initiative, user=user, role=role)
    return user


class SegmentFactory(DjangoModelFactory):
    class Meta:
        model = Segment

    initiative = factory.SubFactory(InitiativeFactory)
    code = factory.Sequence(lambda n: f"segment-{n}")
    name = factory.Sequence(lambda n: f"Segment {n}")


class DecisionPointFactory(DjangoModelFactory):
    class Meta:
        model = DecisionPoint

    initiative = factory.SubFactory(InitiativeFactory)
    code = factory.Sequence(lambda n: f"point-{n}")
    name = factory.Sequence(lambda n: f"Decision point {n}")


class TextFactory(DjangoModelFactory):
    class Meta:
        model = Text

    initiative = factory.SubFactory(InitiativeFactory)
    words = "What happened?"


def make_text(initiative: Initiative, words: str, spanish: str = "") -> Text:
    """A Text, with its Spanish where given."""
    text = Text.objects.create(initiative=initiative, words=words)
    if spanish:
        Translation.objects.create(
            text=text, language="es", words=spanish, source_hash=words_hash(words)
        )
    return text


def make_notice(initiative: Initiative, words: str = "You may stop at any time.") -> PrivacyNotice:
    number = PrivacyNotice.objects.filter(initiative=initiative).count() + 1
    text = make_text(initiative, words, "Puede parar cuando quiera.")
    return PrivacyNotice.objects.create(initiative=initiative, number=number, text=text)


def make_survey(initiative: Initiative, *, slug: str = "voices", published: bool = True) -> Survey:
    """A survey of four questions (segment, one choice, short, long), in English and Spanish."""
    survey = Survey.objects.create(initiative=initiative, slug=slug, name="Voices")
    version = SurveyVersion.objects.create(
        survey=survey,
        number=1,
        title=make_text(initiative, "Tell us what happened", "Cuéntenos qué pasó"),
        intro=make_text(initiative, "It takes five minutes.", "Toma cinco minutos."),
        notice=make_notice(initiative),
        state="PUBLISHED" if published else "DRAFT",
        published_at=timezone.now() if published else None,
    )
    kinds = [
        ("SEGMENT", "Who are you?", "¿Quién es usted?"),
        ("SINGLE", "Did anyone ask what you wanted?", "¿Alguien le preguntó qué quería?"),
        ("SHORT", "What would you change?", "¿Qué cambiaría?"),
        ("LONG", "What happened?", "¿Qué pasó?"),
    ]
    for order, (kind, words, spanish) in enumerate(kinds, 1):
        question = Question.objects.create(
            version=version, order=order, kind=kind, text=make_text(initiative, words, spanish)
        )
        if kind == "SEGMENT":
            for place, segment in enumerate(initiative.segment_set.all(), 1):
                text = make_text(initiative, segment.name)
                Choice.objects.create(question=question, order=place, text=text, segment=segment)
        if kind == "SINGLE":
            for place, (yes, si) in enumerate([("Yes", "Sí"), ("No", "No")], 1):
                text = make_text(initiative, yes, si)
                Choice.objects.create(question=question, order=place, text=text)
    return survey


def make_submission(initiative: Initiative, **fields) -> Submission:
    """A sent submission by telephone, without comments."""
    defaults = {"way": "TELEPHONE", "state": "SENT", "sent_on": timezone.localdate()}
    return Submission.objects.create(initiative=initiative, **defaults | fields)


def make_comment(initiative: Initiative, words: str, **fields) -> Comment:
    """A comment of a submission of its own, redacted by rule as in life, and ready.

    `segment` goes to the submission; every other field is of `receive_comment` or of its
    `About`.
    """
    about = {each.name: fields.pop(each.name) for each in ABOUT if each.name in fields}
    segment = fields.pop("segment", None)
    place = {}
    if "session_log" not in fields:
        submission = fields.pop("submission", None)
        place["submission"] = submission or make_submission(initiative, segment=segment)
    defaults = {"actor": None, "voice": "OWN", "may_quote": True}
    comment = services.receive_comment(
        words=words, about=services.About(**about), **defaults | place | fields
    )
    services.redact_comments(comment_ids=[comment.pk])
    comment.refresh_from_db()
    return comment


def make_import(initiative: Initiative, contents: str | bytes, **fields) -> Import:
    """A file of comments that was read; `fields` are of begin_import or name its columns."""
    about = {"actor": fields.pop("actor", None), "initiative": initiative}
    about["name"] = fields.pop("name", "comments.csv")
    columns = Columns(**{"text": "text"} | fields)
    chunks = [contents.encode() if isinstance(contents, str) else contents]
    file = services.begin_import(chunks=chunks, columns=columns, **about)
    services.start_import(actor=about["actor"], import_file=file, columns=columns, send=False)
    services.read_import(import_id=file.pk)
    file.refresh_from_db()
    return file


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    starts_at = datetime(2026, 11, 4, 0, tzinfo=UTC)
    zone = "America/Chicago"


def make_session(initiative: Initiative, **fields) -> Session:
    """A planned session of a group of its own, with a guide of two questions."""
    segment = fields.pop("segment", None) or SegmentFactory(initiative=initiative)
    guide = Guide.objects.create(initiative=initiative, name="Families")
    for order, words in enumerate(["What is your first name?", "Who was in the room?"], 1):
        GuideQuestion.objects.create(
            guide=guide, order=order, text=make_text(initiative, words), kind="KEY"
        )
    group = FocusGroup.objects.create(
        initiative=initiative, name="Northside parents", segment=segment, guide=guide
    )
    place = Place.objects.create(initiative=initiative, name="Northside church")
    return SessionFactory(group=group, place=place, **fields)


def make_log(initiative: Initiative, state: str = "OPEN", **fields) -> SessionLog:
    return SessionLog.objects.create(session=make_session(initiative, **fields), state=state)


def make_codebook(initiative: Initiative, *names: str) -> Codebook:
    """A codebook with these themes (drafts), whose keywords are their names."""
    codebook, _ = Codebook.objects.get_or_create(initiative=initiative)
    for order, name in enumerate(names, 1):
        Theme.objects.create(
            codebook=codebook,
            code=name.lower().replace(" ", "_"),
            name=name,
            definition=f"What people say about {name.lower()}.",
            keywords=name.lower(),
            order=order,
        )
    return codebook


def make_run(codebook: Codebook, **fields) -> Run:
    defaults = {"state": "DONE", "codebook_version": codebook.version, "engine_version": "test"}
    return Run.objects.create(codebook=codebook, **defaults | fields)


def make_suggestion(run: Run, comment: Comment, theme: Theme, **fields) -> Suggestion:
    defaults = {"start": 0, "end": len(comment.original), "score": 0.8}
    return Suggestion.objects.create(run=run, comment=comment, theme=theme, **defaults | fields)


def make_tag(comment: Comment, theme: Theme, coder: User | None = None, **fields) -> Tag:
    defaults = {
        "start": 0,
        "end": len(comment.original),
        "voice": comment.voice,
        "source": "BY_HAND" if coder else "IMPORTED",
    }
    return Tag.objects.create(comment=comment, theme=theme, coder=coder, **defaults | fields)


def make_blind_tag(
    comment: Comment, theme: Theme, coder: User | None = None, task: CodingTask | None = None
) -> Tag:
    """Put on by a coder in a double coding (a closed one of its own where none is named)."""
    coder = coder or UserFactory()
    task = task or CodingTask.objects.create(
        codebook=theme.codebook, codebook_version=1, made_by=coder, state="CLOSED"
    )
    return make_tag(comment, theme, coder, is_final=False, coding_task=task)


def make_summary(about: About) -> Summary:
    """The summary of a theme, a segment or a decision point, as yet without a version."""
    summary = Summary.of(about)
    summary.save()
    return summary


def make_discovery(codebook: Codebook, actor: User, **fields) -> Discovery:
    """A search for new themes that has ended."""
    defaults = {"state": "DONE", "beat_at": timezone.now(), "ended_at": timezone.now()}
    return Discovery.objects.create(codebook=codebook, asked_by=actor, **defaults | fields)


def make_candidate(discovery: Discovery, *comments: Comment, **fields) -> Candidate:
    """A candidate in these comments; its name is the first comment, as is its one example."""
    defaults = {"order": discovery.candidate_set.count() + 1}
    candidate = Candidate.objects.create(discovery=discovery, **defaults | fields)
    for order, comment in enumerate(comments):
        candidate.candidatecomment_set.create(comment=comment, order=order)
    for kind in ("NAME", "KEYWORD", "CLOSEST"):
        for comment in comments[:1]:
            span = {"start": 0, "end": len(comment.original)}
            candidate.candidateplace_set.create(kind=kind, comment=comment, **span)
    return candidate
