"""Every address of Heard, and an initiative with one of each thing, so that none is empty."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from analysis.models import (
    Assignment,
    CodebookChange,
    CodingTask,
    Decision,
    Drafting,
    Sentence,
    SummaryVersion,
)
from feedback.models import Import
from focusgroups.models import Interpreter, Room
from followup.models import Action
from initiatives import invitations
from initiatives.models import Initiative, Invitation, Membership, NoticeGiven, Role
from surveys.models import Question
from tests import factories as make
from tests.guards import letters, organizing, private_links


@dataclass(frozen=True)
class Address:
    """One line of a urls.py: its name with namespaces, its route, and the names in brackets."""

    name: str
    route: str
    arguments: tuple[str, ...]

    @property
    def is_of_an_initiative(self) -> bool:
        return self.route.startswith("work/<slug:slug>/")

    @property
    def noun(self) -> str:
        """The word before the first number: what kind of thing the number is of."""
        return self.route.split("/<int:pk>")[0].rsplit("/", 1)[-1] if "pk" in self.arguments else ""


def every() -> list[Address]:
    """All of them, those of allauth as well; of the languages, English."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list, route="", spaces=(), arguments=()) -> Iterator[Address]:
    for pattern in patterns:
        # Addresses below a language prefix are the same views again; English has none.
        here = route + ("" if hasattr(pattern.pattern, "language_prefix") else str(pattern.pattern))
        asked = (*arguments, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, here, inner, asked)
        elif isinstance(pattern, URLPattern):
            yield Address(":".join((*spaces, pattern.name or pattern.lookup_str)), here, asked)


@dataclass(frozen=True)
class World:
    """An initiative and the numbers of what is in it, by the noun of the address.

    `member` has every role in it, runs its session and typed what was said.
    """

    initiative: Initiative
    member: User
    numbers: dict[str, object]
    others: dict[str, object]

    def url(self, address: Address, **given: object) -> str:
        """The address with a value for each name in brackets; `given` ones come first.

        A noun or a name that is not known here raises KeyError: add it to `make_world`.
        """
        values = {
            name: self.numbers[address.noun] if name == "pk" else self.others[name]
            for name in address.arguments
        }
        if "token" in values:
            beginning = address.route.split("<", 1)[0]
            links = self.others["links"]
            values["token"] = links.get(address.route) or links.get(beginning, values["token"])
        if address.route.startswith("s/"):
            values["slug"] = self.others["survey"]
        return reverse(address.name, kwargs=values | given)


def make_world(slug: str) -> World:
    """One of each, said by somebody, coded, summed up, approved and answered."""
    initiative = make.InitiativeFactory(slug=slug)
    member = make.make_member(initiative, *Role.values)
    survey = make.make_survey(initiative, slug=f"{slug}-survey")
    draft = make.make_survey(initiative, slug=f"{slug}-draft", published=False)
    log, comment, note = _said(initiative, member)
    theme = make.make_codebook(initiative, "Not asked").theme_set.get()
    theme.state = "APPROVED"
    theme.save()
    numbers = _analysis(theme, comment, member) | {
        "surveys": draft.pk,
        "questions": Question.objects.filter(version__survey=draft).first().pk,
        "sessions": log.session_id,
        **_places(log.session, initiative),
        "entry": comment.submission_id,
        "comments": comment.pk,
        "words": comment.pk,
        "protect": comment.pk,
        "notes": note.pk,
        **_set_up(initiative, member),
        "imports": Import.objects.create(initiative=initiative, name="a.csv", state="DONE").pk,
    }
    question = log.session.group.guide.guidequestion_set.first()
    poll, person = private_links.make_poll(log.session.group, member)
    people, more, tokens = organizing.make_people(initiative)
    sent, stops = letters.make_letters(initiative, subject=people["registrations"])
    numbers |= people | sent | {"polls": poll.pk}
    others = _others(initiative, numbers) | {
        "survey": survey.slug,
        "question": question.pk,
        "person": person.pk,
        "links": tokens | private_links.tokens(poll, person, member),
        **more,
        **stops,
    }
    return World(initiative, member, numbers, others)


def _said(initiative, member) -> tuple:
    """Notes of a session, with what was said in it and what somebody sent."""
    log = make.make_log(initiative, facilitator=member)
    log.notice_given = NoticeGiven.objects.create(
        initiative=initiative, notice=make.make_notice(initiative), way="READ_ALOUD"
    )
    log.save()
    comment = make.make_comment(
        initiative,
        "Nobody asked us what we wanted, not once.",
        submission=make.make_submission(initiative, entered_by=member),
    )
    note = make.make_comment(
        initiative, "They never called back.", session_log=log, voice="NOTED", actor=member
    )
    return log, comment, note


def _places(session, initiative) -> dict[str, object]:
    room = Room.objects.create(place=session.place, name="Big hall")
    interpreter = Interpreter.objects.create(initiative=initiative, name="Ayan", languages=["so"])
    return {
        "groups": session.group_id,
        "places": session.place_id,
        "rooms": room.pk,
        "interpreters": interpreter.pk,
    }


def _analysis(theme, comment, member) -> dict[str, object]:
    run = make.make_run(theme.codebook)
    suggestion = make.make_suggestion(run, comment, theme)
    tag = make.make_tag(comment, theme, coder=member)
    decision = Decision.objects.create(
        by=member, verb="ADD", together=uuid.uuid4(), comment=comment, theme=theme
    )
    discovery = make.make_discovery(theme.codebook, member)
    candidate = make.make_candidate(discovery, comment)
    summary = make.make_summary(theme)
    version = SummaryVersion.objects.create(
        summary=summary, number=1, begun_by=member, state="SUBMITTED"
    )
    sentence = Sentence.objects.create(version=version, order=1, words="Nobody asked them.")
    action = Action.objects.create(
        initiative=theme.codebook.initiative, theme=theme, what="Ask first.", made_by=member
    )
    change = CodebookChange.objects.create(
        codebook=theme.codebook, version=2, by=member, kind="EDIT", theme=theme, name=theme.name
    )
    return {
        "changes": change.pk,
        "runs": run.pk,
        "searches": discovery.pk,
        "discover": candidate.pk,
        "review": comment.pk,
        "suggestions": suggestion.pk,
        "tags": tag.pk,
        **_double_coding(theme, comment, member),
        "decisions": decision.pk,
        "themes": theme.pk,
        "<about:kind>": theme.pk,
        "drafts": Drafting.objects.create(version=version, asked_by=member, state="DONE").pk,
        "approvals": version.pk,
        "sentences": sentence.pk,
        "actions": action.pk,
    }


def _double_coding(theme, comment, member) -> dict[str, object]:
    task = CodingTask.objects.create(
        codebook=theme.codebook, codebook_version=1, made_by=member, state="CLOSED"
    )
    assignment = Assignment.objects.create(
        task=task, coder=member, comment=comment, order=1, state="DONE"
    )
    return {"agreement": task.pk, "assignments": assignment.pk}


def _set_up(initiative, member) -> dict[str, object]:
    invitation = _invitation(initiative, member).pk
    return {
        "people": Membership.objects.filter(user=member).first().pk,
        "invitations": invitation,
        "join": invitation,
        "decision-points": make.DecisionPointFactory(initiative=initiative).pk,
        "segments": make.SegmentFactory(initiative=initiative).pk,
        "administration": initiative.pk,
        "accounts": member.pk,
    }


def _invitation(initiative, member) -> Invitation:
    return Invitation.objects.create(
        initiative=initiative,
        email="new@example.org",
        role="reader",
        invited_by=member,
        expires_at=timezone.now() + timedelta(days=7),
    )


def _others(initiative, numbers: dict) -> dict[str, object]:
    """What else stands in brackets, here and in the addresses of allauth."""
    return {
        "slug": initiative.slug,
        "number": 1,
        "kind": "themes",
        "comment": numbers["comments"],
        "theme": numbers["themes"],
        "suggestion": numbers["suggestions"],
        "token": invitations.token_of(Invitation.objects.get(pk=numbers["join"])),
        "key": "a-key",
        "uidb36": "1",
    }
