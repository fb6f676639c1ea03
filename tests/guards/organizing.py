"""Of a world: somebody who registered with a need and a stipend, somebody who was asked, and the
partner who asked them."""

from datetime import timedelta

from django.utils import timezone

from focusgroups import services
from focusgroups.links import token_of
from focusgroups.models import FocusGroup, Invitee, Partner
from focusgroups.services.needs import Need, set_needs
from focusgroups.services.stipends import promise_stipend
from initiatives.models import Initiative
from tests import factories as make


def make_people(initiative: Initiative) -> tuple[dict[str, int], dict[str, object], dict[str, str]]:
    """Numbers by noun, what else stands in brackets, and tokens by the beginning of the route."""
    group = FocusGroup.objects.create(
        initiative=initiative,
        name="Kin",
        segment=initiative.segment_set.first(),
        stipend=40,
        visibility="PUBLIC",
    )
    session = make.SessionFactory(group=group, starts_at=timezone.now() + timedelta(days=9))
    contact = services.Contact("Ana", email="ana@mail.example")
    person = services.register(session=session, contact=contact, segment=None).registration
    set_needs(registration=person, needs=[Need("CHILDCARE", 2)])
    partner = Partner.objects.create(initiative=initiative, name="The school")
    partner.groups.add(group)
    invitee = Invitee.objects.create(group=group, partner=partner, name="Bo", noted="ASKED")
    numbers = {
        "registrations": person.pk,
        "needs": person.accommodation_set.get().pk,
        "stipends": promise_stipend(registration=person).pk,
        "outreach": group.pk,
        "invitees": invitee.pk,
        "partners": partner.pk,
    }
    # Whoever deletes what we keep about them ends their link: that is of somebody else.
    other = services.register(
        session=session, contact=services.Contact("Cy", email="cy@mail.example"), segment=None
    ).registration
    tokens = {
        "r/partner/": token_of("partner", partner),
        "r/group/": token_of("group", group),
        "r/": token_of("registration", person),
        "r/<str:token>/delete/": token_of("registration", other),
    }
    more = {"invitee": invitee.pk, "invitation": token_of("invitee", invitee)}
    return numbers | {"groups": group.pk}, more, tokens
