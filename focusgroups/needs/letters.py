"""Letters about what people need and get: the answer to the person, a stipend that was given, and
to members that something is late, which names no person and no need."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from focusgroups import letter_samples as samples
from focusgroups import letter_subjects
from focusgroups.letters import content_for
from focusgroups.models import Accommodation, Registration, Stipend
from focusgroups.models.accommodations import late_rule
from focusgroups.needs.reports import needs_for
from focusgroups.permissions import NOTE_TAKERS
from initiatives.access import roles_of
from initiatives.models import Initiative
from letters import registry
from letters.registry import Content, Placeholder

ANSWER = Placeholder(
    "answer",
    "what was arranged",
    "Ms Lee meets you at the door at 5:40.",
    "La señora Lee le espera en la puerta a las 5:40.",
)
AMOUNT = Placeholder("amount", "how much was given", "$40")
SESSION = ("session__group__initiative", "session__group__title", "session__place")
MORE = ("session__room", "invitee", "partner")


def register_kinds() -> None:
    """Called once, when the program starts."""
    registry.register(
        "accommodation_answer",
        template="accommodation_answer",
        resolve=accommodation_answer,
        is_for_participants=True,
        must_act=True,
        title="What we arranged for you",
        sent_when="when a member answers what somebody needs",
        describe=letter_subjects.accommodations,
        placeholders=(*samples.ABOUT, ANSWER),
    )
    registry.register(
        "stipend_given",
        template="stipend_given",
        resolve=stipend_given,
        is_for_participants=True,
        title="What you got for coming",
        sent_when="when a member notes a stipend as given, and ticks that the person is told",
        describe=letter_subjects.stipends,
        placeholders=(*samples.ABOUT, AMOUNT),
    )
    registry.register(
        "accommodation_overdue", template="accommodation_overdue", resolve=accommodation_overdue
    )


def accommodation_answer(subject: int, occasion: str) -> Content | None:
    """The answer as it stands now, to somebody who still has a place."""
    rows = Accommodation.objects.select_related(*_of_registration())
    need = rows.filter(pk=subject, registration__state=Registration.State.REGISTERED).first()
    if need is None or not need.answer or need.registration.session.starts_at <= timezone.now():
        return None
    return _with_words(need.registration, answer=need.answer)


def stipend_given(subject: int, occasion: str) -> Content | None:
    """To somebody who got what they were promised; the subject is their registration."""
    stipend = Stipend.objects.select_related(*_of_registration()).filter(
        registration=subject, state=Stipend.State.GIVEN
    )
    found = stipend.first()
    return found and _with_words(found.registration, amount=_dollars(found.amount))


def _dollars(amount: Decimal) -> str:
    """Without cents where there are none: "$40", "$37.50"."""
    return f"${amount:.0f}" if amount == int(amount) else f"${amount:.2f}"


def _of_registration() -> list[str]:
    return [f"registration__{path}" for path in (*SESSION, *MORE)]


def _with_words(registration: Registration, **words: str) -> Content:
    content = content_for(registration)
    return replace(content, words={**content.words, **words})


def accommodation_overdue(subject: int, occasion: str) -> Content | None:
    """How many needs of an initiative are late, to one member. `occasion` is their number and a
    day: on another day another letter goes out, if something is late then."""
    number, _, day = occasion.partition(" ")
    initiative = Initiative.objects.filter(pk=subject).first()
    user = User.objects.filter(pk=number, is_active=True).first()
    if initiative is None or user is None or date.fromisoformat(day) != timezone.localdate():
        return None
    initiative.roles = roles_of(user, initiative)
    late = needs_for(user, initiative).filter(late_rule(timezone.now()))
    count = late.count() if initiative.roles & NOTE_TAKERS else 0
    if not count:
        return None
    link = reverse("focusgroups:needs", args=[initiative.slug]) + "?state=LATE"
    context = {
        "initiative": initiative,
        "count": count,
        "link": f"{settings.SITE_URL}{link}",
    }
    return Content(to=user.email, initiative=initiative.pk, context=context)
