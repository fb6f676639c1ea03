"""A large county's wave of groups, written in bulk: 500 sessions and 20,000 registrations."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from focusgroups.models import (
    Accommodation,
    FocusGroup,
    Guide,
    Place,
    Registration,
    Room,
    SegmentPlan,
    Session,
    Stipend,
    Target,
)
from initiatives.models import Initiative, Membership, Role, Segment
from letters.contacts import hash_of

SLUG = "schedule"
SEGMENTS, GROUPS, SESSIONS, REGISTRATIONS = 5, 100, 500, 20_000
PLACES, ROOMS = 10, 3
PER_SESSION = REGISTRATIONS // SESSIONS
CHAIRS = PER_SESSION * 3 // 4
LANGUAGES = ("en", "es", "so", "hmn")
# Two in five sessions have been held; the rest lies ahead, three on each weekday.
PAST = SESSIONS * 2 // 5
ZONE = "America/Chicago"


def make_rows() -> None:
    """Everything, in one initiative whose coordinator and facilitators are `…@bench.example`."""
    initiative = Initiative.objects.create(
        slug=SLUG, name="Schedule", agency_name="Mill River County", is_public=True
    )
    people = [_member(initiative, "coordinator", Role.COORDINATOR)]
    people += [_member(initiative, f"facilitator{n}", Role.FACILITATOR) for n in range(8)]
    segments = [
        Segment.objects.create(initiative=initiative, code=f"s{n}", name=f"Segment {n}", order=n)
        for n in range(SEGMENTS)
    ]
    _plan(initiative, segments)
    sessions = _sessions(_groups(initiative, segments), _rooms(initiative), people[1:])
    _needs_and_stipends(_registrations(sessions), people[0])


def _member(initiative: Initiative, name: str, role: str) -> User:
    user = User.objects.create(email=f"{name}@bench.example", name=name.capitalize())
    Membership.objects.create(initiative=initiative, user=user, role=role)
    return user


def _plan(initiative: Initiative, segments: list[Segment]) -> None:
    for segment in segments:
        SegmentPlan.objects.create(
            initiative=initiative, segment=segment, groups=GROUPS // SEGMENTS, people_per_group=30
        )
    for language in LANGUAGES:
        Target.objects.create(
            initiative=initiative, dimension="LANGUAGE", value=language, people=3000
        )


def _groups(initiative: Initiative, segments: list[Segment]) -> list[FocusGroup]:
    guide = Guide.objects.create(initiative=initiative, name="Families")
    return FocusGroup.objects.bulk_create(
        FocusGroup(
            initiative=initiative,
            name=f"Group {n:03}",
            segment=segments[n % SEGMENTS],
            guide=guide,
            visibility="PUBLIC",
            stipend=Decimal(40),
        )
        for n in range(GROUPS)
    )


def _rooms(initiative: Initiative) -> list[Room]:
    places = Place.objects.bulk_create(
        Place(initiative=initiative, name=f"Library {n}", address=f"{n} Main Street")
        for n in range(PLACES)
    )
    return Room.objects.bulk_create(
        Room(place=place, name=f"Room {n}", chairs=CHAIRS) for place in places for n in range(ROOMS)
    )


def _sessions(groups, rooms, facilitators) -> list[Session]:
    first = timezone.now().replace(hour=23, minute=0, second=0, microsecond=0)
    first -= timedelta(days=PAST // 3)
    return Session.objects.bulk_create(
        Session(
            group=groups[n % GROUPS],
            starts_at=first + timedelta(days=n // 3, hours=n % 3),
            zone=ZONE,
            place=rooms[n % len(rooms)].place,
            room=rooms[n % len(rooms)],
            language=LANGUAGES[n % len(LANGUAGES)],
            facilitator=facilitators[n % len(facilitators)],
            state=Session.State.HELD if n < PAST else Session.State.PLANNED,
            chairs=CHAIRS,
        )
        for n in range(SESSIONS)
    )


def _registrations(sessions: list[Session]) -> list[Registration]:
    return Registration.objects.bulk_create(
        (
            _registration(session, position)
            for session in sessions
            for position in range(1, PER_SESSION + 1)
        ),
        batch_size=500,
    )


def _registration(session: Session, position: int) -> Registration:
    email = f"person{session.pk}x{position}@mail.example"
    has_place = position <= CHAIRS
    came = session.state == Session.State.HELD and has_place
    return Registration(
        session=session,
        segment_id=session.group.segment_id,
        state="REGISTERED" if has_place else "WAITLISTED",
        position=position,
        name=f"Person {position}",
        email=email,
        contact_hash=hash_of(email=email, phone=""),
        language=LANGUAGES[position % len(LANGUAGES)],
        confirmed_at=timezone.now() if has_place and position % 2 else None,
        attendance="PRESENT" if came and position % 5 else "NO_SHOW" if came else "",
    )


def _needs_and_stipends(registrations: list[Registration], arranger: User) -> None:
    held = [row for row in registrations if row.state == "REGISTERED"]
    Accommodation.objects.bulk_create(
        (
            Accommodation(
                registration=row,
                kind="CHILDCARE" if n % 2 else "INTERPRETER",
                number=n % 3,
                detail="Two of them, 3 and 5",
                state="ARRANGED" if n % 3 else "ASKED",
                arranger=arranger,
                due_on=row.session.starts_at.date() - timedelta(days=3),
            )
            for n, row in enumerate(held[::4])
        ),
        batch_size=500,
    )
    Stipend.objects.bulk_create(
        (Stipend(registration=row, amount=Decimal(40)) for row in held), batch_size=500
    )
