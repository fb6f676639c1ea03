"""Two initiatives full of people: the demo's groups, and a small one in which each way of coming,
each state and each kind of link occurs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from focusgroups import services
from focusgroups.models import (
    Accommodation,
    FocusGroup,
    Interpreter,
    Invitee,
    Partner,
    Registration,
    Session,
    Stipend,
    TimePoll,
    TimePollPerson,
)
from focusgroups.services import outreach
from focusgroups.services.feeds import get_feed
from focusgroups.services.polls import PollPlan
from focusgroups.services.registrations import Contact, Source
from home.demo import family_recruiting, family_sessions
from home.demo.building import begin_initiative, clock_at, use_starter_segments
from home.demo.people import demo_people, give_roles
from initiatives.models import Initiative, Membership
from letters.models import Letter
from tests.factories import InitiativeFactory, make_member
from tests.focusgroups.people import come, invite, open_session
from tests.home.planted import Index, plant_everywhere

State = Registration.State
ZONE = "America/Chicago"


@dataclass
class World:
    """What was built, and whose each mark is. `demo` is by role the people of the demo."""

    voices: Initiative
    small: Initiative
    demo: dict[str, User]
    # Of the small initiative, by role; `other` facilitates another session.
    members: dict[str, User]
    # One with people in every state, online too; one of another group and facilitator.
    session: Session
    next_session: Session
    index: Index = field(default_factory=Index)
    chosen: list[int] = field(default_factory=list)

    @property
    def initiatives(self) -> tuple[Initiative, Initiative]:
        return self.voices, self.small

    def registrations(self) -> list[Registration]:
        """Of each session to come somebody in each state, by each way and in each language, as
        they were when it was built: whoever else there is reads the same pages.
        """
        rows = Registration.objects.filter(pk__in=self.chosen).order_by("pk")
        return list(rows.select_related("session__group__initiative"))

    def owners_in(self, initiative: Initiative) -> set[str]:
        """All whose things are kept in one initiative."""
        kept = {
            "registration": Registration.objects.filter(session__group__initiative=initiative),
            "invitee": Invitee.objects.filter(group__initiative=initiative),
            "partner": Partner.objects.filter(initiative=initiative),
            "interpreter": Interpreter.objects.filter(initiative=initiative),
            "session": Session.objects.filter(group__initiative=initiative),
            "answer": TimePollPerson.objects.filter(poll__group__initiative=initiative),
            "group": FocusGroup.objects.filter(initiative=initiative),
            "poll": TimePoll.objects.filter(group__initiative=initiative),
        }
        return {f"{name} {row.pk}" for name, rows in kept.items() for row in rows}


def build() -> World:
    demo = demo_people()
    voices = _demo(demo)
    small = InitiativeFactory(slug="small", name="Small voices", agency_name="Lake County")
    roles = ("coordinator", "facilitator", "analyst", "approver", "reader")
    members = {role: make_member(small, role) for role in roles}
    members["other"] = make_member(small, "facilitator")
    session, next_session = _sessions(small, members)
    world = World(voices, small, demo, members, session, next_session)
    _fill(world)
    _ask(world)
    for initiative in world.initiatives:
        _poll(initiative, Session.objects.filter(group__initiative=initiative).last())
    for user in User.objects.filter(pk__in=Membership.objects.values("user")):
        get_feed(user=user)
    # What was written down so far is not what is looked at.
    Letter.objects.all().delete()
    world.index = plant_everywhere()
    rows = Registration.objects.filter(session__starts_at__gt=timezone.now()).order_by("position")
    each = {
        (row.session_id, row.state, row.invitee_id, bool(row.email), row.language): row.pk
        for row in rows
    }
    world.chosen = list(each.values())
    return world


def _demo(people: dict[str, User]) -> Initiative:
    """The groups of the demo as its command fills them, without surveys and comments."""
    with clock_at(datetime(2026, 9, 1, 15, tzinfo=UTC)):
        initiative = begin_initiative(
            actor=people["administrator"],
            slug="family-voices",
            name="Family voices",
            agency_name="River County Family Services",
            agency_contact="1 Main Street, (555) 555-0100",
            is_public=True,
        )
        give_roles(initiative, people)
        who = {"actor": people["coordinator"], "facilitator": people["facilitator"]}
        shared = {
            "initiative": initiative,
            "segments": use_starter_segments(actor=people["coordinator"], initiative=initiative),
            "today": timezone.localdate(datetime.now(tz=UTC)),
        }
        plans = family_sessions.plan_sessions(**who, **shared)
        family_recruiting.recruit(**who, **shared, plans=plans)
    return initiative


def _sessions(small: Initiative, members: dict[str, User]) -> tuple[Session, Session]:
    """One that is full within two days, online too and interpreted; one with places left."""
    session = open_session(
        small,
        starts_at=timezone.now() + timedelta(hours=60),
        facilitator=members["facilitator"],
        chairs=5,
        mode="BOTH",
        online_link="https://meet.example/one",
    )
    session.interpreters.add(
        Interpreter.objects.create(
            initiative=small, name="Ayan", languages=["so"], contact="+16515550190"
        )
    )
    next_session = open_session(small, facilitator=members["other"], chairs=40)
    for each in (session, next_session):
        each.group.name = f"Group {each.pk}"
        each.group.stipend = 40
        each.group.save()
    next_session.group.visibility = "LINK"
    next_session.group.save()
    return session, next_session


def _fill(world: World) -> None:
    """Somebody in each state and by each way; every second in Spanish."""
    session, coordinator = world.session, world.members["coordinator"]
    placed = [
        come(session, "Ana", language="en"),
        come(session, "Bo", language="es"),
        come(session, "Cy", phone="+16515550101", way="PHONE", made_by=coordinator),
        come(session, "Di", way="LIST", made_by=coordinator, language="es"),
    ]
    moved = come(world.next_session, "Eli")
    services.move_registration(
        actor=coordinator, registration=moved, to=session, reason="Her brother comes there"
    )
    for number, person in enumerate([*placed, moved]):
        _give(person, number)
    offered, ended, gone = (come(session, name) for name in ("Flo", "Gus", "Hal"))
    for name, phone in (("Ida", ""), ("Jo", "+16515550102")):
        come(session, name, phone=phone, language="es")
    until = {"offered_until": timezone.now() + timedelta(hours=30)}
    for person, state, more in (
        (offered, State.OFFERED, until),
        (ended, State.EXPIRED, {}),
        (gone, State.CANCELLED, {}),
    ):
        Registration.objects.filter(pk=person.pk).update(state=state, **more)
    for name, phone in (("Kim", ""), ("Lu", "+16515550103")):
        _give(come(world.next_session, name, phone=phone), 1)


def _give(person: Registration, number: int) -> None:
    """Needs, one of them answered, and a stipend that was given for which somebody signed."""
    needs = [services.Need("CHILDCARE", 2, "Two and five"), services.Need("ACCESS", 0, "A ramp")]
    details = services.Details(needs=needs, may_contact_later=bool(number % 2))
    services.give_details(registration=person, details=details)
    person.accommodation_set.filter(kind="ACCESS").update(
        state=Accommodation.State.ARRANGED, answer="There is a ramp"
    )
    Stipend.objects.filter(registration=person).update(state="GIVEN", receipt="R-1")


def _ask(world: World) -> None:
    """Asked by letter, by telephone, by two partners; one passed the invitation on to a friend."""
    small, session = world.small, world.session
    asked = {"name_source": "Your aunt gave us your name"}
    for name, contact in (
        ("Mo", Contact("Mo", email="mo@mail.example")),
        ("Ned", Contact("Ned", phone="+16515550104", language="es")),
        ("Oz", Contact("Oz", email="oz@mail.example")),
    ):
        reach = {"email": contact.email, "phone": contact.phone, "contact_hash": contact.hash}
        invitee = invite(session, name=name, language=contact.language, **reach, **asked)
        if name == "Oz":
            come(world.next_session, "Oz", email="oz@mail.example", invitee=invitee)
            come(world.next_session, "Friend", email="friend@mail.example", invitee=invitee)
    for name in ("The school", "The parish"):
        partner = outreach.make_partner(
            actor=world.members["coordinator"],
            initiative=small,
            name=name,
            contact="ms.r@mail.example",
            groups=[session.group, world.next_session.group],
        )
        for person in ("Pia", "Quin"):
            noted = outreach.note_asked(
                partner=partner, group=world.next_session.group, contact=Contact(f"{person}{name}")
            )
        services.register(
            session=world.next_session,
            contact=Contact(f"{person}{name}", email=f"q{partner.pk}@mail.example"),
            segment=None,
            source=Source(way="PARTNER", invitee=noted, partner=partner),
        )


def _poll(initiative: Initiative, session: Session) -> None:
    starts = [timezone.now() + timedelta(days=day) for day in (20, 21)]
    coordinator = Membership.objects.get(initiative=initiative, role="coordinator").user
    poll = services.make_poll(
        actor=coordinator, group=session.group, plan=PollPlan(zone=ZONE), starts=starts
    )
    times = list(poll.timepolltime_set.values_list("pk", flat=True))
    for name in ("Rae", "Sam"):
        person = TimePollPerson.objects.create(poll=poll, name=name, zone=ZONE)
        person.timepollanswer_set.create(time_id=times[0], says="YES")


def more_people(session: Session) -> None:
    """37 more wait where it is full; 17 more have a place where there are places left."""
    holding = Registration.objects.filter(session=session).holding().count()
    state, number = ("WAITLISTED", 37) if holding >= session.places else ("REGISTERED", 17)
    people = [
        Registration(session=session, state=state, position=1000 + order, segment_id=None)
        for order in range(number)
    ]
    Registration.objects.bulk_create(people)
    invitees = [Invitee(group=session.group, noted="NO", state="NO") for _ in range(number)]
    Invitee.objects.bulk_create(invitees)
    for poll in session.group.timepoll_set.all():
        answers = [TimePollPerson(poll=poll, name="More", zone=poll.zone) for _ in range(number)]
        TimePollPerson.objects.bulk_create(answers)
