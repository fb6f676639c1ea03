"""The letter that asks somebody to come. Each is about one person and names nobody else."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from focusgroups import letter_samples as samples
from focusgroups import letter_subjects, told
from focusgroups.models import Invitee, Recruiting, Session
from focusgroups.outreach.addresses import invitee_link
from letters import registry
from letters.registry import Content, Placeholder
from letters.rendering import language_of_pages

State = Invitee.State
MOST_TIMES = 6
TIMES = Placeholder(
    "times",
    "when and where the group meets, a line each",
    "Tuesday, November 3, 2026, 6:00 PM to 7:30 PM · Northside church",
    "martes 3 de noviembre de 2026, de 6:00 p.m. a 7:30 p.m. · iglesia Northside",
)
ABOUT = Placeholder(
    "about", "what the group is", "We talk about what helps.", "Hablamos de lo que ayuda."
)
GETS = Placeholder(
    "gets", "what each gets for coming", "A gift card of $40.", "Una tarjeta de $40."
)


def register_kinds() -> None:
    """Called once, when the program starts."""
    registry.register(
        "group_invitation",
        template="group_invitation",
        resolve=group_invitation,
        is_for_participants=True,
        fits_text=True,
        describe=letter_subjects.invitees,
        title="Invitation to a group",
        sent_when="when a member or a partner asks somebody to come, and at most once more",
        placeholders=(
            samples.FIRST,
            samples.GROUP,
            samples.AGENCY,
            ABOUT,
            TIMES,
            GETS,
            samples.LINK,
            samples.CALL,
            samples.WHY,
        ),
    )


def group_invitation(subject: int, occasion: str) -> Content | None:
    """To somebody who has not answered yet, while the group still takes people."""
    rows = Invitee.objects.filter(pk=subject, state__in=[State.ASKED, State.NO_ANSWER])
    invitee = rows.select_related(
        "group__initiative", "group__title", "group__about", "group__gets", "partner"
    ).first()
    if invitee is None:
        return None
    sessions = _open_sessions(invitee)
    if not sessions:
        return None
    initiative = invitee.group.initiative
    return Content(
        to=invitee.email,
        phone=invitee.phone,
        name=invitee.name,
        language=invitee.language,
        zone=sessions[0].zone,
        words=words_for(invitee, sessions),
        initiative=initiative.pk,
        sender=initiative.agency_name,
    )


def _open_sessions(invitee: Invitee) -> list[Session]:
    rows = Session.objects.filter(group=invitee.group).taking_registrations(timezone.now())
    rows = rows.select_related("place", "room").prefetch_related("interpreters")
    return list(rows.order_by("starts_at")[:MOST_TIMES])


def words_for(invitee: Invitee, sessions: list[Session]) -> dict[str, str]:
    """Plain strings in the person's language: also what an own wording may use."""
    group = invitee.group
    language = language_of_pages(invitee.language)
    with translation.override(language):
        recruiting = told.recruiting_of(group.initiative)
        times = [told.told(session) for session in sessions]
        return {
            "first_name": invitee.name,
            "group": told.title_of(group),
            "agency": group.initiative.agency_name,
            "about": group.about.in_language(language) if group.about else "",
            "times": "\n".join(f"- {each.when} · {each.where}" for each in times),
            "gets": group.gets.in_language(language) if group.gets else "",
            "link": invitee_link(invitee),
            "call": told.call_of(recruiting),
            "why": why(invitee, recruiting),
        }


def why(invitee: Invitee, recruiting: Recruiting) -> str:
    """The answer to "How did you get my name?"."""
    if invitee.partner:
        partner = invitee.partner.name
        return _("%(partner)s gave it to us, and told us that you agreed.") % {"partner": partner}
    source = invitee.name_source or recruiting.name_source
    return source or _("Call us, and we tell you who gave it to us.")
